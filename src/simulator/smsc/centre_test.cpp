#include "simulator/smsc/centre.hpp"

#include "simulator/smsc/session.hpp"
#include "simulator/test_folder.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace cohort::simulator::smsc {

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr TimePoint noon{Milliseconds{1'700'000'000'000}};

std::string
pdu(std::uint32_t id, std::uint32_t sequence, std::string_view body, std::uint32_t status = 0) {
    std::string out;
    for (const std::uint32_t field :
         {static_cast<std::uint32_t>(header_bytes + body.size()), id, status, sequence}) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out += static_cast<char>(field >> static_cast<unsigned>(shift) & 0xFFU);
        }
    }
    return out + std::string(body);
}

std::string bind_pdu(std::string_view password = "secret") {
    return pdu(
        command::bind_transceiver, 1, "cohort\0"s + std::string(password) + "\0\0\x34\0\0\0"s
    );
}

std::string
submit_pdu(std::uint32_t sequence, std::string_view to, std::string_view text = "Hello") {
    return pdu(
        command::submit_sm,
        sequence,
        "\0\5\0NHSgp\0\1\1"s + std::string(to) + "\0\0\0\0\0\0\1\0\0\0"s
            + static_cast<char>(text.size()) + std::string(text)
    );
}

struct Answer {
    std::uint32_t id;
    std::uint32_t status;
    std::uint32_t sequence;
    std::string body;
};

std::vector<Answer> answers(std::string_view bytes) {
    std::vector<Answer> out;
    while (const auto header = read_header(bytes)) {
        out.push_back(
            {header->id,
             header->status,
             header->sequence,
             std::string(bytes.substr(16, header->length - 16))}
        );
        bytes.remove_prefix(header->length);
    }
    return out;
}

// A message centre on a real ledger, with a clock turned by hand.
struct World1 {
    explicit World1(std::vector<Rule> its_rules = {}, CentreOptions options = {})
        : rules(std::move(its_rules)),
          centre((open_ledger(), *ledger), rules, world, clock, std::move(options)) {}

    void open_ledger() {
        auto opened = Ledger::open(folder.path() / "ledger.jsonl", [](const Record&) {}, {});
        ledger = std::move(*opened);
    }

    // What leaves once everything is on disk.
    std::vector<Answer> said(Session& session) {
        ledger->commit();
        while (ledger->durable() < ledger->last()) {
            std::this_thread::yield();
        }
        std::string bytes;
        then = session.outlet().take(ledger->durable(), bytes);
        return answers(bytes);
    }

    TestFolder folder;
    ManualClock clock{noon};
    World world;
    Rules rules;
    std::unique_ptr<Ledger> ledger;
    Centre centre;
    Outlet::Then then = Outlet::Then::go_on;
};

std::unique_ptr<Session> bound(World1& w) {
    auto session = std::make_unique<Session>(w.centre, [] {});
    session->receive(bind_pdu());
    w.said(*session);
    return session;
}

}

TEST_CASE("session: no answer leaves before its record is on disk") {
    World1 w;
    const auto session = bound(w);

    session->receive(submit_pdu(2, "447700900001"));

    std::string bytes;
    session->outlet().take(w.ledger->durable(), bytes);
    CHECK(bytes.empty());
    const auto said = w.said(*session);
    REQUIRE(said.size() == 1);
    CHECK(said[0].sequence == 2);
    CHECK(said[0].body == "1\0"s);
}

TEST_CASE("session: bytes that come one by one are read all the same") {
    World1 w;
    Session session(w.centre, [] {});
    const std::string all =
        bind_pdu() + submit_pdu(2, "447700900001") + pdu(command::enquire_link, 3, {});

    for (const char c : all) {
        session.receive({&c, 1});
    }

    const auto said = w.said(session);
    REQUIRE(said.size() == 3);
    CHECK(said[0].id == (command::bind_transceiver | command::response));
    CHECK(said[1].id == (command::submit_sm | command::response));
    CHECK(said[2].id == (command::enquire_link | command::response));
}

TEST_CASE("session: a wrong password, a submit before the bind and a length of nonsense are refused"
) {
    World1 w({}, {.system_id = "cohort", .password = "right"});
    Session wrong(w.centre, [] {});
    wrong.receive(bind_pdu("wrong"));
    CHECK(w.said(wrong).at(0).status == status::bad_password);
    CHECK(w.then == Outlet::Then::end);

    Session early(w.centre, [] {});
    early.receive(submit_pdu(1, "447700900001"));
    CHECK(w.said(early).at(0).status == status::bad_bind_state);

    Session nonsense(w.centre, [] {});
    nonsense.receive("\xFF\xFF\xFF\xFF\0\0\0\4\0\0\0\0\0\0\0\1"s);
    CHECK(w.said(nonsense).at(0).id == command::generic_nack);
    CHECK(w.then == Outlet::Then::end);
}

TEST_CASE(
    "centre: the receipt comes when it is due, as text and options, and once when acknowledged"
) {
    World1 w({}, {.receipt_delay_ms = 1'000});
    const auto session = bound(w);
    session->receive(submit_pdu(2, "447700900001"));
    w.said(*session);

    w.clock.advance(999ms);
    CHECK(w.centre.run_due() == noon + 1'000ms);
    CHECK(w.said(*session).empty());
    w.clock.advance(1ms);
    w.centre.run_due();

    const auto said = w.said(*session);
    REQUIRE(said.size() == 1);
    CHECK(said[0].id == command::deliver_sm);
    CHECK(
        said[0].body.find("id:1 sub:001 dlvrd:001 submit date:2311142213 done date:2311142213 "
                          "stat:DELIVRD err:000 text:Hello")
        != std::string::npos
    );
    CHECK(
        said[0].body.find("\x00\x1E\x00\x02"
                          "1\0"s)
        != std::string::npos
    );
    CHECK(said[0].body.find("\x04\x27\x00\x01\x02"s) != std::string::npos);
    session->receive(pdu(command::deliver_sm | command::response, said[0].sequence, "\0"s));
    CHECK(w.centre.receipts_waiting() == 0);
    CHECK(w.world.totals().acknowledged == 1);
}

TEST_CASE(
    "centre: a receipt goes to the connection that sent the text, or to another of its system id"
) {
    World1 w({}, {.receipt_delay_ms = 1'000});
    const auto first = bound(w);
    auto second = bound(w);
    second->receive(submit_pdu(2, "447700900001") + submit_pdu(3, "447700900002"));
    w.said(*second);
    w.clock.advance(1s);
    w.centre.run_due();
    CHECK(w.said(*first).empty());
    CHECK(w.said(*second).size() == 2);

    second->receive(submit_pdu(4, "447700900003"));
    second.reset();
    w.clock.advance(1s);
    w.centre.run_due();

    CHECK(w.said(*first).size() == 3);
}

TEST_CASE("centre: a receipt not acknowledged goes to the next connection") {
    World1 w({}, {.receipt_delay_ms = 0});
    auto session = bound(w);
    session->receive(submit_pdu(2, "447700900001"));
    w.centre.run_due();
    REQUIRE(w.said(*session).size() == 2);

    session.reset();
    Session next(w.centre, [] {});
    next.receive(bind_pdu());

    const auto said = w.said(next);
    REQUIRE(said.size() == 2);
    CHECK(said[1].id == command::deliver_sm);
}

TEST_CASE("centre: what was taken and not reported before a crash is reported after it") {
    World1 w({}, {.receipt_delay_ms = 500});
    {
        const auto session = bound(w);
        session->receive(
            submit_pdu(2, "447700900001", "One") + submit_pdu(3, "447700900002", "Two")
        );
        w.said(*session);
        w.clock.advance(500ms);
        w.centre.run_due();
        session->receive(
            pdu(command::deliver_sm | command::response, w.said(*session).at(0).sequence, "\0"s)
        );
        w.said(*session);
    }
    w.ledger.reset();
    World world;
    Centre::Unfinished unfinished;
    auto again = Ledger::open(
        w.folder.path() / "ledger.jsonl",
        [&](const Record& record) {
            world.apply(record);
            unfinished.see(record);
        },
        {}
    );
    REQUIRE(again);
    w.ledger = std::move(*again);
    Centre centre(*w.ledger, w.rules, world, w.clock, {});
    centre.resume(std::move(unfinished));
    CHECK(centre.receipts_waiting() == 1);
    Session session(centre, [] {});
    session.receive(bind_pdu());
    centre.run_due();

    const auto said = w.said(session);

    REQUIRE(said.size() == 2);
    CHECK(said[1].body.find("stat:DELIVRD err:000 text:Two") != std::string::npos);
}

TEST_CASE("centre: the receipt before the answer, the answer after the next, and no answer at all"
) {
    World1 w(
        {Rule{.value = "447700900010", .action = Action::receipt_first, .delay_ms = 20},
         Rule{.value = "447700900011", .action = Action::reorder},
         Rule{.value = "447700900012", .action = Action::no_answer}},
        {.receipt_delay_ms = 10'000}
    );
    const auto session = bound(w);

    session->receive(submit_pdu(2, "447700900010"));
    w.centre.run_due();
    CHECK(w.said(*session).at(0).id == command::deliver_sm);
    w.clock.advance(20ms);
    w.centre.run_due();
    CHECK(w.said(*session).at(0).sequence == 2);

    session->receive(submit_pdu(3, "447700900011") + submit_pdu(4, "447700900013"));
    const auto reordered = w.said(*session);
    REQUIRE(reordered.size() == 2);
    CHECK(reordered[0].sequence == 4);
    CHECK(reordered[1].sequence == 3);

    session->receive(submit_pdu(5, "447700900012"));
    CHECK(w.said(*session).empty());
    CHECK(w.world.phone("447700900012")->totals.messages == 1);
    CHECK(w.world.phone("447700900012")->totals.unanswered == 1);
}

TEST_CASE("centre: answered, then the line ends and nothing more is taken") {
    World1 w({Rule{.value = "447700900010", .action = Action::answer_then_disconnect}});
    const auto session = bound(w);

    session->receive(submit_pdu(2, "447700900010") + submit_pdu(3, "447700900011"));

    CHECK(w.said(*session).size() == 1);
    CHECK(w.then == Outlet::Then::end);
    CHECK(w.world.phone("447700900011") == nullptr);
}

TEST_CASE("centre: copies of a receipt, each of which waits to be acknowledged") {
    World1 w(
        {Rule{.value = "447700900010", .action = Action::duplicate_receipt, .times = 3}},
        {.receipt_delay_ms = 0}
    );
    const auto session = bound(w);
    session->receive(submit_pdu(2, "447700900010"));
    w.centre.run_due();

    const auto said = w.said(*session);

    CHECK(said.size() == 4);
    CHECK(w.centre.receipts_waiting() == 3);
}

}
