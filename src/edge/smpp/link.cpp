#include "edge/smpp/link.hpp"

#include "base/failpoint.hpp"
#include "edge/smpp/kept_bind.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace cohort::smpp {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t read_bytes = 64 * 1024;
// More receipts than this wait in the centre, not here.
constexpr std::size_t receipts_waiting_max = 20'000;
constexpr Milliseconds farewell_wait = 1s;
// A reset is met at once; this is for a peer that has only stopped reading.
constexpr Milliseconds last_words_wait = 2s;
// No wait is for ever: a wake-up that was lost costs at most this.
constexpr Milliseconds look_again = 5s;

Instant steady_now() {
    return std::chrono::steady_clock::now();
}

}

Task<> Signal::wait(Milliseconds at_most) {
    boost::system::error_code woken;
    timer_.expires_after(at_most);
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

SmppGateway::Link::Link(
    SmppGateway& gateway, KeptBind& bind, std::unique_ptr<net::ByteStream> stream
)
    : gateway_(gateway), bind_(bind), stream_(std::move(stream)),
      session_(gateway.settings_, gateway.account_, bind.plan()), to_write_(stream_->executor()),
      to_keep_(stream_->executor()), to_read_(stream_->executor()),
      time_changed_(stream_->executor()) {}

Task<> SmppGateway::Link::run() {
    using namespace asio::experimental::awaitable_operators;
    const auto self = shared_from_this();
    session_.connected(steady_now());
    try {
        co_await (read() && write() && keep_receipts() && keep_time());
    } catch (...) {
        // A bug of ours: every submission still gets its end, then the job's door reports it.
        over_ = true;
        stream_->abort();
        session_.lost(handed_);
        tell_events();
        throw;
    }
}

Task<> SmppGateway::Link::read() {
    std::string buffer(read_bytes, '\0');
    while (!over_) {
        if (session_.receipts_waiting() >= receipts_waiting_max) {
            co_await to_read_.wait(look_again);
            continue;
        }
        const auto got = co_await stream_->read_some(std::span{buffer}, look_again);
        if (over_) {
            co_return;
        }
        if (!got.ok() && got.error().code == ErrorCode{"net.deadline"}) {
            continue; // silence is judged by the session, with enquire_link
        }
        if (!got.ok() || *got == 0) {
            const std::string why{got.ok() ? "closed by the centre" : got.error().code.text()};
            end(send::Pause{"gateway.unreachable", why, false});
            co_return;
        }
        session_.received({buffer.data(), *got}, steady_now());
        after_input();
    }
}

Task<> SmppGateway::Link::write() {
    while (!over_) {
        if (!session_.has_output()) {
            co_await to_write_.wait(look_again);
            continue;
        }
        session_.recall_late(gateway_.deps_.uptime.now());
        if (!session_.has_output()) {
            after_input();
            continue;
        }
        session_.take_output(output_);
        handed_ += output_.size(); // from here on an unknown part of it may have left
        writing_ = true;
        const net::Duration limit = gateway_.settings_.response_wait;
        const auto written = co_await stream_->write_all(output_, limit);
        writing_ = false;
        if (!written.ok()) {
            co_await hear_last_words();
            const std::string why{written.error().code.text()};
            end(send::Pause{"gateway.unreachable", why, false});
        }
        COHORT_FAILPOINT("smpp_after_write");
    }
    co_await write_farewell();
    session_.lost(handed_);
    tell_events();
}

// Answers that came before the line broke may lie unread: whoever they are about is not in doubt.
// The reader goes on until it meets the end itself.
Task<> SmppGateway::Link::hear_last_words() {
    broken_ = true;
    const Instant until = steady_now() + last_words_wait;
    while (!over_ && steady_now() < until) {
        co_await to_write_.wait(std::chrono::ceil<Milliseconds>(until - steady_now()));
    }
}

Task<> SmppGateway::Link::write_farewell() {
    if (!session_.farewell().empty()) {
        const auto written = co_await stream_->write_all(session_.farewell(), farewell_wait);
        static_cast<void>(written); // it has gone already, then
    }
    co_await stream_->close(farewell_wait);
}

Task<> SmppGateway::Link::keep_receipts() {
    while (!over_) {
        auto batch = session_.take_receipts();
        if (!batch) {
            co_await to_keep_.wait(look_again);
            continue;
        }
        const bool committed = co_await keep(std::move(batch->receipts));
        session_.kept(batch->sequences, committed);
        to_read_.wake();
        after_input();
    }
}

// A store that throws has kept nothing.
Task<bool> SmppGateway::Link::keep(std::vector<send::Receipt> receipts) {
    try {
        co_return co_await gateway_.events_->keep(std::move(receipts));
    } catch (const std::exception&) {
        co_return false;
    }
}

Task<> SmppGateway::Link::keep_time() {
    while (!over_) {
        const Instant now = steady_now();
        session_.tick(now);
        after_input();
        if (over_) {
            co_return;
        }
        const Instant next = session_.next_deadline(now).value_or(now + look_again);
        wakes_at_ = std::min(next, now + look_again);
        const auto wait = std::chrono::ceil<Milliseconds>(wakes_at_ - now);
        co_await time_changed_.wait(std::max(wait, Milliseconds{1}));
        wakes_at_ = Instant::max();
    }
}

void SmppGateway::Link::submit(std::vector<send::Submission> submissions) {
    const Instant now = steady_now();
    const TimePoint wall_now = gateway_.deps_.clock.now();
    for (auto& submission : submissions) {
        session_.submit(std::move(submission), now, wall_now);
    }
    // Later, not from within the caller's own call.
    asio::post(stream_->executor(), [self = shared_from_this()] { self->after_input(); });
}

void SmppGateway::Link::look_up(send::LookUp question, std::uint64_t token) {
    session_.look_up(std::move(question), token, steady_now());
    asio::post(stream_->executor(), [self = shared_from_this()] { self->after_input(); });
}

void SmppGateway::Link::stop() {
    session_.stop(steady_now());
    after_input();
}

void SmppGateway::Link::cut() {
    end(std::nullopt);
}

std::size_t SmppGateway::Link::free_slots() const {
    if (over_ || broken_) {
        return 0;
    }
    const std::size_t free = session_.free_slots(steady_now());
    return free - std::min(free, session_.attempts_ended());
}

void SmppGateway::Link::after_input() {
    tell_events();
    if (over_) {
        return;
    }
    if (session_.has_output() && !writing_) {
        to_write_.wake();
    }
    if (session_.has_receipts()) {
        to_keep_.wake();
    }
    if (session_.next_deadline(steady_now()).value_or(Instant::max()) < wakes_at_) {
        time_changed_.wake();
    }
}

// The engine may submit from within `ready`, which makes new events: they are told by the loop that
// is running.
void SmppGateway::Link::tell_events() {
    if (telling_) {
        return;
    }
    telling_ = true;
    for (auto events = session_.take_events(); !events.empty(); events = session_.take_events()) {
        for (Event& event : events) {
            tell(std::move(event));
        }
    }
    telling_ = false;
}

void SmppGateway::Link::tell(Event event) {
    send::GatewayEvents& events = *gateway_.events_;
    if (auto* ended = std::get_if<AttemptEnded>(&event)) {
        events.attempt_ended(ended->key, std::move(ended->outcome));
    } else if (std::holds_alternative<Bound>(event)) {
        bind_.out_of_trouble();
    } else if (const auto* resumed = std::get_if<Resumed>(&event)) {
        resumed->concerns == Concerns::account ? gateway_.account_paused(std::nullopt)
                                               : bind_.out_of_trouble();
    } else if (auto* paused = std::get_if<Paused>(&event)) {
        paused->concerns == Concerns::account ? gateway_.account_paused(std::move(paused->pause))
                                              : bind_.in_trouble(std::move(paused->pause));
    } else if (std::holds_alternative<SlotsFree>(event)) {
        events.ready();
    } else if (auto* late = std::get_if<AnsweredLate>(&event)) {
        events.answered_late(late->key, std::move(late->outcome));
    } else if (auto* looked_up = std::get_if<LookedUp>(&event)) {
        gateway_.looked_up(looked_up->token, std::move(looked_up->answer));
    } else if (auto* dropped = std::get_if<Dropped>(&event)) {
        end(std::move(dropped->why));
    }
}

void SmppGateway::Link::end(std::optional<send::Pause> why) {
    if (over_) {
        return;
    }
    over_ = true;
    if (why) {
        // Before the outcomes, so that nobody asks for slots meanwhile.
        bind_.in_trouble(std::move(*why));
    }
    if (writing_) {
        stream_->abort(); // a write that hangs must not hold up the outcomes
    }
    to_write_.wake();
    to_keep_.wake();
    to_read_.wake();
    time_changed_.wake();
}

}
