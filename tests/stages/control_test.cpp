// Who decides when messages leave, on both engines: people who pause, stop, take back and try
// again; the practice's hours; the latest instant; a start that was missed.
#include "tests/stages/world.hpp"

#include "domain/london_time.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace cohort::stages {
namespace {

using namespace std::chrono_literals;
using domain::BulkState;
using Why = send::Hold::Why;
using enum domain::MessageState;

send::AttemptOutcome accepted_as(const send::Submission& submission) {
    return send::Accepted{
        {"ref-" + std::to_string(submission.key.position.value) + "-"
         + std::to_string(submission.key.attempt.value)}
    };
}

send::Receipt receipt(std::string reference, send::Receipt::Says says) {
    const bool failed = says == send::Receipt::Says::failed;
    return {std::move(reference), says, failed ? "message.not_delivered" : "", {}, {}, "raw"};
}

TimePoint london(std::string_view time) {
    return domain::read_london(*domain::parse_local_time(time)).utc;
}

using Press = Result<send::Pressed> (send::Sending::*)(
    db::Transaction&, const practice::Actor&, BulkMessageId
) const;

send::Pressed press(World& world, Press what, BulkMessageId id, std::string name = "Ruth") {
    const practice::Actor actor{world.practice(), std::move(name)};
    const auto pressed = world.database().write_now([&](db::Transaction& tx) {
        return (world.flows().sending.*what)(tx, actor, id);
    });
    REQUIRE(pressed.ok());
    return *pressed;
}

constexpr Press pause = &send::Sending::pause_bulk_message;
constexpr Press resume = &send::Sending::resume_bulk_message;
constexpr Press stop = &send::Sending::stop_bulk_message;

Result<std::int64_t> try_again(World& world, BulkMessageId id, send::AlsoTry also = {}) {
    return world.database().write_now([&](db::Transaction& tx) {
        return world.flows().sending.try_again(tx, world.actor(), id, also);
    });
}

void set_hours(World& world, std::string_view window) {
    REQUIRE(world.database()
                .write_now([&](db::Transaction& tx) {
                    return world.flows().practices.set_send_window(
                        tx, world.practice(), domain::SendWindow::parse(window).value()
                    );
                })
                .ok());
}

void set_undo(World& world, std::chrono::seconds undo) {
    REQUIRE(world.database()
                .write_now([&](db::Transaction& tx) {
                    return world.flows().practices.set_undo(tx, world.practice(), undo);
                })
                .ok());
}

void sweep(World& world) {
    REQUIRE(world.await(world.flows().sending.sweep(send::Sending::Owner::any)).ok());
    REQUIRE(world.await(world.flows().sending.expire_overdue()).ok());
}

std::vector<send::Event> timeline(World& world, BulkMessageId id) {
    return world.database()
        .read_now([&](db::Snapshot& at) {
            return world.flows().sending.details(at, world.practice(), id);
        })
        ->timeline;
}

std::vector<std::string> what_happened(World& world, BulkMessageId id) {
    std::vector<std::string> what;
    for (const send::Event& event : timeline(world, id)) {
        what.push_back(event.what);
    }
    return what;
}

using Words = std::vector<std::string>;

void move_to(World& world, TimePoint time) {
    world.clock().advance(time - world.clock().now());
}

TEST_CASE("control: after Pause nothing leaves but what was under way, until somebody resumes") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(40), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 3;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 3; });

        const send::Pressed first = press(world, pause, id, "Ruth");
        CHECK(first.did_something);
        CHECK(first.messages == 37);
        CHECK(world.counts(id)[leased] == 0);
        CHECK_FALSE(press(world, pause, id, "Robin").did_something);
        CHECK(world.overview(id).state == BulkState::paused);
        CHECK(world.overview(id).hold->why == Why::paused);
        for (std::size_t i = 0; i < 3; ++i) {
            gateway.end(gateway.submitted[i].key, accepted_as(gateway.submitted[i]));
        }
        world.run_until([&] { return world.counts(id)[accepted] == 3; });
        world.run_for(300ms);
        CHECK(gateway.submitted.size() == 3);
        CHECK(world.recount(id) == world.counts(id));

        gateway.answer = accepted_as;
        CHECK(press(world, resume, id, "Robin").messages == 37);
        CHECK_FALSE(press(world, resume, id, "Ruth").did_something);
        world.run_until([&] { return world.counts(id)[accepted] == 40; });

        CHECK(gateway.submitted.size() == 40);
        CHECK(
            what_happened(world, id) == Words{"accepted", "started", "paused", "resumed", "ended"}
        );
        CHECK(timeline(world, id)[2].actor == "Ruth");
        CHECK(timeline(world, id)[3].actor == "Robin");
    });
}

TEST_CASE("control: messages that are made while it is paused wait too, and Stop ends the wait") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(30), "Hello");
        REQUIRE(world.await(world.flows().scheduling.release_due()).ok());
        press(world, pause, id);
        world.make_messages();
        CHECK(world.counts(id)[planned] == 30);

        press(world, stop, id);
        CHECK(world.counts(id)[cancelled] == 30);
        CHECK(world.overview(id).state == BulkState::stopped);
        CHECK_FALSE(press(world, resume, id).did_something);
    });
}

TEST_CASE("control: one that has not started, or has ended, is not paused") {
    for_each_engine([](World& world) {
        const BulkMessageId later = world.send(world.list_of(2), "Hello", world.clock().now() + 1h);
        CHECK_FALSE(press(world, pause, later).did_something);
        CHECK(world.overview(later).state == BulkState::scheduled);

        const BulkMessageId id = world.send(world.list_of(1), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 1; });
        CHECK_FALSE(press(world, pause, id).did_something);
        CHECK(world.overview(id).state == BulkState::ok);
    });
}

TEST_CASE("hours: nothing leaves after they close, and the rest goes on when they open") {
    for_each_engine([](World& world) {
        set_hours(world, "mon-fri 08:00-18:00");
        const BulkMessageId id = world.send(world.list_of(20), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 2;
        world.make_messages();
        move_to(world, london("2027-01-12T17:59") + 50s);
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 2; });
        CHECK_FALSE(world.overview(id).hold.has_value());
        CHECK(world.counts(id)[leased] == 18);

        // Leases taken a moment before the closing are of no use after it.
        move_to(world, london("2027-01-12T18:00"));
        gateway.answer = accepted_as;
        for (std::size_t i = 0; i < 2; ++i) {
            gateway.end(gateway.submitted[i].key, accepted_as(gateway.submitted[i]));
        }
        world.run_for(300ms);
        CHECK(gateway.submitted.size() == 2);
        CHECK(world.overview(id).state == BulkState::sending);
        REQUIRE(world.overview(id).hold.has_value());
        CHECK(world.overview(id).hold->why == Why::hours);
        CHECK(world.overview(id).hold->until == london("2027-01-13T08:00"));

        move_to(world, london("2027-01-13T08:00"));
        sweep(world);
        world.run_until([&] { return world.counts(id)[accepted] == 20; });
        CHECK(gateway.submitted.size() == 20);
        CHECK(world.recount(id) == world.counts(id));
    });
}

BulkMessageId send_anyway(World& world, ListId list, std::string reason) {
    const auto accepted = world.database().write_now([&](db::Transaction& tx) {
        return world.flows().composing.accept(
            tx,
            world.actor(),
            "anyway",
            {.list = list,
             .channel = domain::Channel::sms,
             .subject = "",
             .text = "We are closed tomorrow",
             .later = {},
             .anyway_reason = std::move(reason)}
        );
    });
    REQUIRE(accepted.ok());
    return accepted->id;
}

TEST_CASE("hours: who gives a reason sends outside them, and the reason is kept") {
    for_each_engine([](World& world) {
        set_hours(world, "mon-fri 08:00-18:00");
        const ListId list = world.list_of(4);
        move_to(world, london("2027-01-12T22:00"));
        const BulkMessageId waits = world.send(list, "Hello");
        const BulkMessageId goes = send_anyway(world, list, " The boiler has burst ");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(goes)[accepted] == 4; });

        CHECK(gateway.submitted.size() == 4);
        CHECK(world.overview(waits).state == BulkState::scheduled);
        CHECK(world.overview(waits).send_at == london("2027-01-13T08:00"));
        const auto details = world.database().read_now([&](db::Snapshot& at) {
            return world.flows().sending.details(at, world.practice(), goes);
        });
        CHECK(details->anyway_reason == "The boiler has burst");
    });
}

TEST_CASE("schedule: a start up to an hour late still goes, and the timeline says so") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(2), "Hello", world.clock().now() + 1h);
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.clock().advance(1h + 59min);
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 2; });

        CHECK(what_happened(world, id) == Words{"accepted", "started_late", "ended"});
    });
}

TEST_CASE("schedule: a start that was missed by more waits until somebody says that it is to go") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(2), "Hello", world.clock().now() + 1h);
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.clock().advance(2h + 1min);
        world.make_messages();
        world.serve(gateway);
        world.run_for(300ms);
        CHECK(gateway.submitted.empty());
        CHECK(world.overview(id).state == BulkState::paused);
        CHECK(world.overview(id).hold->why == Why::missed);

        press(world, resume, id, "Robin");
        world.make_messages();
        world.run_until([&] { return world.counts(id)[accepted] == 2; });
        CHECK(what_happened(world, id) == Words{"accepted", "missed", "resumed", "ended"});
        CHECK(world.overview(id).started_at.has_value());
    });
}

TEST_CASE("schedule: a late start outside the hours is a missed one") {
    for_each_engine([](World& world) {
        set_hours(world, "mon-fri 08:00-18:00");
        const BulkMessageId id = world.send(world.list_of(2), "Hello", london("2027-01-12T17:45"));
        move_to(world, london("2027-01-12T18:10"));
        world.make_messages();
        CHECK(world.overview(id).hold->why == Why::missed);

        // Told to go, it goes when they open.
        press(world, resume, id);
        CHECK(world.overview(id).hold->why == Why::hours);
        CHECK(world.overview(id).hold->until == london("2027-01-13T08:00"));
    });
}

TEST_CASE("latest: what has not left by the end of the next day of sending is expired") {
    for_each_engine([](World& world) {
        set_hours(world, "mon-fri 08:00-18:00");
        const BulkMessageId id = world.send(world.list_of(5), "Hello");
        world.make_messages();
        const TimePoint latest = london("2027-01-13T18:00");
        CHECK(world.overview(id).latest == latest);
        move_to(world, latest);
        sweep(world);
        CHECK(world.counts(id)[queued] == 5);

        world.clock().advance(1ms);
        sweep(world);
        sweep(world);
        CHECK(world.counts(id)[expired] == 5);
        CHECK(world.recount(id) == world.counts(id));
        CHECK(world.overview(id).state == BulkState::error);
        const auto wrong = world.messages(id, send::Which::errors);
        REQUIRE(wrong.size() == 5);
        CHECK(wrong[0].reason == "message.too_late");
        CHECK(what_happened(world, id) == Words{"accepted", "started", "expired", "ended"});
        CHECK(timeline(world, id)[2].messages == 5);

        // Once more, with a new latest instant.
        CHECK(try_again(world, id).value() == 5);
        CHECK(world.overview(id).latest == london("2027-01-14T18:00"));
        move_to(world, london("2027-01-14T08:00"));
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 5; });
        CHECK(world.overview(id).state == BulkState::ok);
    });
}

TEST_CASE("latest: a pause does not move it, and what it kept back says so") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(3), "Hello");
        world.make_messages();
        press(world, pause, id);
        CHECK(world.overview(id).latest == london("2027-01-14T00:00"));
        move_to(world, london("2027-01-14T00:01"));
        sweep(world);

        CHECK(world.counts(id)[expired] == 3);
        CHECK(world.messages(id)[0].reason == "message.too_late_paused");
        CHECK(world.overview(id).state == BulkState::error);
        CHECK_FALSE(press(world, resume, id).did_something);
    });
}

TEST_CASE("latest: nothing leaves after it, also before the sweep comes by") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(3), "Hello");
        world.make_messages();
        move_to(world, world.overview(id).latest + 1ms);
        ScriptedGateway& gateway = world.carrier();
        world.serve(gateway);
        world.run_for(300ms);

        CHECK(gateway.submitted.empty());
        CHECK(world.counts(id)[queued] == 3);
    });
}

TEST_CASE("latest: messages that are made after it are expired from the start") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(3), "Hello");
        REQUIRE(world.await(world.flows().scheduling.release_due()).ok());
        move_to(world, world.overview(id).latest + 1ms);
        world.make_messages();

        CHECK(world.counts(id)[expired] == 3);
        CHECK(world.recount(id) == world.counts(id));
        CHECK(world.overview(id).state == BulkState::error);
    });
}

// Of five: one delivered, one failed, one accepted and silent, one in doubt, one refused.
struct Mixed {
    World& world;
    BulkMessageId id;
    ScriptedGateway& gateway;

    explicit Mixed(World& in)
        : world(in), id(in.send(in.list_of(5), "Hello")), gateway(in.carrier()) {
        gateway.answer = [](const send::Submission& submission) -> send::AttemptOutcome {
            if (submission.key.attempt.value == 1 && submission.key.position.value == 4) {
                return send::InDoubt{"gateway.no_answer", ""};
            }
            if (submission.key.attempt.value == 1 && submission.key.position.value == 5) {
                return send::Refused{"sms.number_refused", "0x0B", send::Refused::For::good};
            }
            return accepted_as(submission);
        };
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id).open() == 0; });
        hear("ref-1-1", send::Receipt::Says::delivered);
        hear("ref-2-1", send::Receipt::Says::failed);
        world.clock().advance(73h);
        REQUIRE(world.await(world.flows().sending.settle_unreceipted(72h, 24h)).ok());
        CHECK(world.counts(id)[no_receipt] == 1);
    }

    void hear(std::string reference, send::Receipt::Says says) {
        REQUIRE(
            world.await(world.flows().receipts.keep("sms", {receipt(std::move(reference), says)}))
        );
    }

    std::vector<std::int64_t> positions_again() const {
        std::vector<std::int64_t> positions;
        for (std::size_t i = 5; i < gateway.submitted.size(); ++i) {
            positions.push_back(gateway.submitted[i].key.position.value);
        }
        std::ranges::sort(positions);
        return positions;
    }
};

using Positions = std::vector<std::int64_t>;

TEST_CASE("again: without a tick only those go again who certainly have not got it") {
    for_each_engine([](World& world) {
        Mixed mixed(world);
        CHECK(try_again(world, mixed.id).value() == 2);
        world.run_until([&] { return world.counts(mixed.id).open() == 0; });

        CHECK(mixed.positions_again() == Positions{2, 5});
    });
}

TEST_CASE("again: each tick takes its own, and the timeline and the audit count them") {
    for_each_engine([](World& world) {
        Mixed mixed(world);
        CHECK(try_again(world, mixed.id, {.no_receipt = true, .not_confirmed = true}).value() == 4);
        world.run_until([&] { return world.counts(mixed.id).open() == 0; });

        CHECK(mixed.positions_again() == Positions{2, 3, 4, 5});
        const auto events = timeline(world, mixed.id);
        const auto count_of = [&](std::string_view what) {
            const auto found = std::ranges::find(events, what, &send::Event::what);
            return found == events.end() ? 0 : found->messages;
        };
        CHECK(count_of("tried_again") == 2);
        CHECK(count_of("tried_unreceipted") == 1);
        CHECK(count_of("tried_unconfirmed") == 1);
        // Nothing is left to try: the second press does nothing, and leaves nothing behind.
        const auto before = timeline(world, mixed.id).size();
        const auto again = try_again(world, mixed.id, {.no_receipt = true, .not_confirmed = true});
        CHECK(again.error().code == ErrorCode("bulk_message.nothing_failed"));
        CHECK(timeline(world, mixed.id).size() == before);
        CHECK(world.overview(mixed.id).ended_at.has_value());
    });
}

TEST_CASE("again: a receipt that comes first wins, whatever is ticked") {
    for_each_engine([](World& world) {
        Mixed mixed(world);
        mixed.hear("ref-2-1", send::Receipt::Says::delivered);
        mixed.hear("ref-3-1", send::Receipt::Says::delivered);
        CHECK(
            try_again(world, mixed.id, {.no_receipt = true, .not_confirmed = false}).value() == 1
        );
        world.run_until([&] { return world.counts(mixed.id).open() == 0; });

        CHECK(mixed.positions_again() == Positions{5});
        CHECK(world.counts(mixed.id)[delivered] == 3);
    });
}

TEST_CASE("again: a receipt that comes while it waits in line takes it out") {
    for_each_engine([](World& world) {
        Mixed mixed(world);
        mixed.gateway.slots = 0;
        CHECK(try_again(world, mixed.id).value() == 2);
        mixed.hear("ref-2-1", send::Receipt::Says::delivered);
        mixed.gateway.slots = 10;
        mixed.gateway.events().ready();
        world.run_until([&] { return world.counts(mixed.id).open() == 0; });

        CHECK(mixed.positions_again() == Positions{5});
    });
}

TEST_CASE("again: who may have got it is not said to have been stopped") {
    for_each_engine([](World& world) {
        Mixed mixed(world);
        mixed.gateway.slots = 0;
        CHECK(try_again(world, mixed.id, {.no_receipt = true, .not_confirmed = true}).value() == 4);
        CHECK(press(world, stop, mixed.id).messages == 2);

        CHECK(world.counts(mixed.id)[cancelled] == 2);
        CHECK(world.counts(mixed.id)[no_receipt] == 1);
        CHECK(world.counts(mixed.id)[in_doubt] == 1);
        CHECK(world.recount(mixed.id) == world.counts(mixed.id));
    });
}

TEST_CASE("again: nor to have been refused, to have failed or to have run out of time") {
    for_each_engine([](World& world) {
        Mixed mixed(world);
        mixed.gateway.answer = [](const send::Submission& submission) -> send::AttemptOutcome {
            if (submission.key.position.value == 4) {
                return send::Refused{"sms.number_refused", "0x0B", send::Refused::For::good};
            }
            return accepted_as(submission);
        };
        CHECK(try_again(world, mixed.id, {.no_receipt = true, .not_confirmed = true}).value() == 4);
        world.run_until([&] { return world.counts(mixed.id).open() == 0; });
        CHECK(world.counts(mixed.id)[in_doubt] == 1);
        mixed.hear("ref-3-2", send::Receipt::Says::failed);
        CHECK(world.counts(mixed.id)[no_receipt] == 1);
        mixed.hear("ref-2-2", send::Receipt::Says::failed);
        CHECK(world.counts(mixed.id)[failed] == 1);

        mixed.gateway.slots = 0;
        CHECK(try_again(world, mixed.id, {.no_receipt = true, .not_confirmed = true}).value() == 3);
        world.clock().advance(73h);
        sweep(world);
        CHECK(world.counts(mixed.id)[in_doubt] == 1);
        CHECK(world.counts(mixed.id)[no_receipt] == 1);
        CHECK(world.counts(mixed.id)[expired] == 1);
        // A late receipt of the first attempt still corrects it.
        mixed.hear("ref-3-1", send::Receipt::Says::delivered);
        CHECK(world.counts(mixed.id)[no_receipt] == 0);
        CHECK(world.recount(mixed.id) == world.counts(mixed.id));
    });
}

TEST_CASE("again: what was stopped while its messages were being made is not woken") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(3), "Hello");
        press(world, stop, id);
        CHECK(try_again(world, id).error().code == ErrorCode("bulk_message.still_stopping"));
        world.make_messages();
        CHECK(world.counts(id)[cancelled] == 3);
    });
}

Result<std::optional<DraftId>> take_back(World& world, BulkMessageId id) {
    return world.database().write_now([&](db::Transaction& tx) {
        return world.flows().sending.take_back(tx, world.actor(), id);
    });
}

TEST_CASE("schedule: a scheduled one is taken back into a draft with the same content, once") {
    for_each_engine([](World& world) {
        const ListId list = world.list_of(3);
        const BulkMessageId id =
            world.send(list, "Hello ((first name))", london("2027-06-15T10:30"));
        world.make_messages();

        const auto draft_id = take_back(world, id);
        REQUIRE(draft_id.ok());
        REQUIRE(draft_id->has_value());
        const auto draft = world.database().read_now([&](db::Snapshot& at) {
            return world.flows().composing.draft(at, world.practice(), **draft_id);
        });
        CHECK(draft->list == list);
        CHECK(draft->text == "Hello ((first name))");
        CHECK(draft->later == compose::TypedTime{"15", "06", "2027", "10", "30"});
        CHECK(world.counts(id)[cancelled] == 3);
        CHECK(world.overview(id).state == BulkState::stopped);
        CHECK(what_happened(world, id) == Words{"accepted", "taken_back"});
        CHECK_FALSE(take_back(world, id).value().has_value());

        // Its time comes, and nothing happens.
        move_to(world, london("2027-06-15T10:30"));
        world.make_messages();
        CHECK(world.overview(id).state == BulkState::stopped);
    });
}

TEST_CASE("schedule: one that has started is not taken back") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(1), "Hello");
        world.make_messages();
        CHECK_FALSE(take_back(world, id).value().has_value());
        CHECK(world.counts(id)[queued] == 1);
    });
}

TEST_CASE("undo: nothing leaves before its time is over, and Stop within it leaves nobody with it"
) {
    for_each_engine([](World& world) {
        set_undo(world, 30s);
        const ListId list = world.list_of(3);
        const BulkMessageId stopped = world.send(list, "Hello");
        const BulkMessageId goes = world.send(list, "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.make_messages();
        world.serve(gateway);
        CHECK(world.overview(goes).hold->why == Why::undo);
        CHECK(world.overview(goes).hold->until == world.overview(goes).pressed_at + 30s);
        world.clock().advance(30s - 2ms);
        world.make_messages();
        world.run_for(200ms);
        CHECK(gateway.submitted.empty());
        press(world, stop, stopped);
        world.clock().advance(2ms);
        world.make_messages();
        world.run_until([&] { return world.counts(goes)[accepted] == 3; });

        CHECK(gateway.submitted.size() == 3);
        CHECK(world.counts(stopped)[cancelled] == 3);
    });
}

// The last Sunday of a month.
std::chrono::sys_days change_day(int year, unsigned month) {
    return std::chrono::sys_days{
        std::chrono::year{year} / std::chrono::month{month} / std::chrono::Sunday[std::chrono::last]
    };
}

// Where London's clocks change by the written rule, at 01:00 UTC, told without the zone's data.
TimePoint meant(std::chrono::sys_days day, unsigned month, Milliseconds clock) {
    const TimePoint utc = std::chrono::time_point_cast<Milliseconds>(TimePoint{day}) + clock;
    if (month == 3) {
        return clock < 1h ? utc : clock < 2h ? TimePoint{day} + 1h : utc - 1h;
    }
    return clock < 2h ? utc - 1h : utc;
}

TEST_CASE("schedule: around every change of London's clocks to 2037 it starts once, at the instant"
          " that is meant (G20)") {
    World world(Engine::sqlite);
    const ListId list = world.list_of(1);
    int changes = 0;
    for (int year = 2027; year <= 2037; ++year) {
        for (const unsigned month : {3U, 10U}) {
            const auto day = change_day(year, month);
            move_to(world, TimePoint{day} - 24h);
            ++changes;
            for (const auto clock : {30min, 60min, 90min, 119min, 120min, 150min, 210min}) {
                const std::chrono::year_month_day date{day};
                const compose::TypedTime typed{
                    std::to_string(static_cast<unsigned>(date.day())),
                    std::to_string(month),
                    std::to_string(year),
                    std::to_string(clock / 1h),
                    std::to_string(clock % 1h / 1min)
                };
                CAPTURE(year);
                CAPTURE(month);
                CAPTURE(clock.count());
                const TimePoint due = meant(day, month, clock);
                CHECK(compose::read_time(typed)->utc == due);
                const BulkMessageId id = world.send(list, "Hello", due);
                const TimePoint now = world.clock().now();
                move_to(world, due - 1ms);
                REQUIRE(world.await(world.flows().scheduling.release_due()).value() == 0);
                move_to(world, due);
                REQUIRE(world.await(world.flows().scheduling.release_due()).value() == 1);
                REQUIRE(world.await(world.flows().scheduling.release_due()).value() == 0);
                CHECK(world.overview(id).started_at == due);
                move_to(world, now);
            }
        }
    }
    CHECK(changes == 22);
}

}
}
