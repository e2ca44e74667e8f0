#include "platform/net/memory_stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace cohort::net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t wire_bytes_max =
    64 * 1024; // what a kernel would hold before the writer waits

Error closed_error() {
    return Error{ErrorKind::unavailable, "net.closed"};
}

Error broken_error() {
    return Error{ErrorKind::unavailable, "net.broken"};
}

}

// One direction. The bells are timers that the other side cancels to say "look again".
struct MemoryStream::Wire {
    explicit Wire(const Executor& executor) : more(executor), room(executor) {}

    std::string bytes;
    bool ended = false;  // the writer will write no more
    bool broken = false; // both ends are lost
    asio::steady_timer more;
    asio::steady_timer room;

    void ring() {
        more.cancel();
        room.cancel();
    }
};

namespace {

// True: look again. False: the limit has passed. Throws when the caller was cancelled.
Task<bool> wait_for(asio::steady_timer& bell, std::chrono::steady_clock::time_point end) {
    if (std::chrono::steady_clock::now() >= end) {
        co_return false;
    }
    bell.expires_at(end);
    boost::system::error_code rang; // by the other side, or because the time is up
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rang));
    co_return true;
}

}

MemoryStream::MemoryStream(std::shared_ptr<Wire> in, std::shared_ptr<Wire> out, Executor executor)
    : in_(std::move(in)), out_(std::move(out)), executor_(std::move(executor)) {}

MemoryStream::Pair MemoryStream::make_pair(Executor executor) {
    auto there = std::make_shared<Wire>(executor);
    auto back = std::make_shared<Wire>(executor);
    Pair pair;
    // The constructor is private, so make_unique cannot reach it.
    pair.first.reset(new MemoryStream(back, there, executor));  // NOLINT(*-owning-memory)
    pair.second.reset(new MemoryStream(there, back, executor)); // NOLINT(*-owning-memory)
    return pair;
}

MemoryStream::~MemoryStream() {
    MemoryStream::abort();
}

Task<Result<std::size_t>> MemoryStream::read_some(std::span<char> into, Duration limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    const auto wire = in_;
    while (true) {
        if (closed_) {
            co_return closed_error();
        }
        if (!wire->bytes.empty()) {
            const std::size_t size = std::min({into.size(), read_max_, wire->bytes.size()});
            std::copy_n(wire->bytes.data(), size, into.data());
            wire->bytes.erase(0, size);
            wire->room.cancel();
            co_return size;
        }
        if (wire->broken) {
            co_return broken_error();
        }
        if (wire->ended) {
            co_return std::size_t{0};
        }
        if (!co_await wait_for(wire->more, end)) {
            co_return deadline_passed();
        }
    }
}

Task<Outcome> MemoryStream::write_all(std::string_view bytes, Duration limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    const auto wire = out_;
    while (!bytes.empty()) {
        if (closed_ || wire->ended) {
            co_return closed_error();
        }
        if (wire->broken) {
            co_return broken_error();
        }
        const std::size_t room =
            stalled_ ? 0 : wire_bytes_max - std::min(wire_bytes_max, wire->bytes.size());
        if (room == 0) {
            if (!co_await wait_for(wire->room, end)) {
                co_return deadline_passed();
            }
            continue;
        }
        const auto piece = bytes.substr(0, std::min(room, break_after_));
        wire->bytes += piece;
        written_ += piece;
        bytes.remove_prefix(piece.size());
        if (break_after_ != static_cast<std::size_t>(-1)) {
            break_after_ -= piece.size();
            if (break_after_ == 0) {
                wire->broken = true;
                in_->broken = true;
                in_->ring();
            }
        }
        wire->more.cancel();
    }
    co_return done();
}

Task<void> MemoryStream::close(Duration) {
    abort();
    co_return;
}

void MemoryStream::abort() noexcept {
    closed_ = true;
    out_->ended = true;
    in_->broken = true; // what the peer writes from now on goes nowhere
    in_->ring();
    out_->ring();
}

Task<Outcome> MemoryStream::finish_writing(Duration) {
    out_->ended = true;
    out_->ring();
    co_return done();
}

Executor MemoryStream::executor() {
    return executor_;
}

}
