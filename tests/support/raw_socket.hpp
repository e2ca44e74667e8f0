#pragma once
// Plain blocking TCP on loopback for tests that look at single bytes and at how a connection ends.
// Every wait has a limit of ten seconds. Throws std::runtime_error.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cohort::test_support {

class RawSocket {
public:
    enum class End { orderly, reset };

    struct Reading {
        std::string bytes = {};
        End end = End::orderly;

        friend bool operator==(const Reading&, const Reading&) = default;
    };

    explicit RawSocket(int socket);
    ~RawSocket();
    RawSocket(RawSocket&& other) noexcept;
    RawSocket& operator=(RawSocket&&) = delete;

    static RawSocket connect(std::uint16_t port);
    // Whether anybody listens there.
    static bool can_connect(std::uint16_t port);

    void write(std::string_view bytes);
    void finish_writing();
    std::string read_some();
    std::string read(std::size_t bytes);
    Reading read_to_end();

private:
    int socket_;
};

class RawListener {
public:
    RawListener();
    ~RawListener();
    RawListener(const RawListener&) = delete;
    RawListener& operator=(const RawListener&) = delete;

    std::uint16_t port() const { return port_; }

    RawSocket accept();

private:
    int socket_;
    std::uint16_t port_ = 0;
};

}
