#include "platform/http/body.hpp"

#include <algorithm>

namespace cohort::http {

using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::size_t input_bytes_first = 4 * 1024;
constexpr std::size_t piece_bytes = 16 * 1024;

Error error_of(const Error& network) {
    if (network.code == ErrorCode("net.deadline")) {
        return invalid("http.body_timeout");
    }
    return invalid("http.body_broken", network.detail);
}

Error too_large_error() {
    return Error{ErrorKind::too_large, "http.body_too_large"};
}

}

Task<Result<std::size_t>> Input::more(net::Duration limit) {
    if (used_ > 0) {
        // What is held moves to the front: a part of a head, or of a chunk's.
        std::copy(
            bytes_.begin() + static_cast<std::ptrdiff_t>(used_),
            bytes_.begin() + static_cast<std::ptrdiff_t>(size_),
            bytes_.begin()
        );
        size_ -= used_;
        used_ = 0;
    }
    if (size_ == bytes_.size()) {
        bytes_.resize(std::min(bytes_max_, std::max(input_bytes_first, bytes_.size() * 2)));
    }
    COHORT_ENSURE(size_ < bytes_.size(), "there is room to read into");
    const std::span<char> room(bytes_.data() + size_, bytes_.size() - size_);
    auto read = co_await stream_.read_some(room, limit);
    if (read.ok()) {
        size_ += *read;
    }
    co_return read;
}

Body::Body(net::ByteStream& stream, Input& input, RequestParser& parser, const ServerLimits& limits)
    : stream_(stream), input_(input), parser_(parser),
      limits_{0, limits.body_wait_max, limits.body_bytes_a_second_min, limits.write_wait_max},
      left_(parser.content_length()), asked_(!parser.expects_continue()), finished_(!announced()) {}

Task<Result<std::size_t>> Body::read_some(std::span<char> into) {
    if (finished_) {
        co_return std::size_t{0};
    }
    if (too_large()) {
        co_return too_large_error();
    }
    if (!asked_) {
        const Outcome asked = co_await ask_for_it();
        if (!asked.ok()) {
            co_return asked.error();
        }
    }
    if (parser_.chunked()) {
        co_return co_await read_chunks(into);
    }
    co_return co_await read_counted(into);
}

Task<Outcome> Body::ask_for_it() {
    asked_ = true;
    if (!input_.held().empty()) {
        co_return done(); // The client did not wait.
    }
    const Outcome sent =
        co_await stream_.write_all("HTTP/1.1 100 Continue\r\n\r\n", limits_.write_wait_max);
    if (!sent.ok()) {
        co_return error_of(sent.error());
    }
    co_return done();
}

// Only the time is counted in which we waited for the client, not that in which it waited for us.
net::Duration Body::patience() const {
    const net::Duration for_what_came{1000 * read_ / limits_.bytes_a_second_min};
    const auto left =
        limits_.read_wait_max + for_what_came - std::chrono::duration_cast<net::Duration>(waited_);
    return std::clamp(left, net::Duration{0}, limits_.read_wait_max);
}

void Body::note(SteadyClock::time_point asked_at, const Result<std::size_t>& read) {
    waited_ += SteadyClock::now() - asked_at;
    read_ += read.ok() ? *read : 0;
}

Task<Result<std::size_t>> Body::read_counted(std::span<char> into) {
    into = into.first(std::min(into.size(), left_));
    const auto held = input_.held();
    std::size_t taken = std::min(held.size(), into.size());
    if (taken > 0) {
        std::ranges::copy(held.substr(0, taken), into.begin());
        input_.use(taken);
    } else {
        const auto asked_at = SteadyClock::now();
        const auto read = co_await input_.read_past(into, patience());
        note(asked_at, read);
        if (!read.ok()) {
            co_return error_of(read.error());
        }
        if (*read == 0) {
            co_return invalid("http.body_broken");
        }
        taken = *read;
    }
    left_ -= taken;
    finished_ = left_ == 0;
    co_return taken;
}

Task<Result<std::size_t>> Body::read_chunks(std::span<char> into) {
    while (true) {
        const auto step = parser_.push_chunks(input_.held(), into);
        if (!step.ok()) {
            co_return step.error();
        }
        input_.use(step->taken);
        given_ += step->given;
        if (given_ > limits_.bytes_max) {
            co_return too_large_error();
        }
        finished_ = parser_.chunks_complete();
        if (step->given > 0 || finished_) {
            co_return step->given;
        }
        if (input_.full()) {
            co_return invalid("http.body_broken");
        }
        const auto asked_at = SteadyClock::now();
        const auto read = co_await input_.more(patience());
        note(asked_at, read);
        if (!read.ok()) {
            co_return error_of(read.error());
        }
        if (*read == 0) {
            co_return invalid("http.body_broken");
        }
    }
}

Task<Result<std::string>> Body::read_all() {
    std::string whole;
    std::size_t size = 0;
    while (!finished_) {
        whole.resize(
            size + std::max<std::size_t>(1, std::min(piece_bytes, left_ > 0 ? left_ : piece_bytes))
        );
        const auto read = co_await read_some(std::span(whole.data() + size, whole.size() - size));
        if (!read.ok()) {
            co_return read.error();
        }
        size += *read;
    }
    whole.resize(size);
    co_return whole;
}

}
