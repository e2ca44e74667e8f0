#pragma once
// Inside http: the bytes of one request, without I/O. Beast's parser reads them; what Beast lets
// through and a second reader (a proxy, a log) could take for something else is refused here.
#include "platform/http/message.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace cohort::http {

class RequestParser {
public:
    // Fills `request`, which outlives the parser.
    RequestParser(Request& request, std::size_t header_bytes_max);
    ~RequestParser();

    // Takes what it can of `bytes` and says how much; the rest is to be given again with more
    // behind it. Errors: http.request_broken, http.header_too_large, http.method_unknown,
    // http.transfer_encoding, http.version, http.host, http.expectation.
    Result<std::size_t> push_head(std::string_view bytes);
    bool head_complete() const;

    bool chunked() const;
    std::size_t content_length() const; // 0 when chunked or absent
    bool expects_continue() const;
    bool keep_alive() const;
    bool http_1_1() const;

    struct Step {
        std::size_t taken = 0; // of the input
        std::size_t given = 0; // body bytes put into `into`
    };

    // The same for a chunked body. Requires: chunked(), head_complete(). Errors:
    // http.request_broken.
    Result<Step> push_chunks(std::string_view bytes, std::span<char> into);
    bool chunks_complete() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}
