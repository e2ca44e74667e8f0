#pragma once
// One conversation as a server that takes bounces, by SMTP (RFC 5321) or LMTP (RFC 2033), whichever
// greeting comes; without any I/O. It takes mail for addresses of ours only, and says 250 to a mail
// only when the caller has said that what it says is kept. Pure, and bounded whatever comes: a peer
// that goes on talking nonsense is shown the door. Threads: none; the caller's.
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp::inbound {

struct ServerOptions {
    std::string own_name;
    std::function<bool(std::string_view address)> is_ours;
    std::size_t message_bytes_max = 1024 * 1024; // ours are far smaller, also when given back whole
};

struct Arrived {
    std::vector<std::string> recipients; // one or more, each ours
    std::string text;                    // dots as they were before doubling
};

class ServerSession {
public:
    static constexpr std::size_t recipients_max = 10; // a bounce has one
    static constexpr std::size_t faults_max = 10;
    static constexpr std::size_t mails_max = 1'000; // of one connection

    explicit ServerSession(ServerOptions options);

    void received(std::string_view bytes);

    // A whole mail. Until kept() is called the conversation stands still.
    std::optional<Arrived> take_arrived();
    void kept(bool all);

    std::string take_output();

    // What is said has been said; hang up.
    bool over() const { return over_; }

private:
    void go_on();
    bool take_command_line();
    bool take_text_line();
    void end_text();
    void command(std::string_view line);
    void greet(std::string_view verb);
    void mail_from(std::string_view rest);
    void rcpt_to(std::string_view rest);
    void begin_data();
    void say(std::string_view line);
    void fault(std::string_view line);
    void reset();

    ServerOptions options_;
    std::string in_;
    std::string out_;
    bool greeted_ = false;
    bool lmtp_ = false;
    bool has_sender_ = false;
    bool in_text_ = false;
    bool waiting_ = false; // for kept()
    bool over_ = false;
    bool too_large_ = false;
    std::size_t faults_ = 0;
    std::size_t mails_ = 0;
    std::size_t recipients_ = 0; // of the mail that is being kept
    Arrived arriving_;
    std::optional<Arrived> arrived_;
};

}
