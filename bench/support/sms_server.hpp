#pragma once
// A whole cohortd with a demonstration practice, on SQLite with synchronous FULL, whose texts go to
// the sink of the anchors: what the benchmarks measure.
#include "platform/http/test_client.hpp"
#include "tests/support/programs.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cohort::bench {

inline constexpr std::size_t patients_a_list = 10'000;
inline constexpr const char* sink_port = "27750";

class SmsServer {
public:
    explicit SmsServer(const std::string& window);

    // Uploads and confirms one list of 10,000 patients; seconds it took.
    double upload();
    // Presses Send for every list that was uploaded.
    void send_all();
    // Until every patient of everything sent has a receipt that says delivered.
    void wait_until_delivered();

    std::uint16_t port() const { return port_; }

    const std::string& sign_in_password() const { return sign_in_password_; }

    const std::string& api_key() const { return api_key_; }

    double cpu_seconds() const { return server_->cpu_seconds(); }

    double memory_peak_bytes() const { return static_cast<double>(server_->memory_peak_bytes()); }

private:
    test_support::Folder folder_;
    std::optional<test_support::Program> sink_;
    std::optional<test_support::Program> server_;
    std::uint16_t port_ = 0;
    std::string sign_in_password_;
    std::string api_key_;
    std::optional<http::TestClient> client_;
    std::vector<std::string> lists_;
    std::vector<std::string> sent_;
};

}
