// The part of the conversation before the first message: greeting, EHLO, STARTTLS, AUTH.
#include "edge/smtp/base64.hpp"
#include "edge/smtp/session.hpp"

#include <fmt/core.h>

namespace cohort::smtp {

void Session::answered_opening(Command command, const Reply& reply) {
    switch (command) {
    case Command::greeting:
        if (reply.code != 220) {
            return fail(judge_opening(Opening::greeting, reply));
        }
        return ask(Command::ehlo, fmt::format("EHLO {}", options_.ehlo_name));
    case Command::ehlo:
        return answered_ehlo(reply);
    case Command::auth:
        return answered_auth(reply);
    default:
        break;
    }
    if (reply.code != 220) {
        return fail(judge_opening(Opening::starttls, reply));
    }
    if (reader_.holds_more()) {
        // Answers sent in clear ahead of TLS would be read as if the server had said them under
        // TLS.
        return fail({"gateway.tls_failed", "bytes before TLS", true});
    }
    state_ = State::wants_tls;
}

void Session::answered_ehlo(const Reply& reply) {
    if (!reply.positive()) {
        return fail(judge_opening(Opening::ehlo, reply));
    }
    capabilities_ = read_capabilities(reply);
    if (options_.security == Security::starttls_required && !secured_) {
        if (!capabilities_.starttls) {
            return fail({"gateway.tls_not_offered", "EHLO", true});
        }
        return ask(Command::starttls, "STARTTLS");
    }
    if (options_.login) {
        return log_in();
    }
    state_ = State::ready;
    advance();
}

void Session::tls_established() {
    COHORT_ENSURE(state_ == State::wants_tls, "TLS that nobody asked for");
    state_ = State::opening;
    secured_ = true;
    capabilities_ = {}; // RFC 3207 §4.2: what was said in clear is forgotten
    ask(Command::ehlo, fmt::format("EHLO {}", options_.ehlo_name));
}

void Session::log_in() {
    const auto& login = *options_.login;
    if (login.by == Login::By::access_token) {
        return log_in_by_token(login);
    }
    if (capabilities_.auth_plain) {
        const auto words =
            fmt::format("{}{}{}{}", '\0', login.username, '\0', login.secret.reveal());
        return ask(Command::auth, "AUTH PLAIN " + base64(words));
    }
    if (capabilities_.auth_login) {
        return ask(Command::auth, "AUTH LOGIN");
    }
    fail({"gateway.login_not_offered", "EHLO", true});
}

void Session::log_in_by_token(const Login& login) {
    if (!capabilities_.auth_xoauth2) {
        return fail({"gateway.login_not_offered", "EHLO", true});
    }
    const auto words =
        fmt::format("user={}\1auth=Bearer {}\1\1", login.username, login.secret.reveal());
    ask(Command::auth, "AUTH XOAUTH2 " + base64(words));
}

void Session::answered_auth(const Reply& reply) {
    if (reply.positive()) {
        state_ = State::ready;
        return advance();
    }
    const auto word = next_login_word(reply);
    if (!word) {
        return fail(judge_opening(Opening::auth, reply));
    }
    ++login_step_;
    ask(Command::auth, base64(*word));
}

// AUTH LOGIN asks twice, for the name and for the password; what it says while asking does not
// matter. XOAUTH2 asks only to say what is wrong with the token, and refuses after an empty line.
std::optional<std::string> Session::next_login_word(const Reply& reply) {
    const auto& login = *options_.login;
    if (reply.code != 334) {
        return std::nullopt;
    }
    if (login.by == Login::By::access_token) {
        return login_step_ == 0 ? std::optional<std::string>{""} : std::nullopt;
    }
    if (capabilities_.auth_plain || login_step_ >= 2) {
        return std::nullopt;
    }
    return login_step_ == 0 ? login.username : login.secret.reveal();
}

}
