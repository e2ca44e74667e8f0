#include "edge/smtp/session.hpp"

#include "edge/smtp/scripted_server.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

using namespace cohort;
using namespace cohort::smtp;

namespace {

send::AttemptKey key(std::int64_t position) {
    return {PracticeId{1}, BulkMessageId{2}, Position{position}, AttemptNumber{1}};
}

Outgoing letter(std::int64_t position, std::string to = "") {
    if (to.empty()) {
        to = "p" + std::to_string(position) + "@example.com";
    }
    return {
        key(position),
        "bounce@practice.example.org",
        std::move(to),
        "Subject: " + std::to_string(position) + "\r\n\r\n.hidden\r\n",
        "id" + std::to_string(position),
    };
}

SessionOptions options(Security security = Security::starttls_required, bool login = true) {
    SessionOptions made{"cohort.example.org", security, std::nullopt};
    if (login) {
        made.login = Login{"user", Password{"secret"}};
    }
    return made;
}

struct Conversation {
    explicit Conversation(ScriptedServer::Options script, SessionOptions with = options())
        : session(std::move(with)), server(std::move(script)) {}

    // Until neither has anything to say. `give`: messages to give as soon as there is room.
    void run() {
        bool moved = true;
        while (moved && !broken) {
            moved = step();
        }
        collect();
    }

    bool step() {
        bool moved = false;
        while (!to_give.empty() && session.room() > 0) {
            session.take(to_give.front());
            to_give.erase(to_give.begin());
            moved = true;
        }
        if (session.state() == Session::State::wants_tls) {
            session.tls_established();
            server.tls_established();
            moved = true;
        }
        if (session.has_output()) {
            // One byte a write: the boundary between handed over and not is then exact.
            if (to_server == client_bytes_max) {
                return broken = true;
            }
            server.receive(session.next_piece(1));
            ++to_server;
            moved = true;
        }
        from_server += server.take_output();
        if (!from_server.empty()) {
            if (to_client == server_bytes_max) {
                return broken = true;
            }
            session.received(from_server.substr(0, 1));
            from_server.erase(0, 1);
            ++to_client;
            moved = true;
        }
        return moved;
    }

    void collect() {
        for (auto& each : session.take_ended()) {
            ++times[each.key.position.value];
            outcomes[each.key.position.value] = each.outcome;
            effects[each.key.position.value] = each.effect;
        }
    }

    template <class Kind>
    bool ended_as(std::int64_t position) {
        return times[position] == 1 && std::holds_alternative<Kind>(outcomes[position]);
    }

    Session session;
    ScriptedServer server;
    std::vector<Outgoing> to_give;
    std::string from_server;
    std::size_t to_server = 0;
    std::size_t to_client = 0;
    std::size_t client_bytes_max = static_cast<std::size_t>(-1);
    std::size_t server_bytes_max = static_cast<std::size_t>(-1);
    bool broken = false;
    std::map<std::int64_t, int> times;
    std::map<std::int64_t, send::AttemptOutcome> outcomes;
    std::map<std::int64_t, Effect> effects;
};

auto answering(std::map<std::string, std::string> answers) {
    return [answers = std::move(answers)](std::string_view line) -> std::optional<std::string> {
        for (const auto& [start, reply] : answers) {
            if (line.starts_with(start)) {
                return reply;
            }
        }
        return std::nullopt;
    };
}

// How often the server took a message for this recipient.
int taken(const ScriptedServer& server, std::int64_t position) {
    const auto to = "p" + std::to_string(position) + "@example.com";
    return static_cast<int>(std::ranges::count_if(server.ledger, [&to](const auto& mail) {
        return mail.taken && mail.to == std::vector{to};
    }));
}

}

TEST_CASE("session: three messages go out one by one, each with one recipient, over one connection"
) {
    for (const bool pipelining : {true, false}) {
        CAPTURE(pipelining);
        Conversation talk({.pipelining = pipelining, .answer = {}});
        talk.to_give = {letter(1), letter(2), letter(3)};
        talk.run();

        REQUIRE(talk.server.ledger.size() == 3);
        for (std::int64_t i = 1; i <= 3; ++i) {
            const auto& mail = talk.server.ledger[static_cast<std::size_t>(i - 1)];
            CHECK(mail.from == "bounce@practice.example.org");
            CHECK(mail.to == std::vector{"p" + std::to_string(i) + "@example.com"});
            CHECK(mail.text == letter(i).message);
            REQUIRE(talk.ended_as<send::Accepted>(i));
            CHECK(
                std::get<send::Accepted>(talk.outcomes[i]).provider_references
                == std::vector{"id" + std::to_string(i)}
            );
        }
        CHECK(talk.session.idle());
    }
}

TEST_CASE("session: the next message's commands leave behind the final dot, its text never does") {
    Conversation talk({});
    talk.run();
    REQUIRE(talk.session.room() == 2);

    talk.session.take(letter(1));
    talk.session.take(letter(2));
    CHECK(talk.session.room() == 0);
    const auto first = talk.session.next_piece(10'000);
    CHECK(
        first
        == "MAIL FROM:<bounce@practice.example.org> SIZE=23\r\nRCPT TO:<p1@example.com>\r\nDATA\r\n"
    );
    talk.session.received("250 ok\r\n250 ok\r\n354 go\r\n");
    const auto second = talk.session.next_piece(10'000);
    CHECK(
        second
        == "Subject: 1\r\n\r\n..hidden\r\n.\r\nMAIL FROM:<bounce@practice.example.org> SIZE=23\r\n"
           "RCPT TO:<p2@example.com>\r\nDATA\r\n"
    );
    talk.session.received("250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n");
    CHECK(talk.session.next_piece(10'000) == "Subject: 2\r\n\r\n..hidden\r\n.\r\n");
}

TEST_CASE("session: cut after any byte, either way, the bargain holds") {
    // Goal: no claim contradicts the server's ledger, at any offset. Method: run whole
    // conversations byte by byte, cut after k bytes to the server or from it, and compare.
    struct Script {
        const char* label;
        ScriptedServer::Options server;
    };

    const std::vector<Script> scripts{
        {"pipelining", {}},
        {"one command at a time", {.pipelining = false}},
        {"the second recipient is unknown",
         {.answer = answering({{"RCPT TO:<p2@", "550 5.1.1 unknown"}})}},
        {"unknown, and one command at a time",
         {.pipelining = false, .answer = answering({{"RCPT TO:<p2@", "550 5.1.1 unknown"}})}},
        {"every message refused after the dot", {.answer = answering({{".", "452 4.3.1 full"}})}},
        {"accepted with a long answer",
         {.answer = answering({{".", "250-2.0.0 well\r\n250 2.0.0 done"}})}},
    };
    for (const auto& script : scripts) {
        CAPTURE(script.label);
        Conversation whole(script.server);
        whole.to_give = {letter(1), letter(2), letter(3)};
        whole.run();
        const auto check_cut = [&](std::size_t client_bytes, std::size_t server_bytes) {
            Conversation talk(script.server);
            talk.to_give = {letter(1), letter(2), letter(3)};
            talk.client_bytes_max = client_bytes;
            talk.server_bytes_max = server_bytes;
            talk.run();
            const auto given = 3 - static_cast<std::int64_t>(talk.to_give.size());
            talk.session.cut(Cut::connection_lost);
            talk.collect();
            for (std::int64_t i = 1; i <= given; ++i) {
                CAPTURE(i);
                REQUIRE(talk.times[i] == 1);
                const auto dots = std::ranges::count_if(talk.server.ledger, [i](const auto& mail) {
                    return mail.text == letter(i).message;
                });
                const auto& outcome = talk.outcomes[i];
                if (std::holds_alternative<send::Accepted>(outcome)) {
                    REQUIRE(taken(talk.server, i) == 1);
                } else if (std::holds_alternative<send::InDoubt>(outcome)) {
                    REQUIRE(dots == 1); // nobody whose fate is certain is in doubt
                } else {
                    REQUIRE(taken(talk.server, i) == 0);
                }
            }
            for (std::int64_t i = given + 1; i <= 3; ++i) {
                REQUIRE(talk.times[i] == 0);
                REQUIRE(taken(talk.server, i) == 0);
            }
        };
        for (std::size_t k = 0; k <= whole.to_server; ++k) {
            CAPTURE(k);
            check_cut(k, static_cast<std::size_t>(-1));
        }
        for (std::size_t k = 0; k <= whole.to_client; ++k) {
            CAPTURE(k);
            check_cut(static_cast<std::size_t>(-1), k);
        }
    }
}

TEST_CASE("session: the last byte of the final dot is the border between not sent and in doubt") {
    for (const bool whole : {false, true}) {
        Conversation talk({});
        talk.run();
        talk.session.take(letter(1));
        talk.session.next_piece(10'000);
        talk.session.received("250 ok\r\n250 ok\r\n354 go\r\n");
        const std::string text = "Subject: 1\r\n\r\n..hidden\r\n.\r\n";
        talk.session.next_piece(whole ? text.size() : text.size() - 1);
        talk.session.cut(Cut::time_out);
        talk.collect();

        CHECK(talk.ended_as<send::InDoubt>(1) == whole);
        CHECK(talk.ended_as<send::NotSent>(1) == !whole);
    }
}

TEST_CASE("session: an answer to the final dot that nobody can read leaves the message in doubt") {
    for (const auto* answer :
         {"354 more\r\n", "hello\r\n", "250-one\r\n251 two\r\n", "2\r\n", "199 no\r\n", "700 no\r\n"
         }) {
        CAPTURE(answer);
        Conversation talk({});
        talk.run();
        talk.session.take(letter(1));
        talk.session.take(letter(2));
        talk.session.next_piece(10'000);
        talk.session.received("250 ok\r\n250 ok\r\n354 go\r\n");
        talk.session.next_piece(10'000);
        talk.session.received(answer);
        talk.collect();

        CHECK(talk.session.state() == Session::State::over);
        REQUIRE(talk.session.fault());
        CHECK(talk.session.fault()->reason == "gateway.answer_unreadable");
        CHECK(talk.ended_as<send::InDoubt>(1));
        CHECK(talk.ended_as<send::NotSent>(2));
    }
}

TEST_CASE("session: an answer that came before its question is never believed") {
    Conversation talk({});
    talk.run();
    talk.session.take(letter(1));
    talk.session.next_piece(10'000);
    talk.session.received("250 ok\r\n250 ok\r\n354 go\r\n250 accepted before you said it\r\n");
    talk.collect();

    CHECK(talk.session.state() == Session::State::over);
    CHECK(talk.ended_as<send::NotSent>(1));
}

TEST_CASE("session: an answer nobody asked for ends an idle conversation, 421 without a fault") {
    Conversation odd({});
    odd.run();
    odd.session.received("250 hello again\r\n");
    CHECK(odd.session.fault());

    Conversation leaving({});
    leaving.run();
    leaving.session.received("421 4.4.2 idle too long\r\n");
    CHECK(leaving.session.state() == Session::State::over);
    CHECK_FALSE(leaving.session.fault());
}

TEST_CASE("session: with every recipient refused and DATA accepted a single dot follows and "
          "reaches nobody") {
    Conversation talk({.answer = answering({{"RCPT TO:<p1@", "550 5.1.1 unknown"}})});
    talk.run();
    talk.session.take(letter(1));
    talk.session.take(letter(2));
    talk.session.next_piece(10'000);
    talk.session.received("250 ok\r\n550 5.1.1 unknown\r\n354 go on\r\n");
    talk.collect();

    CHECK(talk.ended_as<send::Refused>(1));
    const auto after = talk.session.next_piece(10'000);
    CHECK(after.starts_with(".\r\nMAIL FROM:<bounce@practice.example.org> SIZE=23\r\nRCPT TO:<p2@")
    );
    talk.session.received("554 5.5.1 no valid recipients\r\n250 ok\r\n250 ok\r\n354 go\r\n");
    CHECK(talk.session.next_piece(10'000).starts_with("Subject: 2"));
    talk.session.received("250 ok\r\n");
    talk.collect();
    CHECK(talk.ended_as<send::Accepted>(2));
    CHECK(talk.times[1] == 1);
}

TEST_CASE("session: no dot is sent when MAIL was refused and the recipient was not") {
    Conversation talk({});
    talk.run();
    talk.session.take(letter(1));
    talk.session.next_piece(10'000);
    talk.session.received("451 4.3.0 no\r\n250 ok\r\n354 go\r\n");
    talk.collect();

    CHECK_FALSE(talk.session.has_output());
    CHECK(talk.session.state() == Session::State::over);
    CHECK(talk.ended_as<send::NotSent>(1));
}

TEST_CASE(
    "session: 421 in place of an answer ends that message as not sent and the one behind it too"
) {
    for (const auto* at : {"MAIL", "RCPT", "DATA", "."}) {
        CAPTURE(at);
        Conversation talk({.answer = answering({{at, "421 4.3.2 closing"}})});
        talk.to_give = {letter(1), letter(2)};
        talk.run();

        CHECK(talk.session.state() == Session::State::over);
        CHECK(talk.ended_as<send::NotSent>(1));
        CHECK(talk.session.fault()->reason == "gateway.throttled");
        if (talk.times[2] > 0) {
            CHECK(talk.ended_as<send::NotSent>(2));
        }
    }
}

TEST_CASE("session: STARTTLS and login come before the first message, EHLO twice") {
    Conversation talk({});
    talk.to_give = {letter(1)};
    talk.run();

    const auto& said = talk.server.commands;
    REQUIRE(said.size() >= 4);
    CHECK(said[0] == "EHLO cohort.example.org");
    CHECK(said[1] == "STARTTLS");
    CHECK(said[2] == "EHLO cohort.example.org");
    CHECK(said[3] == "AUTH PLAIN AHVzZXIAc2VjcmV0");
    CHECK(talk.server.tls);
}

TEST_CASE("session: AUTH LOGIN where PLAIN is not offered") {
    Conversation talk({.auth = "LOGIN", .answer = {}});
    talk.to_give = {letter(1)};
    talk.run();

    CHECK(talk.server.commands[3] == "AUTH LOGIN");
    CHECK(talk.server.commands[4] == "dXNlcg==");
    CHECK(talk.server.commands[5] == "c2VjcmV0");
    CHECK(talk.ended_as<send::Accepted>(1));
}

TEST_CASE("session: nothing is said in clear to a server without STARTTLS") {
    Conversation talk({.starttls = false, .answer = {}});
    talk.run();

    REQUIRE(talk.session.fault());
    CHECK(talk.session.fault()->reason == "gateway.tls_not_offered");
    CHECK(talk.session.fault()->needs_a_person);
    CHECK(talk.server.commands == std::vector<std::string>{"EHLO cohort.example.org"});
}

TEST_CASE("session: answers smuggled in before TLS end the conversation") {
    Session session(options());
    session.received("220 hello\r\n");
    session.next_piece(1000);
    session.received("250-x\r\n250 STARTTLS\r\n");
    session.next_piece(1000);
    session.received("220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n");

    REQUIRE(session.fault());
    CHECK(session.fault()->reason == "gateway.tls_failed");
}

TEST_CASE("session: a refusal while opening says why and whether a person is needed") {
    struct Row {
        const char* command;
        const char* reply;
        const char* reason;
        bool person;
    };

    for (const Row& row : {
             Row{"EHLO", "500 5.5.1 what", "gateway.command_refused", true},
             Row{"STARTTLS", "454 4.7.0 not now", "gateway.busy", false},
             Row{"STARTTLS", "502 no", "gateway.tls_not_offered", true},
             Row{"AUTH", "535 5.7.8 wrong", "gateway.login_refused", true},
             Row{"AUTH", "454 4.7.0 later", "gateway.busy", false},
             Row{"AUTH", "421 4.7.0 too often", "gateway.throttled", false},
             Row{"AUTH", "334 what else", "gateway.login_refused", true},
         }) {
        CAPTURE(row.command);
        CAPTURE(row.reply);
        Conversation talk({.answer = answering({{row.command, row.reply}})});
        talk.run();
        REQUIRE(talk.session.fault());
        CHECK(talk.session.fault()->reason == row.reason);
        CHECK(talk.session.fault()->needs_a_person == row.person);
    }
    Session refused(options());
    refused.received("554 5.7.1 go away\r\n");
    CHECK(refused.fault()->reason == "gateway.refuses_us");
    Conversation without({.auth = "CRAM-MD5", .answer = {}});
    without.run();
    CHECK(without.session.fault()->reason == "gateway.login_not_offered");
}

TEST_CASE("session: an address outside ASCII needs SMTPUTF8, and says so to the server that has it"
) {
    Conversation plain({});
    plain.to_give = {letter(1, "jörg@example.com")};
    plain.run();
    REQUIRE(plain.ended_as<send::Refused>(1));
    CHECK(std::get<send::Refused>(plain.outcomes[1]).reason == "email.address_needs_smtputf8");
    CHECK(std::get<send::Refused>(plain.outcomes[1]).how_long == send::Refused::For::good);

    Conversation able({.smtputf8 = true, .answer = {}});
    able.to_give = {letter(1, "jörg@example.com")};
    able.run();
    CHECK(able.ended_as<send::Accepted>(1));
    CHECK(std::ranges::any_of(able.server.commands, [](const auto& line) {
        return line.ends_with(" BODY=8BITMIME SMTPUTF8");
    }));
}

TEST_CASE("session: a message over the server's SIZE is refused without being offered") {
    Conversation talk({.size = "10", .answer = {}});
    talk.to_give = {letter(1)};
    talk.run();

    REQUIRE(talk.ended_as<send::Refused>(1));
    CHECK(std::get<send::Refused>(talk.outcomes[1]).reason == "email.message_too_large");
    CHECK(talk.server.ledger.empty());
}

TEST_CASE("session: quit lets what is open end and then says goodbye") {
    Conversation talk({});
    talk.run();
    talk.session.take(letter(1));
    talk.session.quit();
    CHECK(talk.session.room() == 0);
    talk.run();

    CHECK(talk.ended_as<send::Accepted>(1));
    CHECK(talk.server.commands.back() == "QUIT");
    CHECK(talk.session.state() == Session::State::over);
    CHECK_FALSE(talk.session.fault());
}

TEST_CASE("session: whatever a server says, every message ends once and only a 2xx to its dot is "
          "an acceptance") {
    CHECK(rc::check([] {
        const auto reply = rc::gen::element<std::string>(
            "250 ok",
            "250-a\r\n250 b",
            "354 go",
            "421 4.3.2 bye",
            "450 4.2.1 busy",
            "550 5.1.1 no",
            "552 5.2.2 full",
            "554 5.7.1 policy",
            "503 5.5.1 order",
            "220 hi",
            "334 x",
            "garbage",
            "",
            "250",
            "999 x",
            "535 5.7.8 no"
        );
        const auto replies = *rc::gen::container<std::vector<std::string>>(reply);
        Conversation talk({.pipelining = *rc::gen::arbitrary<bool>(), .answer = {}});
        talk.run();
        talk.session.take(letter(1));
        if (talk.session.room() > 0) {
            talk.session.take(letter(2));
        }
        const auto given =
            talk.session.room() == 0 && talk.session.capabilities().pipelining ? 2 : 1;
        for (const auto& each : replies) {
            talk.session.next_piece(*rc::gen::inRange<std::size_t>(0, 400));
            talk.session.received(each + "\r\n");
        }
        talk.session.cut(Cut::connection_lost);
        talk.collect();
        for (std::int64_t i = 1; i <= given; ++i) {
            RC_ASSERT(talk.times[i] == 1);
        }
        const auto good = std::ranges::count_if(replies, [](const auto& each) {
            return each.starts_with("2"); // the first digit decides (RFC 5321 4.2.1)
        });
        RC_ASSERT(!talk.ended_as<send::Accepted>(1) || good >= 3);
    }));
}

TEST_CASE("session: reports are asked for where the relay offers them, and only there") {
    struct Row {
        bool offered;
        bool success;
        std::string mail;
        std::string rcpt;
    };

    const std::string mail = "MAIL FROM:<bounce@practice.example.org> SIZE=23";
    const std::string rcpt = "RCPT TO:<p+1=x@example.com>";
    for (const Row& row : {
             Row{false, true, mail, rcpt},
             Row{true,
                 false,
                 mail + " RET=HDRS ENVID=id1",
                 rcpt + " NOTIFY=FAILURE,DELAY ORCPT=rfc822;p+2B1+3Dx@example.com"},
             Row{true,
                 true,
                 mail + " RET=HDRS ENVID=id1",
                 rcpt + " NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;p+2B1+3Dx@example.com"},
         }) {
        auto with = options();
        with.success_reports = row.success;
        Conversation talk({.dsn = row.offered, .answer = {}}, with);
        talk.to_give = {letter(1, "p+1=x@example.com")};
        talk.run();

        CHECK(talk.ended_as<send::Accepted>(1));
        CHECK(std::ranges::count(talk.server.commands, row.mail) == 1);
        CHECK(std::ranges::count(talk.server.commands, row.rcpt) == 1);
    }
}

TEST_CASE("session: an id too long for an envelope and an address outside ASCII are left out") {
    Conversation talk({.smtputf8 = true, .dsn = true, .answer = {}});
    auto long_id = letter(1, "j\xC3\xB6rg@example.com");
    long_id.reference = std::string(101, 'a');
    talk.to_give = {long_id};
    talk.run();

    CHECK(talk.ended_as<send::Accepted>(1));
    for (const auto& command : talk.server.commands) {
        CHECK_FALSE(command.contains("ENVID"));
        CHECK_FALSE(command.contains("ORCPT"));
    }
}

TEST_CASE("session: an access token signs in by XOAUTH2, and never as a password") {
    auto with = options();
    with.login = Login{"user@example.org", Password{"ya29.token"}, Login::By::access_token};
    Conversation talk(
        {.auth = "PLAIN LOGIN XOAUTH2", .answer = answering({{"AUTH", "235 ok"}})}, with
    );
    talk.to_give = {letter(1)};
    talk.run();

    CHECK(talk.ended_as<send::Accepted>(1));
    // "user=user@example.org^Aauth=Bearer ya29.token^A^A", as coreutils' base64 writes it
    const std::string sign_in =
        "AUTH XOAUTH2 dXNlcj11c2VyQGV4YW1wbGUub3JnAWF1dGg9QmVhcmVyIHlhMjkudG9rZW4BAQ==";
    CHECK(std::ranges::count(talk.server.commands, sign_in) == 1);

    Conversation without({.auth = "PLAIN LOGIN", .answer = {}}, with);
    without.run();
    REQUIRE(without.session.fault());
    CHECK(without.session.fault()->reason == "gateway.login_not_offered");
    CHECK(std::ranges::none_of(without.server.commands, [](const auto& line) {
        return line.starts_with("AUTH");
    }));
}

TEST_CASE("session: a token that has expired is refused after an empty line, and pauses us") {
    auto with = options();
    with.login = Login{"user@example.org", Password{"old"}, Login::By::access_token};
    Conversation talk(
        {.auth = "XOAUTH2", .answer = answering({{"AUTH XOAUTH2", "334 eyJzdGF0dXMiOiI0MDAifQ=="}})
        },
        with
    );
    talk.run();
    REQUIRE_FALSE(talk.server.commands.empty());
    CHECK(talk.server.commands.back().empty());

    talk.session.received("535 5.7.3 Authentication unsuccessful\r\n");
    REQUIRE(talk.session.fault());
    CHECK(talk.session.fault()->reason == "gateway.login_refused");
    CHECK(talk.session.fault()->needs_a_person);
}

TEST_CASE("session: a text whose turn comes too late is not sent, and the connection is given up") {
    Conversation conversation({.pipelining = true});
    conversation.run();
    auto late = letter(1);
    late.begin_by = std::chrono::seconds{10};
    conversation.session.take(std::move(late));

    CHECK_FALSE(conversation.session.heed(std::chrono::seconds{109}));
    CHECK(conversation.session.heed(std::chrono::seconds{111}));

    CHECK(conversation.session.state() == Session::State::over);
    const auto ended = conversation.session.take_ended();
    REQUIRE(ended.size() == 1);
    CHECK(std::holds_alternative<send::NotSent>(ended[0].outcome));
}

TEST_CASE("session: a message that waits behind another one ends alone when it is too late to begin"
) {
    Conversation conversation({.pipelining = true});
    conversation.run();
    conversation.session.take(letter(1));
    auto late = letter(2);
    late.begin_by = std::chrono::seconds{10};
    conversation.session.take(std::move(late));

    CHECK(conversation.session.heed(std::chrono::seconds{11}));

    const auto ended = conversation.session.take_ended();
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].key.position.value == 2);
    CHECK(conversation.session.state() == Session::State::ready);
}
