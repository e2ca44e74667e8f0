#pragma once
// One SMTP conversation as a client (RFC 5321, 2920, 3207, 3461, 4954, 6531), without any I/O:
// bytes come in, bytes and ended attempts come out. Where the bargain of flow/send/gateway.hpp is
// kept:
//   a message is *not sent* or *refused* while the last byte of its final dot has not been given to
//   a write, or when the server answered that dot with 4xx or 5xx; *accepted* on 2xx; in every
//   other case it is *in doubt*.
// Every message taken ends exactly once, at the latest in cut().
//
// With PIPELINING a second message may be taken while the first waits for its answer; its MAIL,
// RCPT and DATA then leave behind the first one's final dot (one round trip per message), but never
// its text: so whatever happens to the first, the second is certain not to have been sent. Threads:
// none; the caller's.
#include "base/secret.hpp"
#include "edge/smtp/capabilities.hpp"
#include "edge/smtp/outcome_table.hpp"
#include "edge/smtp/replies.hpp"
#include "flow/send/gateway.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace cohort::smtp {

enum class Security { starttls_required, implicit_tls, none_insecure };

struct Login {
    enum class By { password, access_token };

    std::string username;
    Password secret; // the one or the other
    By by = By::password;
};

struct SessionOptions {
    std::string ehlo_name;
    Security security = Security::starttls_required;
    std::optional<Login> login;
    // Where the relay offers DSN, failures and delays are always asked for; delivery only so.
    bool success_reports = false;
};

// One envelope with one recipient.
struct Outgoing {
    send::AttemptKey key;
    std::string from; // the envelope's, where bounces go
    std::string to;
    std::string message; // as mime::write_letter makes it
    // What Accepted tells: the Message-ID before its @. The envelope's id (RFC 3461) and the token
    // of its sender (verp.hpp) are made of it, so that a bounce leads back to it three ways.
    std::string reference;
    Milliseconds begin_by = Milliseconds::max(); // as the submission's
};

struct Ended {
    send::AttemptKey key;
    send::AttemptOutcome outcome;
    Effect effect = Effect::none;
};

// Why the caller gives a conversation up.
enum class Cut { connection_lost, time_out, stopping };

class Session {
public:
    enum class State { opening, wants_tls, ready, over };
    enum class Wait { greeting, command, final_answer, idle };

    explicit Session(SessionOptions options);

    State state() const { return state_; }

    void received(std::string_view bytes);
    // After wants_tls, when the connection has been turned into TLS.
    void tls_established();

    // How many messages take() accepts now.
    std::size_t room() const;
    // Requires: room() > 0.
    void take(Outgoing letter);

    // Ends politely when nothing is open any more; takes nothing from now on.
    void quit();
    // Right before next_piece, by the node's uptime: ends what may not begin to leave any more, and
    // gives the connection up where a text has waited so long for its turn that nobody may send it.
    // True when anything ended.
    bool heed(Milliseconds uptime);
    // The connection is gone, or is given up: every open message ends now.
    void cut(Cut why);

    // The next bytes to write, at most `bytes_max`; from this call on they count as handed over.
    std::string next_piece(std::size_t bytes_max);

    bool has_output() const { return !outbox_.empty(); }

    // What the conversation waits for, and how many answers and messages it has seen: when the
    // number has changed a new wait has begun.
    Wait waiting_for() const;

    std::uint64_t progress() const { return progress_; }

    bool idle() const { return open_.empty() && expected_.empty(); }

    std::vector<Ended> take_ended();

    // Set once over, if that was not by our own QUIT or the server's leave-taking while nothing was
    // open.
    const std::optional<send::Pause>& fault() const { return fault_; }

    const Capabilities& capabilities() const { return capabilities_; }

private:
    enum class Command {
        greeting,
        ehlo,
        starttls,
        auth,
        mail,
        rcpt,
        data,
        final_dot,
        lone_dot,
        rset,
        quit
    };
    enum class Stage { waiting, commands, text };

    struct Expected {
        Command command;
        std::uint64_t asked_at; // the answer cannot come before this many bytes have left
    };

    struct Open {
        Outgoing letter;
        std::size_t size = 0;
        Stage stage = Stage::waiting;
        bool recipient_taken = false;
        bool told = false; // its end has been given out
        std::optional<Verdict> refusal;
        std::optional<std::uint64_t> dot_at; // bytes that have left when the final dot has
    };

    void ask(Command command, std::string_view line);
    void advance();
    void begin(Open& message);
    std::string mail_command(const Open& message) const;
    std::string rcpt_command(const Outgoing& letter) const;

    void answered(Command command, const Reply& reply);
    void answered_opening(Command command, const Reply& reply);
    void answered_ehlo(const Reply& reply);
    void answered_auth(const Reply& reply);
    void answered_mail(const Reply& reply);
    void answered_rcpt(const Reply& reply);
    void answered_data(const Reply& reply);
    void answered_dot(const Reply& reply);
    void leave_taken(const Reply& reply, std::optional<Command> command);

    static std::optional<Phase> phase_of(std::optional<Command> command);
    void log_in();
    void log_in_by_token(const Login& login);
    std::optional<std::string> next_login_word(const Reply& reply);
    void send_text(Open& message);
    void forget_refused();
    void end_front(Verdict verdict);
    void fail(send::Pause fault);
    void end_all(const std::string& not_sent, const char* in_doubt);
    bool needs_utf8(const Outgoing& letter) const;

    bool has_left(std::uint64_t offset) const { return offset <= handed_over_; }

    SessionOptions options_;
    State state_ = State::opening;
    bool secured_ = false;
    bool quitting_ = false;
    int login_step_ = 0;
    Capabilities capabilities_;
    ReplyReader reader_;
    std::string outbox_;
    std::uint64_t handed_over_ = 0;
    std::uint64_t progress_ = 0;
    std::deque<Expected> expected_;
    std::deque<Open> open_; // answers to messages' commands are always about the first
    std::vector<Ended> ended_;
    std::optional<send::Pause> fault_;
};

}
