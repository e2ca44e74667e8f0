#include "edge/smtp/session.hpp"

#include "edge/smtp/mime/header_text.hpp"
#include "edge/smtp/transparency.hpp"
#include "edge/smtp/xtext.hpp"

#include <fmt/core.h>

#include <utility>

namespace cohort::smtp {

namespace {

constexpr std::size_t envelope_id_octets_max = 100; // RFC 3461 §4.4
// After the latest time to begin: the mark is 110 s old then, and is stated as in doubt at 120 s.
constexpr Milliseconds text_wait = std::chrono::seconds{100};

send::Pause not_understood(const char* detail) {
    return {"gateway.answer_unreadable", detail, false};
}

}

Session::Session(SessionOptions options)
    : options_(std::move(options)), secured_(options_.security == Security::implicit_tls) {
    expected_.push_back({Command::greeting, 0});
}

std::size_t Session::room() const {
    const std::size_t most = capabilities_.pipelining ? 2 : 1;
    const bool taking = state_ == State::ready && !quitting_;
    return taking && open_.size() < most ? most - open_.size() : 0;
}

void Session::take(Outgoing letter) {
    COHORT_ENSURE(room() > 0, "a message too many");
    ++progress_;
    const auto refuse = [&](const char* reason) {
        ended_.push_back(
            {letter.key, send::Refused{reason, "not offered", send::Refused::For::good}}
        );
    };
    if (needs_utf8(letter) && !capabilities_.smtputf8) {
        return refuse("email.address_needs_smtputf8");
    }
    const auto size = letter.message.size();
    if (capabilities_.size_max.value_or(0) > 0 && size > *capabilities_.size_max) {
        return refuse("email.message_too_large");
    }
    auto& message = open_.emplace_back();
    message.letter = std::move(letter);
    message.size = size;
    advance();
}

void Session::quit() {
    if (!quitting_) {
        quitting_ = true;
        ++progress_;
        advance();
    }
}

void Session::cut(Cut why) {
    if (state_ == State::over) {
        return;
    }
    state_ = State::over;
    switch (why) {
    case Cut::connection_lost:
        return end_all("gateway.connection_lost", "email.connection_cut");
    case Cut::time_out:
        return end_all("gateway.no_answer", "email.no_answer");
    case Cut::stopping:
        return end_all("gateway.stopping", "email.stopped_waiting");
    }
}

bool Session::heed(Milliseconds uptime) {
    const auto late = std::erase_if(open_, [&](Open& message) {
        const bool too_late = message.stage == Stage::waiting && message.letter.begin_by < uptime;
        if (too_late) {
            ended_.push_back(
                {message.letter.key,
                 send::NotSent{"gateway.busy", "not begun in time", std::nullopt}}
            );
        }
        return too_late;
    });
    if (open_.empty() || open_.front().letter.begin_by == Milliseconds::max()) {
        return late > 0;
    }
    const Open& front = open_.front();
    const bool leaves = !front.dot_at || !has_left(*front.dot_at);
    if (!front.told && leaves && front.letter.begin_by + text_wait < uptime) {
        cut(Cut::time_out);
        return true;
    }
    return late > 0;
}

std::string Session::next_piece(std::size_t bytes_max) {
    auto piece = outbox_.substr(0, bytes_max);
    outbox_.erase(0, piece.size());
    handed_over_ += piece.size();
    return piece;
}

Session::Wait Session::waiting_for() const {
    if (expected_.empty()) {
        return Wait::idle;
    }
    switch (expected_.front().command) {
    case Command::greeting:
        return Wait::greeting;
    case Command::final_dot:
        return Wait::final_answer;
    default:
        return Wait::command;
    }
}

std::vector<Ended> Session::take_ended() {
    return std::exchange(ended_, {});
}

void Session::ask(Command command, std::string_view line) {
    outbox_.append(line).append("\r\n");
    expected_.push_back({command, handed_over_ + outbox_.size()});
}

// Starts whatever may start now.
void Session::advance() {
    if (state_ != State::ready) {
        return;
    }
    if (quitting_ && idle()) {
        return ask(Command::quit, "QUIT");
    }
    if (!open_.empty() && open_.front().stage == Stage::waiting) {
        begin(open_.front());
    }
    const bool behind =
        open_.size() == 2 && capabilities_.pipelining && open_.front().stage == Stage::text;
    if (behind && open_.back().stage == Stage::waiting) {
        begin(open_.back());
    }
}

void Session::begin(Open& message) {
    message.stage = Stage::commands;
    ask(Command::mail, mail_command(message));
    if (capabilities_.pipelining) {
        ask(Command::rcpt, rcpt_command(message.letter));
        ask(Command::data, "DATA");
    }
}

std::string Session::mail_command(const Open& message) const {
    auto mail = fmt::format("MAIL FROM:<{}>", message.letter.from);
    if (capabilities_.size_max) {
        mail += fmt::format(" SIZE={}", message.size);
    }
    if (needs_utf8(message.letter)) {
        mail += capabilities_.eight_bit_mime ? " BODY=8BITMIME SMTPUTF8" : " SMTPUTF8";
    }
    if (capabilities_.dsn) {
        // The headers are enough to know the letter again; its text is the patient's.
        mail += " RET=HDRS";
        const auto id = xtext(message.letter.reference);
        mail += !id.empty() && id.size() <= envelope_id_octets_max ? " ENVID=" + id : "";
    }
    return mail;
}

std::string Session::rcpt_command(const Outgoing& letter) const {
    auto rcpt = fmt::format("RCPT TO:<{}>", letter.to);
    if (capabilities_.dsn) {
        rcpt +=
            options_.success_reports ? " NOTIFY=SUCCESS,FAILURE,DELAY" : " NOTIFY=FAILURE,DELAY";
        // RFC 6533 has another form for an address outside US-ASCII; the report names it anyway.
        rcpt += mime::is_ascii(letter.to) ? " ORCPT=rfc822;" + xtext(letter.to) : "";
    }
    return rcpt;
}

void Session::received(std::string_view bytes) {
    reader_.append(bytes);
    Reply reply;
    while (state_ == State::opening || state_ == State::ready) {
        const auto found = reader_.next(reply);
        if (found == ReplyReader::State::incomplete) {
            return;
        }
        if (found == ReplyReader::State::unreadable) {
            return fail(not_understood("not a reply"));
        }
        ++progress_;
        const bool asked = !expected_.empty() && has_left(expected_.front().asked_at);
        if (reply.code == 421) {
            return leave_taken(
                reply, asked ? std::optional{expected_.front().command} : std::nullopt
            );
        }
        if (!asked) {
            // An answer to nothing would be taken for the answer to the next command, and a text
            // that was refused for one that was accepted.
            return fail(not_understood("a reply nobody asked for"));
        }
        const auto command = expected_.front().command;
        expected_.pop_front();
        answered(command, reply);
    }
}

void Session::answered(Command command, const Reply& reply) {
    switch (command) {
    case Command::greeting:
    case Command::ehlo:
    case Command::starttls:
    case Command::auth:
        return answered_opening(command, reply);
    case Command::mail:
        return answered_mail(reply);
    case Command::rcpt:
        return answered_rcpt(reply);
    case Command::data:
        return answered_data(reply);
    case Command::final_dot:
        return answered_dot(reply);
    case Command::lone_dot: // the message it would have ended has been refused already, to nobody
        open_.pop_front();
        return advance();
    case Command::rset:
        return reply.positive() ? advance() : fail(not_understood("RSET"));
    case Command::quit:
        state_ = State::over;
    }
}

void Session::answered_mail(const Reply& reply) {
    if (reply.intermediate()) {
        return fail(not_understood("MAIL"));
    }
    auto& message = open_.front();
    if (reply.negative()) {
        message.refusal = judge(Phase::mail, reply);
    }
    if (capabilities_.pipelining) {
        return; // RCPT and DATA are on their way
    }
    if (message.refusal) {
        return forget_refused();
    }
    ask(Command::rcpt, rcpt_command(message.letter));
}

void Session::answered_rcpt(const Reply& reply) {
    if (reply.intermediate()) {
        return fail(not_understood("RCPT"));
    }
    auto& message = open_.front();
    message.recipient_taken = reply.positive();
    if (reply.negative() && !message.refusal) {
        message.refusal = judge(Phase::rcpt, reply);
    }
    if (capabilities_.pipelining) {
        return;
    }
    if (message.refusal) {
        return forget_refused();
    }
    ask(Command::data, "DATA");
}

void Session::answered_data(const Reply& reply) {
    auto& message = open_.front();
    if (reply.positive()) {
        return fail(not_understood("DATA"));
    }
    if (reply.negative()) {
        if (!message.refusal) {
            message.refusal = judge(Phase::data, reply);
        }
        return forget_refused();
    }
    if (!message.refusal) {
        return send_text(message);
    }
    if (message.recipient_taken) {
        // MAIL was refused and RCPT was not: a dot now could send the patient an empty message.
        return fail(not_understood("DATA after a refused MAIL"));
    }
    // RFC 2920 §3.1: with no recipient left the client sends a single dot. It can reach nobody.
    end_front(*message.refusal);
    message.stage = Stage::text;
    ask(Command::lone_dot, ".");
    advance();
}

void Session::send_text(Open& message) {
    append_transparent(outbox_, message.letter.message);
    message.stage = Stage::text;
    message.dot_at = handed_over_ + outbox_.size();
    expected_.push_back({Command::final_dot, *message.dot_at});
    advance();
}

void Session::answered_dot(const Reply& reply) {
    if (reply.intermediate()) {
        return fail(not_understood("message"));
    }
    end_front(
        reply.positive() ? Verdict{send::Accepted{{open_.front().letter.reference}}}
                         : judge(Phase::final_dot, reply)
    );
    open_.pop_front();
    advance();
}

// The server has no message of ours: its buffers are cleared before the next begins.
void Session::forget_refused() {
    end_front(*open_.front().refusal);
    open_.pop_front();
    ask(Command::rset, "RSET");
    if (capabilities_.pipelining) {
        advance();
    }
}

std::optional<Phase> Session::phase_of(std::optional<Command> command) {
    switch (command.value_or(Command::quit)) {
    case Command::mail:
        return Phase::mail;
    case Command::rcpt:
        return Phase::rcpt;
    case Command::data:
        return Phase::data;
    case Command::final_dot:
        return Phase::final_dot;
    default:
        return std::nullopt;
    }
}

// RFC 5321 §3.8: 421 may come at any time, also in place of an answer, and is then a "no" like any
// 4xx.
void Session::leave_taken(const Reply& reply, std::optional<Command> command) {
    const auto phase = phase_of(command);
    const bool was_idle = idle();
    if (phase) {
        auto& message = open_.front();
        end_front(message.refusal.value_or(judge(*phase, reply)));
    }
    if (was_idle && state_ == State::ready) {
        state_ = State::over; // it closes what nobody uses
        return;
    }
    fail({"gateway.throttled", reply_detail(reply), false});
}

void Session::end_front(Verdict verdict) {
    auto& message = open_.front();
    COHORT_ENSURE(!message.told, "an attempt that ends twice");
    message.told = true;
    ended_.push_back({message.letter.key, std::move(verdict.outcome), verdict.effect});
}

void Session::fail(send::Pause fault) {
    state_ = State::over;
    end_all(fault.reason, "email.answer_unreadable");
    fault_ = std::move(fault);
}

void Session::end_all(const std::string& not_sent, const char* in_doubt) {
    for (auto& message : std::exchange(open_, {})) {
        if (message.told) {
            continue;
        }
        Verdict verdict{send::NotSent{not_sent, "before the final dot", std::nullopt}};
        if (message.refusal) {
            verdict = *message.refusal;
        } else if (message.dot_at && has_left(*message.dot_at)) {
            verdict.outcome = send::InDoubt{in_doubt, "after the final dot"};
        }
        ended_.push_back({message.letter.key, std::move(verdict.outcome), verdict.effect});
    }
    expected_.clear();
    outbox_.clear();
}

bool Session::needs_utf8(const Outgoing& letter) const {
    return !mime::is_ascii(letter.to) || !mime::is_ascii(letter.from);
}

}
