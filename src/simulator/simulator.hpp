#pragma once
// The outside world in one piece: a message centre, a mail server, web pages, and the ledger behind
// them.
//     auto simulator = Simulator::open(io.get_executor(), options);
//     co_await (*simulator)->run();   // until stop() or until the disk refuses
// Listens on 127.0.0.1 only. Threads: the executor must be run by exactly one thread.
#include "base/result.hpp"
#include "base/secret.hpp"
#include "platform/net/task.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace cohort::simulator {

struct Options {
    std::filesystem::path data;  // ledger, rules, certificate; made when absent
    std::uint16_t smpp_port = 0; // 0: any that is free
    std::uint16_t smtp_port = 0;
    std::uint16_t http_port = 0;
    std::string system_id = {}; // who may bind and sign in; empty: anybody
    Password password{""};      // empty: any
    std::int64_t receipt_delay_ms = 1'000;
    std::size_t receipt_window = 2'000;
    std::string default_alphabet = "gsm7"; // or latin1: what data_coding 0 means
    bool smtp_sign_in_required = false;
};

class Simulator {
public:
    // Errors: simulator.data.unusable, simulator.port_taken, those of the ledger, the rules and the
    // certificate.
    static Result<std::unique_ptr<Simulator>> open(Executor executor, Options options);
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    std::uint16_t smpp_port() const;
    std::uint16_t smtp_port() const;
    std::uint16_t http_port() const;
    // What a client trusts for STARTTLS.
    std::filesystem::path ca_file() const;

    // Errors: simulator.ledger.disk_refused.
    Task<Outcome> run();
    Task<void> stop();

private:
    struct Inside;
    explicit Simulator(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

// Everything main does after reading its arguments: runs until SIGINT or SIGTERM, says
// {"event":"ready",…} on standard output when it listens, and the reason on standard error when it
// cannot. The result is the exit status.
int run_until_signal(Options options, const std::filesystem::path& password_file);

// What the person at the terminal is told.
std::string_view sentence(ErrorCode code);

}
