#pragma once
// One SMTP connection (RFC 5321 with STARTTLS, AUTH, PIPELINING, SIZE, 8BITMIME, SMTPUTF8, DSN,
// ENHANCEDSTATUSCODES), without the socket: bytes in, replies in the outlet. Threads: one.
#include "base/clock.hpp"
#include "simulator/ledger/ledger.hpp"
#include "simulator/outlet.hpp"
#include "simulator/rules/rules.hpp"
#include "simulator/world.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cohort::simulator::mail {

enum class SignIn { optional, required };

struct MailOptions {
    std::string own_name = "simulator.invalid";
    std::string user = {};     // empty: anybody
    std::string password = {}; // empty: any
    SignIn sign_in = SignIn::optional;
};

inline constexpr std::size_t message_bytes_max = 10 * 1024 * 1024;
inline constexpr std::size_t recipients_max = 100;

struct Post {
    Ledger& ledger;
    Rules& rules;
    World& world;
    const Clock& clock;
    const MailOptions& options;
};

// "550 5.1.1 No such mailbox"
std::string refusal(int code);

class Session {
public:
    Session(Post post, std::uint64_t id);

    void receive(std::string_view bytes);

    // A rule wants the replies so far to wait this long; then go_on() before anything else.
    std::int64_t pause_ms() const { return pause_ms_; }

    void go_on();

    // The client may begin its handshake once the outlet is empty.
    bool wants_tls() const { return wants_tls_; }

    void tls_began();

    Outlet& outlet() { return outlet_; }

private:
    enum class Awaits { command, sign_in_plain, sign_in_user, sign_in_password, data };

    struct Recipient {
        std::string address;
        Rule rule; // `delivered` when there is none
    };

    void work();
    bool take_data();
    void line(std::string_view line);
    void command(std::string_view verb, std::string_view rest);
    void hello(std::string_view verb);
    void start_tls();
    void sign_in(std::string_view rest);
    void sign_in_line(std::string_view line);
    void check_sign_in(std::string_view user, std::string_view password);
    void mail_from(std::string_view rest);
    void recipient(std::string_view rest);
    void finish_message();
    void store(const Recipient& to, int status, bool taken, std::string_view refusal);
    void reset();
    void reply(std::string_view text, std::uint64_t n = 0);

    Post post_;
    std::uint64_t id_;
    Outlet outlet_;
    std::string in_;
    Awaits awaits_ = Awaits::command;
    bool greeted_ = false;
    bool encrypted_ = false;
    bool wants_tls_ = false;
    bool signed_in_ = false;
    std::string user_;
    std::int64_t pause_ms_ = 0;
    bool has_sender_ = false;
    std::string sender_;
    std::vector<Recipient> recipients_;
    std::string data_;
    bool too_large_ = false;
};

}
