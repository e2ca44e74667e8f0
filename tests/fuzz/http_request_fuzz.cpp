// Bytes from a browser, a proxy or a stranger: a request is read the same however they are cut, and
// none that is accepted can be taken for two.
#include "platform/http/request_parser.hpp"
#include "tests/fuzz/pieces.hpp"

#include <array>
#include <optional>
#include <string>

namespace {

using namespace cohort;
using namespace cohort::http;

constexpr std::size_t header_bytes_max = 8 * 1024;

struct Seen {
    std::string fault = {};
    bool complete = false;
    std::string target = {};
    std::string path = {};
    std::string headers = {};
    std::string body = {};
    bool body_complete = false;

    bool accepted() const { return complete && fault.empty(); }

    friend bool operator==(const Seen&, const Seen&) = default;
};

// As Connection does it: what the parser leaves is given again with more behind it.
class Reading {
public:
    void more(std::string_view piece) {
        held_.append(piece);
        while (seen_.fault.empty() && !done_ && step()) {
        }
    }

    Seen seen() {
        seen_.complete = parser_.head_complete();
        seen_.target = request_.target;
        seen_.path = request_.path;
        for (std::size_t index = 0; index < request_.headers.size(); ++index) {
            const auto field = request_.headers.at(index);
            seen_.headers.append(field.name).append(1, ':').append(field.value).append(1, '\n');
        }
        if (seen_.complete && seen_.fault.empty()) {
            judge();
        }
        return seen_;
    }

private:
    bool step() { return parser_.head_complete() ? step_body() : step_head(); }

    bool step_head() {
        const std::string own = held_;
        const auto taken = parser_.push_head(own);
        if (!taken.ok()) {
            seen_.fault = taken.error().code.text();
            return false;
        }
        COHORT_ENSURE(*taken <= held_.size(), "more was taken than given");
        held_.erase(0, *taken);
        return parser_.head_complete();
    }

    bool step_body() {
        if (!parser_.chunked()) {
            done_ = true;
            return false;
        }
        std::array<char, 97> into{};
        const auto step = parser_.push_chunks(held_, into);
        if (!step.ok()) {
            seen_.fault = step.error().code.text();
            return false;
        }
        COHORT_ENSURE(
            step->taken <= held_.size() && step->given <= into.size(), "books of a chunk"
        );
        held_.erase(0, step->taken);
        seen_.body.append(into.data(), step->given);
        done_ = parser_.chunks_complete();
        seen_.body_complete = done_;
        return step->taken > 0;
    }

    void judge() const {
        const Headers& headers = request_.headers;
        COHORT_ENSURE(
            headers.count("Content-Length") + headers.count("Transfer-Encoding") <= 1,
            "two readers may see two bodies"
        );
        COHORT_ENSURE(request_.path.starts_with('/'), "a target is a path");
        COHORT_ENSURE(
            !parser_.chunked() || parser_.content_length() == 0, "a body has two lengths"
        );
        for (std::size_t index = 0; index < headers.size(); ++index) {
            COHORT_ENSURE(
                headers.at(index).value.find_first_of(std::string_view("\r\n\0", 3))
                    == std::string_view::npos,
                "a header holds a line end"
            );
        }
    }

    Request request_;
    RequestParser parser_{request_, header_bytes_max};
    std::string held_;
    Seen seen_;
    bool done_ = false;
};

Seen read(std::string_view bytes, std::size_t piece_bytes) {
    Reading reading;
    fuzz::each_piece(bytes, piece_bytes, [&](std::string_view piece) {
        reading.more(piece);
        return true;
    });
    return reading.seen();
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::uint8_t choice = fuzz::take_choice(bytes);
    const Seen whole = read(bytes, size);
    const Seen cut = read(bytes, 1U + choice);
    // What is refused whole may be waited on for ever when it is cut ("GET / HTTP/1.1\n\n"), which
    // costs a stranger their connection either way; what is accepted must be one request.
    COHORT_ENSURE(whole.accepted() == cut.accepted(), "cutting changed what is accepted");
    if (whole.accepted()) {
        COHORT_ENSURE(whole == cut, "cutting changed a request");
    }
    return 0;
}
