#include "simulator/mail/mime.hpp"
#include "simulator/mail/session.hpp"
#include "simulator/test_folder.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace cohort::simulator::mail {

namespace {

struct Bench {
    explicit Bench(std::vector<Rule> its_rules = {}) : rules(std::move(its_rules)) {
        auto opened = Ledger::open(folder.path() / "ledger.jsonl", [](const Record&) {}, {});
        ledger = std::move(*opened);
    }

    Post post() { return {*ledger, rules, world, clock, options}; }

    std::string said(Session& session) {
        ledger->commit();
        while (ledger->durable() < ledger->last()) {
            std::this_thread::yield();
        }
        std::string bytes;
        then = session.outlet().take(ledger->durable(), bytes);
        return bytes;
    }

    TestFolder folder;
    std::unique_ptr<Ledger> ledger;
    Rules rules;
    World world;
    SystemClock clock;
    MailOptions options;
    Outlet::Then then = Outlet::Then::go_on;
};

std::string codes(std::string_view replies) {
    std::string out;
    while (replies.size() > 3) {
        if (replies[3] == ' ') {
            out += std::string(replies.substr(0, 3)) + " ";
        }
        replies.remove_prefix(replies.find('\n') + 1);
    }
    return out;
}

constexpr std::string_view envelope =
    "EHLO me\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<P@Q.test>\r\nDATA\r\n";

}

TEST_CASE("smtp: however the bytes are cut, the mailbox holds the same mail") {
    const std::string all =
        std::string(envelope) + "Subject: s\r\n\r\n..dot\r\n.\r.\r\nlast\r\n.\r\nQUIT\r\n";
    for (std::size_t piece = 1; piece < 40; ++piece) {
        Bench bench;
        Session session(bench.post(), 1);
        for (std::size_t at = 0; at < all.size(); at += piece) {
            session.receive(std::string_view(all).substr(at, piece));
        }

        CHECK(codes(bench.said(session)) == "220 250 250 250 354 250 221 ");
        const auto mails = bench.world.mails("p@q.test");
        REQUIRE(mails.size() == 1);
        CHECK(mails[0]->text == ".dot\r\n\r.\r\nlast\r\n");
    }
}

TEST_CASE("smtp: a dot between bare line feeds does not end the message") {
    Bench bench;
    Session session(bench.post(), 1);

    session.receive(
        std::string(envelope) + "Subject: s\r\n\r\nx\n.\nMAIL FROM:<evil@b.test>\r\n.\r\n"
    );

    CHECK(codes(bench.said(session)) == "220 250 250 250 354 250 ");
    CHECK(bench.world.totals().mails == 1);
}

TEST_CASE("smtp: the 250 to the dot waits for the disk") {
    Bench bench;
    Session session(bench.post(), 1);
    session.receive(envelope);
    bench.said(session);

    session.receive("\r\nbody\r\n.\r\n");

    std::string bytes;
    session.outlet().take(0, bytes);
    CHECK(bytes.empty());
    CHECK(codes(bench.said(session)) == "250 ");
}

TEST_CASE("smtp: commands sent in clear behind STARTTLS are forgotten") {
    Bench bench;
    Session session(bench.post(), 1);

    session.receive("EHLO me\r\nSTARTTLS\r\nMAIL FROM:<evil@b.test>\r\n");
    CHECK(session.wants_tls());
    CHECK(codes(bench.said(session)) == "220 250 220 ");
    session.tls_began();
    session.receive("RCPT TO:<p@q.test>\r\n");

    CHECK(codes(bench.said(session)) == "503 ");
}

TEST_CASE("smtp: AUTH LOGIN and PLAIN inside TLS only") {
    Bench bench;
    bench.options.user = "u";
    bench.options.password = "p";
    Session session(bench.post(), 1);
    session.receive("EHLO me\r\nAUTH PLAIN AHUAcA==\r\nSTARTTLS\r\n");
    CHECK(codes(bench.said(session)) == "220 250 538 220 ");
    session.tls_began();

    session.receive(
        "EHLO me\r\nAUTH LOGIN\r\ndQ==\r\neA==\r\nAUTH PLAIN\r\n*\r\nAUTH PLAIN AHUAcA==\r\n"
    );

    CHECK(codes(bench.said(session)) == "250 334 334 535 334 501 235 ");
}

TEST_CASE("smtp: rules at the dot") {
    struct Case {
        Action action;
        std::string_view codes;
        std::uint64_t taken;
        Outlet::Then then;
    };

    const Case cases[] = {
        {Action::delivered, "250 ", 1, Outlet::Then::go_on},
        {Action::refuse_data, "554 ", 0, Outlet::Then::go_on},
        {Action::drop, "", 0, Outlet::Then::go_on},
        {Action::no_answer, "", 1, Outlet::Then::go_on},
        {Action::disconnect, "", 0, Outlet::Then::end},
        {Action::answer_then_disconnect, "250 ", 1, Outlet::Then::end},
        {Action::deliver_then_disconnect, "", 1, Outlet::Then::end},
    };
    for (const Case& c : cases) {
        CAPTURE(word(c.action));
        Bench bench({Rule{.channel = Channel::mail, .value = "p@q.test", .action = c.action}});
        Session session(bench.post(), 1);
        session.receive(envelope);
        bench.said(session);

        session.receive("\r\nbody\r\n.\r\n");

        CHECK(codes(bench.said(session)) == c.codes);
        CHECK(bench.then == c.then);
        CHECK(bench.world.totals().mails == c.taken);
    }
}

TEST_CASE("mime: encoded words, and none of the space between two") {
    CHECK(
        decode_words("=?UTF-8?Q?caf=C3=A9_au?= =?utf-8?B?IGxhaXQ=?= plain") == "café au lait plain"
    );
    CHECK(decode_words("=?windows-1252?Q?=A35?=") == "£5");
    CHECK(decode_words("=?broken") == "=?broken");
}

TEST_CASE("mime: HTML is shown without its tags") {
    CHECK(
        text_of_html("<style>p{}</style><p>Dear Ada &amp; Bob,</p>\n<p>5 &lt; 6<br>end</p>")
        == "Dear Ada & Bob,\n5 < 6\nend"
    );
}

TEST_CASE("mime: base64 of a charset, and a mail that is HTML only") {
    const ReadMail mail =
        read_mail("Content-Type: text/html; charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: "
                  "base64\r\n\r\nPHA+Y2Fm6Twv\r\ncD4=");
    CHECK(mail.text() == "café");
}

}
