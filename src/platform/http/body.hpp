#pragma once
// Inside http: what has been read from a connection but not used, and the body of one request taken
// from it.
#include "platform/http/request_parser.hpp"
#include "platform/http/server.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace cohort::http {

class Input {
public:
    Input(net::ByteStream& stream, std::size_t bytes_max)
        : stream_(stream), bytes_max_(bytes_max) {}

    std::string_view held() const { return std::string_view(bytes_).substr(used_, size_ - used_); }

    void use(std::size_t bytes) { used_ += bytes; }

    // Reads some more behind what is held. 0 at the end. Requires: fewer than bytes_max are held.
    Task<Result<std::size_t>> more(net::Duration limit);

    // Straight from the network. Requires: nothing is held.
    Task<Result<std::size_t>> read_past(std::span<char> into, net::Duration limit) {
        return stream_.read_some(into, limit);
    }

    bool full() const { return held().size() >= bytes_max_; }

private:
    net::ByteStream& stream_;
    std::size_t bytes_max_;
    std::string bytes_; // grows to bytes_max when needed: an idle connection holds little
    std::size_t used_ = 0;
    std::size_t size_ = 0;
};

class Body final : public BodyReader {
public:
    struct Limits {
        std::size_t bytes_max = 0;
        net::Duration read_wait_max{};
        std::size_t bytes_a_second_min = 0;
        net::Duration write_wait_max{};
    };

    Body(net::ByteStream& stream, Input& input, RequestParser& parser, const ServerLimits& limits);

    // Of the route. Until then no body is accepted.
    void allow(std::size_t bytes_max) { limits_.bytes_max = bytes_max; }

    bool announced() const { return parser_.chunked() || parser_.content_length() > 0; }

    // Known before a byte was read.
    bool too_large() const { return parser_.content_length() > limits_.bytes_max; }

    // Nothing of it is left on the wire.
    bool finished() const { return finished_; }

    Task<Result<std::size_t>> read_some(std::span<char> into) override;
    // All that is left.
    Task<Result<std::string>> read_all();

private:
    Task<Outcome> ask_for_it();
    net::Duration patience() const;
    void note(std::chrono::steady_clock::time_point asked_at, const Result<std::size_t>& read);
    Task<Result<std::size_t>> read_counted(std::span<char> into);
    Task<Result<std::size_t>> read_chunks(std::span<char> into);

    net::ByteStream& stream_;
    Input& input_;
    RequestParser& parser_;
    Limits limits_;
    std::size_t left_;                   // of Content-Length
    std::size_t read_ = 0;               // off the network
    std::chrono::nanoseconds waited_{0}; // for that
    std::size_t given_ = 0;              // of chunks
    bool asked_ = false;                 // 100 Continue was sent, or is not wanted
    bool finished_;
};

}
