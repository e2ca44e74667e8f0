#pragma once
// For tests: an SMTP server without I/O that keeps a ledger of what it took. Line-based and written
// apart from the client, so that it can witness the client's claims.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp {

class ScriptedServer {
public:
    struct Options {
        bool pipelining = true;
        bool starttls = true;
        bool smtputf8 = false;
        bool dsn = false;
        std::string auth = "PLAIN LOGIN";
        std::string size = "1000000";
        // Instead of the usual answer to a line ("RCPT TO:<…>"), or to the whole message ("." as
        // the line).
        std::function<std::optional<std::string>(std::string_view line)> answer = {};
    };

    struct Mail {
        std::string from;
        std::vector<std::string> to;
        std::string text; // dots as they were before doubling
        bool taken;       // answered with 2xx
    };

    explicit ScriptedServer(Options options)
        : options_(std::move(options)), out_("220 test ESMTP\r\n") {}

    void receive(std::string_view bytes) {
        in_ += bytes;
        for (auto end = in_.find("\r\n"); end != std::string::npos && !closed;
             end = in_.find("\r\n")) {
            const auto line = in_.substr(0, end);
            in_.erase(0, end + 2);
            in_text_ ? take_text(line) : take_command(line);
        }
    }

    std::string take_output() { return std::exchange(out_, {}); }

    void tls_established() { tls = true; }

    std::vector<Mail> ledger; // every message whose final dot came
    std::vector<std::string> commands;
    bool tls = false;
    bool wants_tls = false;
    bool closed = false;

private:
    void say(std::string_view line) {
        out_.append(line).append("\r\n");
        closed = closed || line.starts_with("421") || line.starts_with("221");
    }

    void take_text(const std::string& line) {
        if (line != ".") {
            mail_.text += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
            return;
        }
        in_text_ = false;
        const auto scripted = options_.answer ? options_.answer(".") : std::nullopt;
        const auto reply = scripted.value_or("250 2.0.0 Ok: queued");
        mail_.taken = reply.starts_with('2');
        ledger.push_back(std::exchange(mail_, {}));
        say(reply);
    }

    void take_command(const std::string& line) {
        commands.push_back(line);
        const auto scripted = options_.answer ? options_.answer(line) : std::nullopt;
        if (scripted) {
            in_text_ = line == "DATA" && scripted->starts_with("354");
            return scripted->empty() ? void() : say(*scripted);
        }
        if (line.starts_with("EHLO")) {
            return greet();
        }
        if (line == "STARTTLS") {
            wants_tls = true;
            return say("220 go on");
        }
        if (line == "AUTH LOGIN") {
            login_ = 2;
            return say("334 VXNlcm5hbWU6");
        }
        if (login_ > 0) {
            return --login_ > 0 ? say("334 UGFzc3dvcmQ6") : say("235 2.7.0 ok");
        }
        if (line.starts_with("AUTH PLAIN")) {
            return say("235 2.7.0 ok");
        }
        if (line.starts_with("MAIL FROM:<")) {
            mail_ = {};
            mail_.from = line.substr(11, line.find('>') - 11);
            return say("250 2.1.0 ok");
        }
        if (line.starts_with("RCPT TO:<")) {
            mail_.to.push_back(line.substr(9, line.find('>') - 9));
            return say("250 2.1.5 ok");
        }
        if (line == "DATA") {
            in_text_ = !mail_.to.empty();
            return say(in_text_ ? "354 go on" : "554 5.5.1 no valid recipients");
        }
        if (line == "RSET") {
            mail_ = {};
            return say("250 2.0.0 ok");
        }
        say(line == "QUIT" ? "221 2.0.0 bye" : "502 5.5.2 what?");
    }

    void greet() {
        std::string reply = "250-test\r\n";
        reply += options_.pipelining ? "250-PIPELINING\r\n" : "";
        reply += options_.starttls && !tls ? "250-STARTTLS\r\n" : "";
        reply += options_.smtputf8 ? "250-SMTPUTF8\r\n250-8BITMIME\r\n" : "";
        reply += options_.dsn ? "250-DSN\r\n" : "";
        reply += options_.size.empty() ? "" : "250-SIZE " + options_.size + "\r\n";
        reply += !options_.auth.empty() && (tls || !options_.starttls)
                     ? "250-AUTH " + options_.auth + "\r\n"
                     : "";
        say(reply + "250 ENHANCEDSTATUSCODES");
    }

    Options options_;
    std::string in_;
    std::string out_;
    Mail mail_{};
    bool in_text_ = false;
    int login_ = 0;
};

}
