#pragma once
// A browser for scenario tests: blocking, with a cookie jar, over plain HTTP to this machine.
// Throws std::runtime_error when the server cannot be reached or takes longer than the limit. Not
// for production: it is a library of its own.
#include "platform/http/headers.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cohort::http {

class TestClient {
public:
    struct Answer {
        int status = 0;
        Headers headers = {};
        std::string body = {};

        // "" when absent.
        std::string header(std::string_view name) const {
            return std::string(headers.get(name).value_or(""));
        }
    };

    using Fields = std::vector<std::pair<std::string, std::string>>;

    struct File {
        std::string field;
        std::string file_name;
        std::string content_type;
        std::string bytes;
    };

    explicit TestClient(
        std::uint16_t port, std::chrono::milliseconds limit = std::chrono::seconds(20)
    );
    ~TestClient();
    TestClient(TestClient&&) noexcept;
    TestClient& operator=(TestClient&&) noexcept;

    Answer get(std::string_view target);
    // Follows up to ten redirections with GET.
    Answer get_following(std::string_view target);
    Answer post_form(std::string_view target, const Fields& fields);
    Answer
    post_multipart(std::string_view target, const Fields& fields, const std::vector<File>& files);
    Answer request(
        std::string_view method,
        std::string_view target,
        const Fields& headers = {},
        std::string_view body = {}
    );

    std::map<std::string, std::string>& cookies() { return cookies_; }

    // Sent with every request, for example {"Authorization", "Bearer …"}.
    Fields& default_headers() { return default_headers_; }

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
    std::map<std::string, std::string> cookies_;
    Fields default_headers_;
};

}
