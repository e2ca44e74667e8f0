// Answers after their wait, and what a stop takes back.
#include "edge/smpp/scripted_centre.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;

namespace {

std::string late_of(const Rig& rig, std::int64_t position) {
    const auto found = rig.late.find(position);
    return found == rig.late.end() ? "nothing" : found->second;
}

// Submits the text, and lets its wait pass while others are answered.
std::vector<Pdu> unanswered(Rig& rig, std::string text) {
    rig.submit(submission(1, std::move(text)));
    auto pdus = rig.out();
    rig.pass(20s);
    rig.submit(submission(6));
    rig.respond(rig.out().back(), 0, "six");
    rig.pass(10s);
    rig.out();
    for (Pdu& pdu : pdus) {
        pdu.body = NoBody{}; // its frame is gone
    }
    return pdus;
}

}

TEST_CASE("late: an answer after its wait still says accepted, with its reference, once") {
    Rig rig;
    rig.bind();
    const auto pdus = unanswered(rig, "Your flu jab is due");
    REQUIRE(rig.end_of(1) == "in_doubt sms.no_answer");
    CHECK(rig.session.free_slots(rig.now) == 10);

    rig.respond(pdus[0], 0, "late-id");
    CHECK(late_of(rig, 1) == "accepted late-id");
    rig.respond(pdus[0], 0, "late-id");
    CHECK(rig.late.size() == 1);
    CHECK(rig.session.counts().answers_nobody_waited_for == 1);
}

TEST_CASE("late: a refusal, and a 'not now', are told as what they are") {
    const struct {
        std::uint32_t status;
        const char* outcome;
    } cases[] = {
        {0x0B, "refused sms.number_refused"},
        {0x45, "refused sms.refused_for_now"},
        {0x58, "not_sent gateway.throttled"},
        {0x08, "not_sent gateway.busy"},
    };

    for (const auto& each : cases) {
        CAPTURE(each.status);
        Rig rig;
        rig.bind();
        const auto pdus = unanswered(rig, "Your flu jab is due");
        rig.respond(pdus[0], each.status);
        CHECK(late_of(rig, 1) == each.outcome);
    }
}

TEST_CASE("late: a long text is told when the last of its parts is answered") {
    Rig rig;
    rig.bind();
    const auto pdus = unanswered(rig, std::string(400, 'a'));
    REQUIRE(pdus.size() == 3);

    rig.respond(pdus[2], 0, "c");
    rig.respond(pdus[0], 0, "a");
    CHECK(late_of(rig, 1) == "nothing");
    rig.respond(pdus[1], 0, "b");
    CHECK(late_of(rig, 1) == "accepted a b c");
}

TEST_CASE("late: an answer nobody can read, and one after ten minutes, change nothing") {
    Rig unreadable;
    unreadable.bind();
    auto pdus = unanswered(unreadable, "Your flu jab is due");
    auto bytes = bytes_of(
        {Command::submit_sm_resp, 0, pdus[0].header.sequence}, MessageResp{.message_id = "a"}
    );
    bytes.back() = 'b';
    unreadable.in(bytes);
    CHECK(unreadable.late.empty());

    Rig old;
    old.bind();
    pdus = unanswered(old, "Your flu jab is due");
    for (int minute = 0; minute < 40; ++minute) {
        old.pass(15s);
        for (const Pdu& pdu : old.out()) {
            old.in({response_to(pdu.header.command), 0, pdu.header.sequence});
        }
    }
    old.respond(pdus[0], 0, "late-id");
    CHECK(old.late.empty());
    CHECK(old.session.counts().answers_nobody_waited_for == 1);
}

TEST_CASE(
    "stop: what lies in our own buffer is taken back and not sent, what has left is waited for"
) {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    const auto left = rig.out();
    rig.submit(submission(2));
    rig.in({Command::enquire_link, 0, 9}); // our answer lies between them
    rig.submit(submission(3));
    rig.submit(submission(4, std::string(400, 'a')));

    rig.session.stop(rig.now);
    rig.listen();

    CHECK(rig.end_of(1) == "open");
    for (const std::int64_t position : {2, 3, 4}) {
        CHECK(rig.end_of(position) == "not_sent gateway.stopped");
    }
    CHECK(rig.session.counts().submits == 1);
    const auto rest = rig.out();
    REQUIRE(rest.size() == 1);
    CHECK(rest[0].header.command == Command::enquire_link_resp);
    rig.respond(left[0], 0, "m");
    CHECK(rig.end_of(1) == "accepted m");
    rig.pass(1ms);
    const auto last = rig.out();
    REQUIRE(last.size() == 1);
    CHECK(last[0].header.command == Command::unbind);
}

TEST_CASE("stop: a text of which a part has left is finished, its later parts are not taken back") {
    auto settings = settings_for_test();
    settings.window = 2;
    Rig rig{settings};
    rig.bind();
    rig.submit(submission(1, std::string(400, 'a')));
    const auto first = rig.out();
    REQUIRE(first.size() == 2);
    rig.respond(first[0], 0, "a"); // the third part goes into the buffer
    rig.submit(submission(6));

    rig.session.stop(rig.now);
    rig.listen();
    CHECK(rig.end_of(6) == "not_sent gateway.stopped");
    const auto rest = rig.out();
    REQUIRE(rest.size() == 1);
    CHECK(rest[0].header.command == Command::submit_sm);
    rig.respond(first[1], 0, "b");
    rig.respond(rest[0], 0, "c");
    CHECK(rig.end_of(1) == "accepted a b c");
}
