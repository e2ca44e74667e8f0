#pragma once
// Inside http: responses as bytes.
#include "platform/http/message.hpp"
#include "platform/net/byte_stream.hpp"

#include <string>

namespace cohort::http {

enum class Framing {
    counted,   // Content-Length
    chunked,   // of unknown length, to HTTP/1.1
    until_end, // of unknown length, to HTTP/1.0: the connection's end ends it
    none,      // 204, 304
};

struct Shape {
    Framing framing = Framing::counted;
    std::size_t body_bytes = 0;
    bool keep_alive = true;
    bool http_1_1 = true;
};

void append_head(std::string& out, const Response& response, const Shape& shape);

class StreamWriter final : public BodyWriter {
public:
    StreamWriter(net::ByteStream& stream, Framing framing, net::Duration write_wait_max)
        : stream_(stream), framing_(framing), write_wait_max_(write_wait_max) {}

    Task<bool> write(std::string_view bytes) override;
    // The last chunk.
    Task<bool> finish();

    bool gone() const { return gone_; }

private:
    net::ByteStream& stream_;
    Framing framing_;
    net::Duration write_wait_max_;
    std::string out_;
    bool gone_ = false;
};

class EventStreamWriter final : public EventWriter {
public:
    explicit EventStreamWriter(StreamWriter& body) : body_(body) {}

    Task<bool> send(std::string event, std::string data, std::string id) override;
    Task<bool> wait(net::Duration time) override;

private:
    StreamWriter& body_;
    std::chrono::steady_clock::time_point written_at_ = std::chrono::steady_clock::now();
};

}
