#include "simulator/mail/session.hpp"

#include "simulator/mail/mime.hpp"
#include "simulator/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cohort::simulator::mail {

namespace {

constexpr std::size_t line_bytes_max = 4096;

// `FROM:<a@b> SIZE=1` → a@b and SIZE=1. Nothing when it has no such shape.
std::optional<std::pair<std::string, std::string>>
path_and_parameters(std::string_view text, std::string_view keyword) {
    if (text.size() < keyword.size()
        || !same_ignoring_case(text.substr(0, keyword.size()), keyword)) {
        return std::nullopt;
    }
    text = trim(text.substr(keyword.size()));
    const auto end = text.find('>');
    if (!text.starts_with('<') || end == std::string_view::npos) {
        return std::nullopt;
    }
    return std::pair{valid_utf8(text.substr(1, end - 1)), std::string(trim(text.substr(end + 1)))};
}

std::size_t announced_size(std::string_view parameters) {
    const std::string small = lower(parameters);
    const auto at = small.find("size=");
    std::size_t size = 0;
    if (at != std::string::npos) {
        std::from_chars(small.data() + at + 5, small.data() + small.size(), size);
    }
    return size;
}

}

std::string refusal(int code) {
    switch (code) {
    case 421:
        return "421 4.3.2 Service not available, closing the line";
    case 450:
        return "450 4.2.1 Mailbox busy";
    case 451:
        return "451 4.3.0 Try again later";
    case 452:
        return "452 4.2.2 Mailbox full";
    case 550:
        return "550 5.1.1 No such mailbox";
    case 552:
        return "552 5.2.2 Mailbox full";
    case 554:
        return "554 5.6.0 Message refused";
    default:
        break;
    }
    const std::string number = std::to_string(code);
    return number + (code < 500 ? " 4.0.0 Not now" : " 5.0.0 Refused");
}

Session::Session(Post post, std::uint64_t id) : post_(post), id_(id) {
    reply("220 " + post_.options.own_name + " ESMTP Cohort simulator");
}

void Session::reply(std::string_view text, std::uint64_t n) {
    outlet_.hold(n, std::string(text) + "\r\n");
}

void Session::receive(std::string_view bytes) {
    in_ += bytes;
    work();
}

void Session::go_on() {
    pause_ms_ = 0;
    work();
}

void Session::tls_began() {
    // RFC 3207 §4.2: everything learned before is forgotten.
    wants_tls_ = false;
    encrypted_ = true;
    greeted_ = false;
    signed_in_ = false;
    reset();
}

void Session::work() {
    while (!outlet_.ended() && pause_ms_ == 0 && !wants_tls_) {
        if (awaits_ == Awaits::data) {
            if (!take_data()) {
                return;
            }
            continue;
        }
        const auto end = in_.find("\r\n");
        if (end == std::string::npos) {
            if (in_.size() > line_bytes_max) {
                reply("500 5.5.2 Line too long");
                outlet_.end(0);
            }
            return;
        }
        const std::string one = in_.substr(0, end);
        in_.erase(0, end + 2);
        line(one);
    }
}

// True when the last dot came and was dealt with.
bool Session::take_data() {
    // The dot stands alone between two CRLF; the first may be the one that ended the DATA command.
    const bool at_once = data_.empty() && in_.starts_with(".\r\n");
    const auto end = at_once ? 0 : in_.find("\r\n.\r\n");
    const auto keep = [&](std::string_view piece) {
        if (data_.size() + piece.size() > message_bytes_max) {
            too_large_ = true;
        } else {
            data_ += piece;
        }
    };
    if (end == std::string::npos) {
        // All but what may be the beginning of the end.
        const std::size_t sure = in_.size() < 4 ? 0 : in_.size() - 4;
        keep(std::string_view(in_).substr(0, sure));
        in_.erase(0, sure);
        return false;
    }
    keep(std::string_view(in_).substr(0, at_once ? 0 : end + 2));
    in_.erase(0, end + (at_once ? 3 : 5));
    awaits_ = Awaits::command;
    finish_message();
    return true;
}

void Session::line(std::string_view line) {
    if (line.size() > line_bytes_max) {
        reply("500 5.5.2 Line too long");
        return;
    }
    if (awaits_ != Awaits::command) {
        sign_in_line(line);
        return;
    }
    const auto space = line.find(' ');
    const std::string verb = lower(line.substr(0, space));
    command(
        verb, space == std::string_view::npos ? std::string_view() : trim(line.substr(space + 1))
    );
}

void Session::command(std::string_view verb, std::string_view rest) {
    if (verb == "ehlo" || verb == "helo") {
        hello(verb);
    } else if (verb == "quit") {
        reply("221 2.0.0 Goodbye");
        outlet_.end(0);
    } else if (verb == "noop") {
        reply("250 2.0.0 Ok");
    } else if (verb == "rset") {
        reset();
        reply("250 2.0.0 Ok");
    } else if (verb == "vrfy") {
        reply("252 2.0.0 Send and see");
    } else if (!greeted_) {
        reply("503 5.5.1 Say EHLO first");
    } else if (verb == "starttls") {
        start_tls();
    } else if (verb == "auth") {
        sign_in(rest);
    } else if (verb == "mail") {
        mail_from(rest);
    } else if (verb == "rcpt") {
        recipient(rest);
    } else if (verb == "data") {
        if (recipients_.empty()) {
            reply(has_sender_ ? "554 5.5.1 No valid recipients" : "503 5.5.1 MAIL first");
        } else {
            reply("354 End with a dot on a line of its own");
            awaits_ = Awaits::data;
        }
    } else {
        reply("500 5.5.1 Command unknown");
    }
}

void Session::hello(std::string_view verb) {
    greeted_ = true;
    reset();
    if (verb == "helo") {
        reply("250 " + post_.options.own_name);
        return;
    }
    std::string text = "250-" + post_.options.own_name + "\r\n250-PIPELINING\r\n250-SIZE "
                       + std::to_string(message_bytes_max)
                       + "\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n";
    // Passwords never in clear, so AUTH is offered inside TLS only.
    text += encrypted_ ? "250-AUTH PLAIN LOGIN\r\n" : "250-STARTTLS\r\n";
    reply(text + "250 ENHANCEDSTATUSCODES");
}

void Session::start_tls() {
    if (encrypted_) {
        reply("503 5.5.1 TLS is on already");
        return;
    }
    // RFC 3207 §6 and CVE-2011-0411: what came in clear behind the command must not be read as if
    // it had come by TLS.
    in_.clear();
    wants_tls_ = true;
    reply("220 2.0.0 Go ahead");
}

void Session::sign_in(std::string_view rest) {
    if (!encrypted_) {
        reply("538 5.7.11 Encryption required: STARTTLS first");
        return;
    }
    if (signed_in_) {
        reply("503 5.5.1 Signed in already");
        return;
    }
    const auto space = rest.find(' ');
    const std::string how = lower(rest.substr(0, space));
    const auto initial =
        space == std::string_view::npos ? std::string_view() : trim(rest.substr(space + 1));
    if (how == "plain") {
        awaits_ = Awaits::sign_in_plain;
        if (initial.empty()) {
            reply("334 ");
            return;
        }
    } else if (how == "login") {
        awaits_ = Awaits::sign_in_user;
        if (initial.empty()) {
            reply("334 VXNlcm5hbWU6"); // "Username:"
            return;
        }
    } else {
        reply("504 5.5.4 PLAIN or LOGIN");
        return;
    }
    sign_in_line(initial);
}

void Session::sign_in_line(std::string_view line) {
    const Awaits asked = std::exchange(awaits_, Awaits::command);
    if (line == "*") {
        reply("501 5.7.0 Given up");
        return;
    }
    const std::string answer = decode_base64(line);
    if (asked == Awaits::sign_in_user) {
        user_ = answer;
        awaits_ = Awaits::sign_in_password;
        reply("334 UGFzc3dvcmQ6"); // "Password:"
        return;
    }
    if (asked == Awaits::sign_in_password) {
        check_sign_in(user_, answer);
        return;
    }
    // RFC 4616: authorisation identity NUL user NUL password.
    const auto first = answer.find('\0');
    const auto second = first == std::string::npos ? first : answer.find('\0', first + 1);
    if (second == std::string::npos) {
        reply("501 5.5.2 Not understood");
        return;
    }
    const std::string_view view(answer);
    check_sign_in(view.substr(first + 1, second - first - 1), view.substr(second + 1));
}

void Session::check_sign_in(std::string_view user, std::string_view password) {
    const MailOptions& options = post_.options;
    const bool right = (options.user.empty() || user == options.user)
                       && (options.password.empty() || password == options.password);
    if (!right) {
        reply("535 5.7.8 User or password not right");
        return;
    }
    signed_in_ = true;
    user_ = valid_utf8(user);
    reply("235 2.7.0 Signed in");
}

void Session::mail_from(std::string_view rest) {
    if (post_.options.sign_in == SignIn::required && !signed_in_) {
        reply("530 5.7.0 Sign in first");
        return;
    }
    const auto path = path_and_parameters(rest, "from:");
    if (!path) {
        reply("501 5.5.4 MAIL FROM:<address>");
        return;
    }
    if (has_sender_) {
        reply("503 5.5.1 One message at a time");
        return;
    }
    if (announced_size(path->second) > message_bytes_max) {
        reply("552 5.3.4 Message too big");
        return;
    }
    has_sender_ = true;
    sender_ = path->first;
    reply("250 2.1.0 Ok");
}

void Session::recipient(std::string_view rest) {
    const auto path = path_and_parameters(rest, "to:");
    if (!has_sender_ || !path) {
        reply(has_sender_ ? "501 5.5.4 RCPT TO:<address>" : "503 5.5.1 MAIL first");
        return;
    }
    const auto at = path->first.find('@');
    if (at == 0 || at == std::string::npos || at + 1 == path->first.size()) {
        reply("501 5.1.3 Not an address");
        return;
    }
    if (recipients_.size() >= recipients_max) {
        reply("452 4.5.3 Too many recipients");
        return;
    }
    Recipient to{lower(path->first), Rule{}};
    const Asked asked{.channel = Channel::mail, .to = to.address};
    if (const Rule* rule = post_.rules.decide(asked)) {
        to.rule = *rule;
    }
    if (to.rule.action == Action::refuse) {
        const int code = to.rule.code == 0 ? 550 : to.rule.code;
        store(to, code, false, refusal(code));
        if (code == 421) {
            outlet_.end(post_.ledger.last());
        }
        return;
    }
    recipients_.push_back(std::move(to));
    reply("250 2.1.5 Ok");
}

void Session::reset() {
    has_sender_ = false;
    sender_.clear();
    recipients_.clear();
    data_.clear();
    too_large_ = false;
}

}
