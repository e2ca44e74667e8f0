#include "edge/smtp/lane.hpp"

#include "base/failpoint.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace cohort::smtp {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t piece_bytes_max =
    64 * 1024; // a whole message and the next one's commands, nearly always
constexpr net::Duration parting_wait = 2s;
// After a failed write an answer may still be on its way; not for long.
constexpr net::Duration last_words_wait = 5s;

send::Pause pause_for(const Error& error) {
    const std::string_view code = error.code.text();
    const bool refused = code.starts_with("tls."); // a certificate is not mended by waiting
    return {
        refused ? "gateway.tls_failed" : "gateway.unreachable",
        error.detail.empty() ? std::string{code} : fmt::format("{}: {}", code, error.detail),
        refused
    };
}

}

Lane::Lane(
    const SmtpSettings& settings,
    Connector& connector,
    LaneOwner& owner,
    const Uptime& uptime,
    Executor executor,
    bool probes
)
    : settings_(settings), connector_(connector), owner_(owner), uptime_(uptime), probes_(probes),
      wake_(executor), output_(executor), watch_(executor), buffer_(4096) {}

Task<> Lane::run() {
    while (!stopping_) {
        const auto hold = owner_.hold();
        if (!wanted() || hold > 0ms) {
            co_await wake_.wait(hold > 0ms ? hold : look_again);
            continue;
        }
        opening_ = true;
        co_await connect_and_converse();
        opening_ = false;
    }
    end_waiting("gateway.stopping");
}

bool Lane::wanted() const {
    return use_ == Use::ours && (!waiting_.empty() || (probes_ && !owner_.healthy()));
}

std::size_t Lane::room() const {
    if (stopping_ || use_ == Use::others || !owner_.healthy()) {
        return 0;
    }
    if (session_) {
        const bool opening = session_->state() == Session::State::opening
                             || session_->state() == Session::State::wants_tls;
        return opening || write_broken_ ? 0 : session_->room();
    }
    return waiting_.empty() ? 1 : 0;
}

bool Lane::idle() const {
    return session_ && session_->idle();
}

void Lane::give(Outgoing letter) {
    COHORT_ENSURE(room() > 0, "a lane that has no room");
    if (!session_) {
        waiting_.push_back(std::move(letter));
        wake_.ring();
        return;
    }
    hand_over(std::move(letter));
    stepped();
}

// It may have waited too long, for its signature or for the connection.
void Lane::hand_over(Outgoing letter) {
    if (letter.begin_by < uptime_.now()) {
        owner_.ended({{letter.key, send::NotSent{"gateway.busy", "not begun in time", std::nullopt}}
        });
        return;
    }
    session_->take(std::move(letter));
}

void Lane::rest() {
    wake_.ring(); // what we hold off or wait for may have changed
    if (session_ && session_->state() == Session::State::ready) {
        session_->quit();
        stepped();
    }
}

void Lane::use(Use use) {
    use_ = use;
    if (use == Use::others) {
        end_waiting("gateway.paused");
        rest();
    } else {
        wake_.ring();
    }
}

void Lane::stop_politely() {
    stopping_ = true;
    rest();
}

void Lane::abort() {
    stopping_ = true;
    wake_.ring();
    end_waiting("gateway.stopping");
    if (session_) {
        leave(Cut::stopping);
    }
}

Task<Result<SessionOptions>> Lane::session_options() {
    SessionOptions options{
        settings_.ehlo_name, settings_.security, std::nullopt, settings_.success_reports
    };
    if (settings_.username.empty()) {
        co_return options;
    }
    if (!settings_.access_token) {
        options.login = Login{settings_.username, settings_.password};
        co_return options;
    }
    auto token = co_await owner_.access_token();
    if (!token.ok()) {
        co_return token.error();
    }
    options.login = Login{settings_.username, std::move(*token), Login::By::access_token};
    co_return options;
}

void Lane::not_connected(send::Pause why) {
    end_waiting(why.reason);
    owner_.failed(std::move(why));
}

Task<> Lane::connect_and_converse() {
    auto options = co_await session_options();
    if (!options.ok()) {
        not_connected({"gateway.token_unreadable", std::string{options.error().code.text()}, true});
        co_return;
    }
    auto stream = co_await connector_.connect();
    if (!stream.ok()) {
        not_connected(pause_for(stream.error()));
        co_return;
    }
    stream_ = std::move(*stream);
    session_ = std::make_unique<Session>(std::move(*options));
    write_broken_ = false;
    writing_ = false;
    progress_ = 0;
    deadline_ = Clock::now() + settings_.greeting_wait_max;
    try {
        if (!stopping_ && co_await open()) {
            co_await converse();
        }
    } catch (const std::exception&) {
        // Whatever went wrong, every attempt ends once, as far as it had come.
        leave(Cut::connection_lost);
    }
    leave(Cut::connection_lost);
    const bool fault = session_->fault().has_value();
    if (fault) {
        owner_.failed(*session_->fault());
    }
    end_waiting(fault ? session_->fault()->reason : "gateway.connection_lost");
    session_.reset();
    if (stream_) {
        co_await stream_->close(parting_wait);
        stream_.reset();
    }
    owner_.room_changed();
}

// Speaks in turn until messages can be sent. False: over, and the owner knows why.
Task<bool> Lane::open() {
    while (session_->state() != Session::State::ready) {
        if (session_->state() == Session::State::over) {
            co_return false;
        }
        if (session_->state() == Session::State::wants_tls) {
            const bool secured = co_await secure();
            if (!secured) {
                co_return false;
            }
        }
        const bool written = co_await write_output();
        const auto left = std::chrono::ceil<net::Duration>(deadline_ - Clock::now());
        const bool read = written && left > 0ms && co_await read_input(left);
        if (!read) {
            if (!stopping_) {
                owner_.failed(
                    {"gateway.unreachable",
                     written ? "no answer while opening" : "cut while opening",
                     false}
                );
            }
            co_return false;
        }
        set_deadline();
    }
    owner_.connected();
    co_return true;
}

Task<bool> Lane::secure() {
    auto plain = std::move(stream_);
    auto secured = co_await connector_.start_tls(std::move(plain));
    if (!secured.ok()) {
        owner_.failed(pause_for(secured.error()));
        co_return false;
    }
    stream_ = std::move(*secured);
    if (session_->state() != Session::State::wants_tls) {
        co_return false; // stopped meanwhile
    }
    session_->tls_established();
    deadline_ = Clock::now() + settings_.command_wait_max;
    co_return true;
}

Task<bool> Lane::write_output() {
    while (true) {
        if (session_->heed(uptime_.now())) {
            stepped();
        }
        if (!session_->has_output()) {
            break;
        }
        auto piece = session_->next_piece(piece_bytes_max);
        writing_ = true;
        const auto written = co_await stream_->write_all(piece, settings_.write_wait_max);
        writing_ = false;
        wipe(piece); // a password or a patient's message
        if (!written.ok()) {
            co_return false;
        }
        COHORT_FAILPOINT("smtp_after_write");
    }
    co_return true;
}

Task<bool> Lane::read_input(net::Duration limit) {
    const auto read = co_await stream_->read_some(buffer_, limit);
    if (!read.ok() || *read == 0) {
        co_return false;
    }
    session_->received({buffer_.data(), *read});
    co_return true;
}

// Both ways at once from here: the next message's commands leave while the last one's answer is
// awaited.
Task<> Lane::converse() {
    using namespace boost::asio::experimental::awaitable_operators;
    if (stopping_ || use_ == Use::others || owner_.hold() > 0ms) {
        end_waiting("gateway.paused"); // another lane met a fault while this one was connecting
        session_->quit();
    }
    while (!waiting_.empty() && session_->room() > 0) {
        auto letter = std::move(waiting_.front());
        waiting_.pop_front();
        hand_over(std::move(letter));
    }
    stepped();
    co_await (read_loop() && write_loop() && watch_loop());
}

Task<> Lane::read_loop() {
    while (session_->state() == Session::State::ready) {
        const bool read = co_await read_input(look_again);
        if (!read) {
            break;
        }
        stepped();
    }
    leave(Cut::connection_lost);
}

Task<> Lane::write_loop() {
    while (session_->state() == Session::State::ready) {
        const bool written = co_await write_output();
        if (!written) {
            write_broken_ = true;
            deadline_ = std::min(deadline_, Clock::now() + last_words_wait);
            watch_.ring();
            co_return;
        }
        co_await output_.wait(look_again);
    }
}

Task<> Lane::watch_loop() {
    while (session_->state() == Session::State::ready) {
        const auto left = std::chrono::ceil<net::Duration>(deadline_ - Clock::now());
        if (left > 0ms) {
            co_await watch_.wait(left);
            continue;
        }
        if (session_->idle() && session_->room() > 0 && !write_broken_) {
            session_->quit(); // nobody needs the connection
            stepped();
            continue;
        }
        leave(Cut::time_out);
    }
}

// After every change of the session: tells what ended, and lets the other loops look again.
void Lane::stepped() {
    if (auto attempts = session_->take_ended(); !attempts.empty()) {
        owner_.ended(std::move(attempts));
    }
    if (set_deadline()) {
        watch_.ring();
    }
    if (session_->has_output() || session_->state() == Session::State::over) {
        output_.ring();
    }
    owner_.room_changed();
}

// Anew after each whole answer, not after each byte: a server that drips gains no time.
bool Lane::set_deadline() {
    if (session_->progress() == progress_) {
        return false;
    }
    progress_ = session_->progress();
    const auto wait = [this] {
        switch (session_->waiting_for()) {
        case Session::Wait::greeting:
            return settings_.greeting_wait_max;
        case Session::Wait::command:
            return settings_.command_wait_max;
        case Session::Wait::final_answer:
            return settings_.final_answer_wait_max;
        case Session::Wait::idle:
            break;
        }
        return settings_.idle_max;
    }();
    deadline_ = Clock::now() + wait;
    return true;
}

// Ends the conversation, once.
void Lane::leave(Cut why) {
    const bool had_open = !session_->idle();
    const bool was_ready = session_->state() == Session::State::ready;
    session_->cut(why);
    if (was_ready && had_open && !stopping_ && why != Cut::stopping) {
        owner_.failed(
            {why == Cut::time_out ? "gateway.no_answer" : "gateway.connection_unsteady",
             "while sending",
             false}
        );
    }
    if (stream_ && (was_ready || writing_ || stopping_)) {
        stream_->abort();
    }
    watch_.ring();
    stepped();
}

void Lane::end_waiting(const std::string& reason) {
    std::vector<Ended> attempts;
    for (auto& letter : std::exchange(waiting_, {})) {
        attempts.push_back({letter.key, send::NotSent{reason, "not begun", std::nullopt}});
    }
    if (!attempts.empty()) {
        owner_.ended(std::move(attempts));
    }
}

}
