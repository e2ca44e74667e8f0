// The life of messages through every stage, on both engines, with a carrier played at the gateway
// seam.
#include "tests/stages/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

namespace cohort::stages {
namespace {

using namespace std::chrono_literals;
using domain::MessageState;
using enum domain::MessageState;

send::AttemptOutcome accepted_as(const send::Submission& submission) {
    return send::Accepted{{"ref-" + std::to_string(submission.key.position.value)}};
}

send::Receipt receipt(std::string reference, send::Receipt::Says says, std::string reason = {}) {
    return {std::move(reference), says, std::move(reason), {}, {}, "raw"};
}

TEST_CASE(
    "sending: every patient of the list is given to the gateway once, each with their own text"
) {
    for_each_engine([](World& world) {
        const ListId list = world.list_of(250);
        const BulkMessageId id =
            world.send(list, "Dear ((first name)), please book. ((practice name))");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;

        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 250; });

        std::set<std::int64_t> positions;
        for (const send::Submission& submission : gateway.submitted) {
            positions.insert(submission.key.position.value);
            const auto patient =
                test::patient(static_cast<std::uint64_t>(submission.key.position.value - 1));
            CHECK(submission.text == "Dear " + patient.given + ", please book. Riverside Surgery");
            CHECK(submission.to == "+44" + patient.mobile.substr(1));
        }
        CHECK(gateway.submitted.size() == 250);
        CHECK(positions.size() == 250);
        CHECK(world.recount(id) == world.counts(id));
        CHECK(world.overview(id).state == domain::BulkState::ok);
    });
}

TEST_CASE("sending: no more messages are marked than the gateway has room for") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(40), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 7;

        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 7; });

        CHECK(world.counts(id)[attempting] == 7);
        CHECK(gateway.submitted.size() == 7);
        CHECK(world.recount(id) == world.counts(id));
    });
}

TEST_CASE("sending: a worker takes no more into its hands than it asks for") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(300), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 1;

        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 1; });

        CHECK(world.counts(id)[leased] <= 100);
    });
}

void switch_bulk_messages(World& world, practice::Switch to) {
    const auto set = [&](db::Transaction& tx) {
        return world.flows().practices.set_feature(
            tx, world.practice(), practice::Feature::bulk_messages, to
        );
    };
    REQUIRE(world.database().write_now(set).ok());
}

TEST_CASE("sending: nothing more leaves once the practice is switched off, until it is on again") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(40), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 7;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 7; });

        switch_bulk_messages(world, practice::Switch::off);
        gateway.answer = accepted_as;
        for (std::size_t i = 0; i < 7; ++i) {
            gateway.end(gateway.submitted[i].key, accepted_as(gateway.submitted[i]));
        }
        world.run_until([&] { return world.counts(id)[accepted] == 7; });
        world.run_for(300ms);
        CHECK(gateway.submitted.size() == 7);

        switch_bulk_messages(world, practice::Switch::on);
        world.clock().advance(31s); // what was leased meanwhile goes back in line
        REQUIRE(world.await(world.flows().sending.sweep(send::Sending::Owner::any)).ok());
        world.run_until([&] { return world.counts(id)[accepted] == 40; });
        CHECK(gateway.submitted.size() == 40);
        CHECK(world.recount(id) == world.counts(id));
    });
}

TEST_CASE("sending: marks that a dead process left behind are not confirmed, and never sent again"
) {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(40), "Hello");
        ScriptedGateway& dead = world.carrier();
        dead.slots = 5;
        world.make_messages();
        world.serve(dead);
        world.run_until([&] { return dead.open() == 5; });
        ScriptedGateway& next = world.carrier();
        next.answer = accepted_as;
        dead.slots = 0;

        REQUIRE(world.await(world.flows().sending.sweep(send::Sending::Owner::left_behind)).ok());
        world.serve(next);
        world.run_until([&] { return world.counts(id)[accepted] == 35; });

        CHECK(world.counts(id)[in_doubt] == 5);
        CHECK(next.submitted.size() == 35);
        CHECK(world.overview(id).state == domain::BulkState::error);
        CHECK(world.recount(id) == world.counts(id));
    });
}

TEST_CASE("sending: an answer that comes after the sweep gave it up still counts") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(1), "Hello");
        ScriptedGateway& gateway = world.carrier();
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 1; });
        REQUIRE(world.await(world.flows().sending.sweep(send::Sending::Owner::left_behind)).ok());

        CHECK(world.counts(id)[in_doubt] == 1);
        gateway.end(gateway.submitted[0].key, send::Accepted{{"ref-late"}});
        world.run_until([&] { return world.counts(id)[accepted] == 1; });
        REQUIRE(world.await(world.flows().receipts.keep(
            "sms", {receipt("ref-late", send::Receipt::Says::delivered)}
        )));
        world.run_until([&] { return world.counts(id)[delivered] == 1; });

        CHECK(gateway.submitted.size() == 1);
    });
}

TEST_CASE("sending: what was not sent is tried again after its wait, what was refused is not") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(3), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = [](const send::Submission& submission) -> send::AttemptOutcome {
            if (submission.key.position.value == 1 && submission.key.attempt.value == 1) {
                return send::NotSent{"gateway.throttled", "0x58", 20s};
            }
            if (submission.key.position.value == 2) {
                return send::Refused{"sms.number_refused", "0x0B", send::Refused::For::good};
            }
            return accepted_as(submission);
        };

        world.make_messages();
        world.serve(gateway);
        world.run_until([&] {
            return world.counts(id)[accepted] == 1 && world.counts(id)[queued] == 1;
        });
        CHECK(gateway.submitted.size() == 3);
        world.clock().advance(21s);
        world.run_until([&] { return world.counts(id)[accepted] == 2; });

        CHECK(gateway.submitted.size() == 4);
        CHECK(world.counts(id)[refused] == 1);
        CHECK(world.messages(id, send::Which::errors).at(0).reason == "sms.number_refused");
        CHECK(world.overview(id).state == domain::BulkState::error);
    });
}

TEST_CASE("sending: 'Try sending message again' takes the failed and only those") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(4), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = [](const send::Submission& submission) -> send::AttemptOutcome {
            if (submission.key.position.value == 4 && submission.key.attempt.value == 1) {
                return send::InDoubt{"gateway.no_answer", ""};
            }
            return send::Accepted{
                {"ref-" + std::to_string(submission.key.position.value) + "-"
                 + std::to_string(submission.key.attempt.value)}
            };
        };
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 3; });
        REQUIRE(world.await(world.flows().receipts.keep(
            "sms",
            {receipt("ref-1-1", send::Receipt::Says::delivered),
             receipt("ref-2-1", send::Receipt::Says::failed, "sms.number_unknown")}
        )));
        CHECK(world.counts(id)[failed] == 1);

        const auto again = [&](db::Transaction& tx) {
            return world.flows().sending.try_again(tx, world.actor(), id, {});
        };
        CHECK(world.database().write_now(again).value() == 1);
        world.run_until([&] { return gateway.submitted.size() == 5; });
        world.run_until([&] { return world.counts(id)[accepted] == 2; });

        CHECK(gateway.submitted.back().key.position.value == 2);
        CHECK(gateway.submitted.back().key.attempt.value == 2);
        CHECK(world.counts(id)[in_doubt] == 1);
        CHECK(
            world.database().write_now(again).error().code
            == ErrorCode("bulk_message.nothing_failed")
        );
    });
}

TEST_CASE("receipts: one that comes before the submit's answer is applied when the answer is there"
) {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(1), "Hello");
        ScriptedGateway& gateway = world.carrier();
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 1; });

        REQUIRE(world.await(
            world.flows().receipts.keep("sms", {receipt("early", send::Receipt::Says::delivered)})
        ));
        CHECK(world.counts(id)[attempting] == 1);
        gateway.end(gateway.submitted[0].key, send::Accepted{{"early"}});
        world.run_until([&] { return world.counts(id)[delivered] == 1; });

        CHECK(world.overview(id).state == domain::BulkState::ok);
    });
}

TEST_CASE("receipts: a text of several parts is delivered only when all of them are") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(1), std::string(400, 'a'));
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = [](const send::Submission&) { return send::Accepted{{"p1", "p2", "p3"}}; };
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 1; });
        const auto keep = [&](const char* reference, send::Receipt::Says says) {
            REQUIRE(world.await(world.flows().receipts.keep(
                "sms", {receipt(reference, says), receipt(reference, says)}
            )));
        };

        keep("p3", send::Receipt::Says::delivered);
        keep("p1", send::Receipt::Says::delivered);
        CHECK(world.counts(id)[accepted] == 1);
        keep("p2", send::Receipt::Says::failed);
        CHECK(world.counts(id)[failed] == 1);
        keep("p2", send::Receipt::Says::delivered);
        CHECK(world.counts(id)[delivered] == 1);
        keep("p1", send::Receipt::Says::failed);

        CHECK(world.counts(id)[delivered] == 1);
    });
}

TEST_CASE("receipts: interim and unknown ones change nothing") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(1), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 1; });

        REQUIRE(world.await(world.flows().receipts.keep(
            "sms",
            {receipt("ref-1", send::Receipt::Says::interim),
             receipt("ref-1", send::Receipt::Says::unknown),
             receipt("never-heard-of", send::Receipt::Says::failed)}
        )));

        CHECK(world.counts(id)[accepted] == 1);
    });
}

TEST_CASE("sending: Stop lets nothing leave that has not left") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(100), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 3;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 3; });

        const auto stop = [&](db::Transaction& tx) {
            return world.flows().sending.stop_bulk_message(tx, world.actor(), id);
        };
        CHECK(world.database().write_now(stop)->messages == 97);
        CHECK_FALSE(world.database().write_now(stop)->did_something);
        for (std::size_t i = 0; i < 3; ++i) {
            gateway.end(gateway.submitted[i].key, accepted_as(gateway.submitted[i]));
        }
        world.run_until([&] { return world.counts(id)[accepted] == 3; });

        CHECK(gateway.submitted.size() == 3);
        CHECK(world.counts(id)[cancelled] == 97);
        CHECK(world.overview(id).state == domain::BulkState::stopped);
        CHECK(world.recount(id) == world.counts(id));
    });
}

TEST_CASE("schedule: nothing leaves before its time, and all of it after") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(5), "Hello", world.clock().now() + 1h);
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.make_messages();
        world.serve(gateway);

        world.clock().advance(59min);
        world.make_messages();
        CHECK(gateway.submitted.empty());
        CHECK(world.overview(id).state == domain::BulkState::scheduled);
        CHECK(world.counts(id)[planned] == 5);
        world.clock().advance(1min);
        world.make_messages();
        world.run_until([&] { return world.counts(id)[accepted] == 5; });

        CHECK(gateway.submitted.size() == 5);
    });
}

TEST_CASE("schedule: one that was stopped before its time never starts") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(5), "Hello", world.clock().now() + 1h);
        world.make_messages();
        const auto stop = [&](db::Transaction& tx) {
            return world.flows().sending.stop_bulk_message(tx, world.actor(), id);
        };
        REQUIRE(world.database().write_now(stop)->messages == 5);
        ScriptedGateway& gateway = world.carrier();
        world.serve(gateway);

        world.clock().advance(2h);
        world.make_messages();

        CHECK(world.overview(id).state == domain::BulkState::stopped);
        CHECK(gateway.submitted.empty());
    });
}

TEST_CASE("sending: patients who cannot be reached are left out with the reason, and are no error"
) {
    for_each_engine([](World& world) {
        const ListId list = world.upload(
            "Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,E-mail Address\r\n"
            "Anna,Test,01/02/1980,9990000018,07700900001,anna@example.org\r\n"
            "Ben,Test,01/02/1981,9990000026,,ben@example.org\r\n",
            "two"
        );
        const BulkMessageId id = world.send(list, "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 1; });

        CHECK(world.counts(id)[skipped] == 1);
        CHECK(world.messages(id).at(1).reason == "message.no_mobile");
        CHECK(world.overview(id).state == domain::BulkState::ok);
    });
}

TEST_CASE("sending: a leased message whose worker is gone goes back in line") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(30), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 1;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 1; });
        CHECK(world.counts(id)[leased] > 0);

        REQUIRE(world.await(world.flows().sending.sweep(send::Sending::Owner::any)).ok());
        CHECK(world.counts(id)[leased] > 0);
        world.clock().advance(31s);
        REQUIRE(world.await(world.flows().sending.sweep(send::Sending::Owner::any)).ok());

        CHECK(world.counts(id)[leased] == 0);
        CHECK(world.counts(id)[queued] == 29);
        CHECK(world.counts(id)[attempting] == 1);
    });
}

TEST_CASE("sending: a message whose stored text is damaged is refused, and the others go on") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(30), "Hello");
        world.make_messages();
        const std::string damage = "UPDATE message_contents SET content_sealed = (SELECT "
                                   "content_sealed FROM message_contents WHERE "
                                   "position = 2) WHERE position = 3";
        const auto run = [&](db::Transaction& tx) -> Outcome {
            REQUIRE(tx.run(db::Sql{"test/damage", damage, damage}) == 1);
            return done();
        };
        REQUIRE(world.database().write_now(run).ok());
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.serve(gateway);
        world.run_until([&] { return world.counts(id).open() == 0; });

        CHECK(world.counts(id)[accepted] == 29);
        CHECK(world.counts(id)[refused] == 1);
        CHECK(gateway.submitted.size() == 29);
        const auto errors = world.messages(id, send::Which::errors);
        REQUIRE(errors.size() == 1);
        CHECK(errors.front().position.value == 3);
        CHECK(errors.front().reason == "message.unreadable");
    });
}

TEST_CASE("sending: a gateway is asked about what it took and never reported, after an hour") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(50), "Hello");
        world.make_messages();
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        std::map<std::string, int> asked;
        gateway.tell = [&](const send::LookUp& question) -> send::LookUpAnswer {
            const std::string& reference = question.provider_reference;
            ++asked[reference];
            if (reference == "ref-7") {
                return {question.key, reference, send::LookUpAnswer::Found::no, {}, ""};
            }
            const auto says =
                reference == "ref-8" ? send::Receipt::Says::failed : send::Receipt::Says::delivered;
            return {
                question.key,
                reference,
                send::LookUpAnswer::Found::yes,
                receipt(reference, says, says == send::Receipt::Says::failed ? "sms.expired" : ""),
                ""
            };
        };
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 50; });
        world.run_for(200ms);
        CHECK(asked.empty());

        world.clock().advance(1h);
        world.run_until([&] { return world.counts(id)[delivered] == 48; });
        CHECK(world.counts(id)[failed] == 1);
        CHECK(world.counts(id)[accepted] == 1);
        CHECK(asked.size() == 50);
        CHECK(world.recount(id) == world.counts(id));
    });
}

TEST_CASE("sending: no receipt in 72 hours is said so for a text, and a late one still corrects it"
) {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(1), "Hello");
        ScriptedGateway& gateway = world.carrier();
        gateway.answer = accepted_as;
        world.make_messages();
        world.serve(gateway);
        world.run_until([&] { return world.counts(id)[accepted] == 1; });
        world.clock().advance(73h);

        REQUIRE(world.await(world.flows().sending.settle_unreceipted(72h, 24h)).ok());
        CHECK(world.counts(id)[no_receipt] == 1);
        CHECK(world.overview(id).state == domain::BulkState::error);
        REQUIRE(world.await(
            world.flows().receipts.keep("sms", {receipt("ref-1", send::Receipt::Says::delivered)})
        ));

        CHECK(world.counts(id)[delivered] == 1);
    });
}

TEST_CASE("composing: the same key makes one bulk message, and other content under it is refused") {
    for_each_engine([](World& world) {
        const ListId list = world.list_of(3);
        const auto accept = [&](const char* text) {
            return world.database().write_now([&](db::Transaction& tx) {
                return world.flows().composing.accept(
                    tx,
                    world.actor(),
                    "one",
                    {.list = list,
                     .channel = domain::Channel::sms,
                     .subject = "",
                     .text = text,
                     .later = {}}
                );
            });
        };

        const auto first = accept("Hello");
        const auto second = accept("Hello");

        CHECK(first->new_one);
        CHECK_FALSE(second->new_one);
        CHECK(first->id == second->id);
        CHECK(accept("Other").error().code == ErrorCode("idempotency.reused"));
    });
}

TEST_CASE("practices: another practice sees nothing of a bulk message or a list") {
    for_each_engine([](World& world) {
        const ListId list = world.list_of(3);
        const BulkMessageId id = world.send(list, "Hello");
        const auto add = [&](db::Transaction& tx) {
            return world.flows().practices.add(tx, {.ods_code = "B82002", .name = "Hillside"});
        };
        const PracticeId other = world.database().write_now(add).value();
        const auto look = [&](db::Snapshot& at) -> Outcome {
            CHECK(
                world.flows().lists.summary(at, other, list).error().code
                == ErrorCode("list.not_found")
            );
            CHECK(
                world.flows().sending.details(at, other, id).error().code
                == ErrorCode("bulk_message.not_found")
            );
            CHECK(world.flows().sending.page(at, other, {}, 20)->empty());
            CHECK(world.flows().lists.patients(at, other, list, {0}, 10)->empty());
            return done();
        };

        CHECK(world.database().read_now(look).ok());
    });
}

}
}
