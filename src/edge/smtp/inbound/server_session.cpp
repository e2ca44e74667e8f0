#include "edge/smtp/inbound/server_session.hpp"

#include "base/ensure.hpp"
#include "edge/smtp/lower_case.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace cohort::smtp::inbound {

namespace {

constexpr std::size_t line_bytes_max = 2 * 1024; // RFC 5321 asks for 512 and room for extensions

// "<a@b>" at the front, or "<>"; nothing where there is none. Source routes are not known here.
std::optional<std::string_view> path_in(std::string_view text) {
    const auto start = text.find_first_not_of(' ');
    if (start == std::string_view::npos || text[start] != '<') {
        return std::nullopt;
    }
    const auto end = text.find('>', start);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    return text.substr(start + 1, end - start - 1);
}

}

ServerSession::ServerSession(ServerOptions options) : options_(std::move(options)) {
    say(fmt::format("220 {} ready", options_.own_name));
}

void ServerSession::received(std::string_view bytes) {
    in_ += bytes;
    go_on();
}

void ServerSession::go_on() {
    bool moved = true;
    while (moved && !waiting_ && !over_) {
        moved = in_text_ ? take_text_line() : take_command_line();
    }
}

bool ServerSession::take_command_line() {
    const auto end = in_.find("\r\n");
    if (std::min(end, in_.size()) > line_bytes_max) {
        say("500 5.5.2 Line too long");
        over_ = true; // nobody knows where the next command would begin
        return false;
    }
    if (end == std::string::npos) {
        return false;
    }
    const auto line = in_.substr(0, end);
    in_.erase(0, end + 2);
    command(line);
    return true;
}

// Only CRLF ends a line here, so that no bare one can end a text early.
bool ServerSession::take_text_line() {
    const auto end = in_.find("\r\n");
    if (end == std::string::npos) {
        // What a line brings beyond the limit is not kept while its end is awaited.
        if (in_.size() > options_.message_bytes_max) {
            too_large_ = true;
            in_.erase(0, in_.size() - 1);
        }
        return false;
    }
    std::string_view line = std::string_view{in_}.substr(0, end);
    const bool last = line == ".";
    if (!last) {
        line.remove_prefix(line.starts_with('.') ? 1 : 0);
        too_large_ =
            too_large_ || arriving_.text.size() + line.size() + 2 > options_.message_bytes_max;
        if (!too_large_) {
            arriving_.text.append(line).append("\r\n");
        }
    }
    in_.erase(0, end + 2);
    if (last) {
        end_text();
    }
    return true;
}

void ServerSession::end_text() {
    in_text_ = false;
    ++mails_;
    recipients_ = arriving_.recipients.size();
    if (too_large_) {
        for (std::size_t i = 0; i < (lmtp_ ? recipients_ : 1); ++i) {
            say("552 5.3.4 Too large");
        }
        return reset();
    }
    waiting_ = true;
    arrived_ = std::exchange(arriving_, {});
}

std::optional<Arrived> ServerSession::take_arrived() {
    return std::exchange(arrived_, std::nullopt);
}

void ServerSession::kept(bool all) {
    COHORT_ENSURE(waiting_, "kept what never came");
    waiting_ = false;
    // RFC 2033 §4.2: one answer for each recipient.
    for (std::size_t i = 0; i < (lmtp_ ? recipients_ : 1); ++i) {
        say(all ? "250 2.0.0 Kept" : "451 4.3.0 Not kept, try again later");
    }
    reset();
    if (mails_ >= mails_max) {
        say("421 4.7.0 Enough for one connection");
        over_ = true;
    }
    go_on();
}

std::string ServerSession::take_output() {
    return std::exchange(out_, {});
}

void ServerSession::command(std::string_view line) {
    const auto space = line.find(' ');
    const auto verb = lower_case(line.substr(0, space));
    const auto rest = space == std::string_view::npos ? "" : line.substr(space + 1);
    if (verb == "ehlo" || verb == "helo" || verb == "lhlo") {
        greet(verb);
    } else if (verb == "mail") {
        mail_from(rest);
    } else if (verb == "rcpt") {
        rcpt_to(rest);
    } else if (verb == "data") {
        begin_data();
    } else if (verb == "rset") {
        reset();
        say("250 2.0.0 Ok");
    } else if (verb == "noop") {
        say("250 2.0.0 Ok");
    } else if (verb == "vrfy") {
        say("252 2.5.0 Send it and see");
    } else if (verb == "quit") {
        say("221 2.0.0 Bye");
        over_ = true;
    } else {
        fault("502 5.5.1 Not known here");
    }
}

void ServerSession::greet(std::string_view verb) {
    reset();
    greeted_ = true;
    lmtp_ = verb == "lhlo";
    if (verb == "helo") {
        return say(fmt::format("250 {}", options_.own_name));
    }
    say(fmt::format("250-{}", options_.own_name));
    for (const auto* extension : {"PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"}) {
        say(fmt::format("250-{}", extension));
    }
    say(fmt::format("250 SIZE {}", options_.message_bytes_max));
}

void ServerSession::mail_from(std::string_view rest) {
    const bool named = lower_case(rest.substr(0, 5)) == "from:" && path_in(rest.substr(5));
    if (!greeted_ || has_sender_) {
        return fault("503 5.5.1 Not now");
    }
    if (!named) {
        return fault("501 5.5.4 MAIL FROM:<address>");
    }
    has_sender_ = true; // whose it is does not matter: most bounces have none
    say("250 2.1.0 Ok");
}

void ServerSession::rcpt_to(std::string_view rest) {
    if (!has_sender_) {
        return fault("503 5.5.1 MAIL first");
    }
    const auto path =
        lower_case(rest.substr(0, 3)) == "to:" ? path_in(rest.substr(3)) : std::nullopt;
    if (!path) {
        return fault("501 5.5.4 RCPT TO:<address>");
    }
    if (!options_.is_ours(*path)) {
        return fault("550 5.1.1 Nobody here by that name");
    }
    if (arriving_.recipients.size() >= recipients_max) {
        return fault("452 4.5.3 Too many recipients");
    }
    arriving_.recipients.emplace_back(*path);
    say("250 2.1.5 Ok");
}

void ServerSession::begin_data() {
    if (arriving_.recipients.empty()) {
        return fault("503 5.5.1 RCPT first");
    }
    in_text_ = true;
    say("354 Go on");
}

void ServerSession::say(std::string_view line) {
    out_.append(line).append("\r\n");
}

void ServerSession::fault(std::string_view line) {
    say(line);
    if (++faults_ >= faults_max) {
        say("421 4.7.0 Too many errors");
        over_ = true;
    }
}

void ServerSession::reset() {
    has_sender_ = false;
    too_large_ = false;
    arriving_ = {};
}

}
