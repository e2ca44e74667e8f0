#include "edge/smtp/inbound/inbound.hpp"

#include "edge/smtp/inbound/server_session.hpp"
#include "platform/net/connect.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>

#include <unistd.h>

namespace cohort::smtp::inbound {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

ServerOptions options(std::size_t bytes_max = 1'000) {
    return {"test", [](std::string_view address) { return address == "b@x.test"; }, bytes_max};
}

// What is said to `bytes`, given in pieces; every mail is kept or not, as `keep` says.
std::string talk(
    ServerSession& session,
    std::string_view bytes,
    std::size_t piece_bytes = 10'000,
    bool keep = true
) {
    std::string said;
    for (std::size_t at = 0; at < bytes.size() && !session.over(); at += piece_bytes) {
        session.received(bytes.substr(at, piece_bytes));
        while (session.take_arrived()) {
            session.kept(keep);
        }
        said += session.take_output();
    }
    return said + session.take_output();
}

// The codes only, one after the other.
std::string codes(std::string_view said) {
    std::string all;
    while (!said.empty()) {
        all += all.empty() ? "" : " ";
        all += said.substr(0, 3);
        all += said.substr(3, 1) == "-" ? "-" : "";
        said.remove_prefix(said.find("\r\n") + 2);
    }
    return all;
}

const std::string start = "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n";

}

TEST_CASE("bounce server: what it says to each command") {
    struct Row {
        const char* label;
        std::string said;
        const char* codes;
    };

    const std::string hello = "EHLO x\r\n";
    const std::string greeting = "220 250- 250- 250- 250- 250- 250";
    for (const Row& row : {
             Row{"nothing", "", "220"},
             Row{"HELO", "helo x\r\nquit\r\n", "220 250 221"},
             Row{"EHLO", hello, "220 250- 250- 250- 250- 250- 250"},
             Row{"a mail",
                 start + "text\r\n.\r\nQUIT\r\n",
                 "220 250- 250- 250- 250- 250- 250 250 250 354 250 221"},
             Row{"LMTP answers for each recipient",
                 "LHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<b@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n"
                 "text\r\n.\r\n",
                 "220 250- 250- 250- 250- 250- 250 250 250 250 354 250 250"},
             Row{"two mails",
                 start + ".\r\n" + start.substr(8) + ".\r\n",
                 "220 250- 250- 250- 250- 250- 250 250 250 354 250 250 250 354 250"},
             Row{"not ours",
                 "HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<c@x.test>\r\nDATA\r\n",
                 "220 250 250 550 503"},
             Row{"no greeting", "MAIL FROM:<>\r\n", "220 503"},
             Row{"RCPT first", "HELO x\r\nRCPT TO:<b@x.test>\r\n", "220 250 503"},
             Row{"DATA first", "HELO x\r\nDATA\r\n", "220 250 503"},
             Row{"two senders", "HELO x\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\n", "220 250 250 503"},
             Row{"no brackets", "HELO x\r\nMAIL FROM:a@b\r\n", "220 250 501"},
             Row{"no end", "HELO x\r\nMAIL FROM:<a@b\r\n", "220 250 501"},
             Row{"parameters", "HELO x\r\nMAIL FROM:<> SIZE=12 BODY=8BITMIME\r\n", "220 250 250"},
             Row{"a space", "HELO x\r\nMAIL FROM: <>\r\nRCPT TO: <b@x.test>\r\n", "220 250 250 250"
             },
             Row{"RSET",
                 "HELO x\r\nMAIL FROM:<>\r\nRSET\r\nRCPT TO:<b@x.test>\r\n",
                 "220 250 250 250 503"},
             Row{"others", "NOOP\r\nVRFY b\r\nEXPN b\r\n\r\n", "220 250 252 502 502"},
         }) {
        CAPTURE(row.label);
        for (const std::size_t piece : {1U, 7U, 10'000U}) {
            ServerSession session(options());
            CHECK(codes(talk(session, row.said, piece)) == row.codes);
        }
    }
}

TEST_CASE("bounce server: 250 only for what is kept") {
    ServerSession session(options());
    session.received(start + "text\r\n.\r\nNOOP\r\n");
    session.take_output();
    REQUIRE(session.take_arrived());
    CHECK(session.take_output().empty()); // nothing more is said until then, not even to NOOP
    session.kept(false);
    CHECK(codes(session.take_output()) == "451 250");
}

TEST_CASE("bounce server: a text is what stood before its dots were doubled, and ends nowhere else"
) {
    ServerSession session(options());
    session.received(start + "..a\r\nb\n.\nc\r.\r\n.d\r\n.\r\n");
    const auto mail = session.take_arrived();
    REQUIRE(mail);
    CHECK(mail->recipients == std::vector<std::string>{"b@x.test"});
    CHECK(mail->text == ".a\r\nb\n.\nc\r.\r\nd\r\n");
}

TEST_CASE("bounce server: too large is said once the text has ended, whatever its lines are") {
    for (const std::string& text : {std::string(2'000, 'x'), std::string(1'000'000, 'x'), [] {
                                        std::string lines;
                                        for (int i = 0; i < 1'000; ++i) {
                                            lines += "x\r\n";
                                        }
                                        return lines;
                                    }()}) {
        ServerSession session(options());
        talk(session, start);
        CHECK(codes(talk(session, text + "\r\n.\r\nNOOP\r\n", 1'000)) == "552 250");
    }
    ServerSession lmtp(options());
    talk(lmtp, "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<b@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n");
    CHECK(codes(talk(lmtp, std::string(2'000, 'x') + "\r\n.\r\n")) == "552 552");
}

TEST_CASE("bounce server: who talks nonsense is shown the door") {
    ServerSession nonsense(options());
    std::string lines;
    for (int i = 0; i < 50; ++i) {
        lines += "what\r\n";
    }
    const auto said = codes(talk(nonsense, lines));
    CHECK(said.ends_with("502 421"));
    CHECK(nonsense.over());
    CHECK(said.size() < 60);

    ServerSession endless(options());
    CHECK(codes(talk(endless, std::string(100'000, 'x'), 1'000)) == "220 500");
    CHECK(endless.over());

    ServerSession crowd(options());
    std::string recipients = "HELO x\r\nMAIL FROM:<>\r\n";
    for (int i = 0; i < 11; ++i) {
        recipients += "RCPT TO:<b@x.test>\r\n";
    }
    CHECK(codes(talk(crowd, recipients)).ends_with("250 452"));
}

TEST_CASE("bounce server: however its bytes are cut, it says the same") {
    CHECK(rc::check([] {
        const auto lines =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "EHLO x\r\n",
                "LHLO x\r\n",
                "MAIL FROM:<>\r\n",
                "RCPT TO:<b@x.test>\r\n",
                "DATA\r\n",
                ".\r\n",
                "..\r\n",
                "text\r\n",
                "\r\n",
                "\n",
                "\r",
                "RSET\r\n",
                "\xff\r\n",
                "."
            ));
        std::string bytes;
        for (const auto& line : lines) {
            bytes += line;
        }
        ServerSession whole(options());
        ServerSession cut(options());
        RC_ASSERT(talk(whole, bytes) == talk(cut, bytes, *rc::gen::inRange<std::size_t>(1, 9)));
    }));
}

namespace {

struct Kept final : send::GatewayEvents {
    void attempt_ended(const send::AttemptKey&, send::AttemptOutcome) override {}

    void ready() override {}

    void paused(send::Pause) override {}

    void resumed() override {}

    Task<bool> keep(std::vector<send::Receipt> more) override {
        ++calls;
        if (!working) {
            co_return false;
        }
        receipts.insert(receipts.end(), more.begin(), more.end());
        co_return true;
    }

    std::vector<send::Receipt> receipts;
    int calls = 0;
    bool working = true;
};

// A maildir of the test's own, gone with it.
struct Folder {
    Folder() : path(fs::temp_directory_path() / ("cohort-maildir-" + std::to_string(::getpid()))) {
        for (const char* part : {"new", "cur", "tmp"}) {
            fs::create_directories(path / part);
        }
    }

    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name, std::ios::binary) << text;
    }

    bool has(const std::string& name) const { return fs::exists(path / name); }

    fs::path path;
};

const Verp verp("bounces.example.org", VerpKey{"a key of the test's own"});
const std::string reference = "abcdefghijklmnopqrstuvwxyz234567";
const std::string failed =
    "From: mailer-daemon@x.test\r\nSubject: failure notice\r\n\r\n(#5.1.1)\r\n";

struct Rig {
    explicit Rig(SmtpSettings with) : settings(std::move(with)) {
        settings.envelope_from = "bounce@practice.example.org";
        settings.message_id_domain = "practice.example.org";
        inbound = std::make_shared<Inbound>(io.get_executor(), pool, settings, &verp, kept);
        inbound->start();
    }

    // NOLINTNEXTLINE(bugprone-exception-escape): whatever throws here ends the test, as it should
    ~Rig() {
        inbound->stop();
        bool quiet = false;
        asio::co_spawn(io, inbound->wait_until_quiet(), [&](std::exception_ptr) { quiet = true; });
        CHECK(until([&] { return quiet; }));
    }

    bool until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + 5s;
        while (!done() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_one_for(100ms);
        }
        return done();
    }

    asio::io_context io;
    net::Pool pool{{.threads = 2}};
    SmtpSettings settings;
    Kept kept;
    std::shared_ptr<Inbound> inbound;
};

std::uint16_t free_port() {
    asio::io_context io;
    return net::Listener::open(io.get_executor(), {})->port();
}

// Says all of it and reads until the peer hangs up.
Task<std::string> say(std::uint16_t port, std::string bytes) {
    net::ConnectOptions to;
    to.host = "127.0.0.1";
    to.port = port;
    auto stream = co_await net::connect(std::move(to));
    if (!stream.ok()) {
        co_return "no connection";
    }
    const auto written = co_await (*stream)->write_all(bytes, 5s);
    std::string heard = written.ok() ? "" : "not written";
    std::array<char, 1024> buffer{};
    while (true) {
        const auto read = co_await (*stream)->read_some(buffer, 5s);
        if (!read.ok() || *read == 0) {
            co_return heard;
        }
        heard.append(buffer.data(), *read);
    }
}

}

TEST_CASE(
    "inbound: a bounce over the wire is kept before it is answered, and a stranger's is refused"
) {
    SmtpSettings with;
    with.bounce_listener_port = free_port();
    Rig rig(with);
    REQUIRE(rig.until([&] { return rig.inbound->port() != 0; }));
    const auto mail = [&](const std::string& to) {
        return "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n" + failed
               + ".\r\nQUIT\r\n";
    };
    std::map<std::string, std::string> heard;
    const auto hear = [&](const std::string& label, const std::string& bytes) {
        asio::co_spawn(
            rig.io,
            say(with.bounce_listener_port, bytes),
            [&heard, label](std::exception_ptr, std::string said) {
                heard[label] = std::move(said);
            }
        );
        return rig.until([&] { return heard.contains(label); });
    };

    REQUIRE(hear("ours", mail(verp.address(reference).value())));
    CHECK(heard["ours"].contains("250 2.0.0 Kept"));
    REQUIRE(rig.kept.receipts.size() == 1);
    CHECK(rig.kept.receipts[0].provider_reference == reference);
    CHECK(rig.kept.receipts[0].reason == "email.address_unknown");

    REQUIRE(hear("stranger", mail("bounce+aaaaaaaaaaaaaaaaaaaa@bounces.example.org")));
    CHECK(heard["stranger"].contains("550 5.1.1"));
    REQUIRE(hear("the common address", mail("Bounce@practice.example.org")));
    CHECK(heard["the common address"].contains("250 2.0.0 Kept")
    ); // about no letter: nothing to keep
    CHECK(rig.kept.receipts.size() == 1);

    rig.kept.working = false;
    REQUIRE(hear("not kept", mail(verp.address(reference).value())));
    CHECK(heard["not kept"].contains("451 4.3.0"));
    CHECK_FALSE(heard["not kept"].contains("250 2.0.0 Kept"));
}

TEST_CASE("inbound: twenty peers that say nothing leave, and a stop ends those that stay") {
    SmtpSettings with;
    with.bounce_listener_port = free_port();
    Rig rig(with);
    REQUIRE(rig.until([&] { return rig.inbound->port() != 0; }));
    int ended = 0;
    for (int i = 0; i < 25; ++i) {
        asio::co_spawn(
            rig.io,
            say(with.bounce_listener_port, "EHLO x\r\nMAIL FROM:<"),
            [&ended](std::exception_ptr, const std::string&) { ++ended; }
        );
    }
    CHECK(rig.until([&] { return ended == 5; })); // one too many is not let in
    rig.inbound->stop();
    CHECK(rig.until([&] { return ended == 25; }));
}

TEST_CASE("inbound: a maildir's new mails are kept and moved, and nothing else is touched") {
    const Folder folder;
    folder.write(
        "new/1.ours", "Delivered-To: " + verp.address(reference).value() + "\r\n" + failed
    );
    folder.write("new/2.stranger", failed);
    folder.write("new/.hidden", failed);
    folder.write("tmp/3.half", "Delivered-To: " + verp.address(reference).value());
    fs::create_directories(folder.path / "new/4.folder");
    fs::create_symlink("/etc/hostname", folder.path / "new/5.link");
    SmtpSettings with;
    with.bounce_maildir = folder.path.string();
    REQUIRE(check_inbound(with).ok());
    {
        Rig rig(with);
        REQUIRE(rig.until([&] {
            return folder.has("cur/1.ours:2,S") && folder.has("cur/2.stranger:2,S");
        }));
        REQUIRE(rig.kept.receipts.size() == 1);
        CHECK(rig.kept.receipts[0].provider_reference == reference);
    }
    for (const char* still : {"new/.hidden", "tmp/3.half", "new/4.folder", "new/5.link"}) {
        CAPTURE(still);
        CHECK(fs::exists(fs::symlink_status(folder.path / still)));
    }

    folder.write(
        "new/6.ours", "Delivered-To: " + verp.address(reference).value() + "\r\n" + failed
    );
    Rig broken(with);
    broken.kept.working = false;
    REQUIRE(broken.until([&] { return broken.kept.calls == 1; }));
    CHECK(folder.has("new/6.ours"));
}

TEST_CASE("inbound: a port that is taken and a folder that is none are told at the start") {
    asio::io_context io;
    const auto taken = net::Listener::open(io.get_executor(), {});
    SmtpSettings with;
    with.bounce_listener_port = taken->port();
    CHECK(check_inbound(with).error().code.text() == std::string_view{"smtp.bounce_port_unusable"});

    SmtpSettings nowhere;
    nowhere.bounce_maildir = "/nowhere/at/all";
    CHECK(
        check_inbound(nowhere).error().code.text()
        == std::string_view{"smtp.bounce_maildir_unusable"}
    );
}

}
