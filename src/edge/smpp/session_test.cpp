#include "edge/smpp/session.hpp"

#include "edge/smpp/scripted_centre.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;
using namespace std::string_literals;

namespace {

ShortMessage receipt(std::string_view text) {
    return {
        .source = "447700900001", .destination = "NHSgpA81001", .esm_class = 0x04, .text = text
    };
}

std::string three_parts() {
    return std::string(400, 'a');
}

}

TEST_CASE("session: binds as a transceiver with the account's name, and then has its window free") {
    Rig rig;
    rig.session.connected(rig.now);

    const auto pdus = rig.out();
    REQUIRE(pdus.size() == 1);
    CHECK(pdus[0].header.command == Command::bind_transceiver);
    CHECK(std::get<Bind>(pdus[0].body).system_id == "practice");
    CHECK(std::get<Bind>(pdus[0].body).password == "secret");
    CHECK(std::get<Bind>(pdus[0].body).interface_version == 0x34);
    CHECK(rig.session.free_slots(rig.now) == 0);

    rig.in({Command::bind_transceiver_resp, 0, 1}, BindResp{});
    CHECK(rig.session.free_slots(rig.now) == 10);
    CHECK(rig.told == std::vector<std::string>{"bound", "ready"});
}

TEST_CASE("session: a refused bind ends the session and says whether a person is needed") {
    const struct {
        std::uint32_t status;
        const char* reason;
        bool person;
    } cases[] = {
        {0x0E, "gateway.password_refused", true},
        {0x0F, "gateway.account_refused", true},
        {0x0D, "gateway.bind_refused", true},
        {0x05, "gateway.bind_refused_for_now", false},
        {0x08, "gateway.bind_refused_for_now", false},
        {0x58, "gateway.bind_refused_for_now", false},
    };

    for (const auto& each : cases) {
        CAPTURE(each.status);
        Rig rig;
        rig.session.connected(rig.now);
        rig.out();
        rig.in({Command::bind_transceiver_resp, each.status, 1}, BindResp{});

        REQUIRE(rig.pauses.size() == 1);
        CHECK(rig.pauses[0].reason == each.reason);
        CHECK(rig.pauses[0].needs_a_person == each.person);
        CHECK(rig.session.free_slots(rig.now) == 0);
    }
}

TEST_CASE("session: a submit_sm holds what the centre needs, and asks for a receipt") {
    auto settings = settings_for_test();
    settings.send_user_message_reference = true;
    Rig rig{settings};
    rig.bind();

    rig.submit(submission(7));

    const auto pdus = rig.out();
    REQUIRE(pdus.size() == 1);
    const auto& pdu = std::get<ShortMessage>(pdus[0].body);
    CHECK(pdu.source == "NHSgpA81001");
    CHECK(pdu.source_ton == 5);
    CHECK(pdu.source_npi == 0);
    CHECK(pdu.destination == "447700900007");
    CHECK(pdu.destination_ton == 1);
    CHECK(pdu.destination_npi == 1);
    CHECK(pdu.registered_delivery == 1);
    CHECK(pdu.data_coding == 0);
    CHECK(pdu.esm_class == 0);
    CHECK(pdu.validity_period == "261126120000000+");
    CHECK(pdu.text == "Your flu jab is due");
    CHECK(find_tlv(pdu.tlvs, Tag::user_message_reference)->size() == 2);
}

TEST_CASE("session: the sender's kind of number follows from its form") {
    const struct {
        const char* from;
        const char* address;
        int ton;
        int npi;
    } cases[] = {
        {"NHSgpA81001", "NHSgpA81001", 5, 0},
        {"+447860000000", "447860000000", 1, 1},
        {"60006", "60006", 6, 0},
        {"447860000000", "447860000000", 0, 1},
    };

    for (const auto& each : cases) {
        CAPTURE(each.from);
        Rig rig;
        rig.bind();
        auto what = submission(1);
        what.from = each.from;
        rig.submit(std::move(what));

        const auto pdus = rig.out();
        const auto& pdu = std::get<ShortMessage>(pdus.at(0).body);
        CHECK(pdu.source == each.address);
        CHECK(pdu.source_ton == each.ton);
        CHECK(pdu.source_npi == each.npi);
    }
}

TEST_CASE("session: answers out of order reach their own messages") {
    Rig rig;
    rig.bind();
    for (int i = 1; i <= 3; ++i) {
        rig.submit(submission(i));
    }
    const auto pdus = rig.out();
    REQUIRE(pdus.size() == 3);

    rig.respond(pdus[2], 0, "c");
    rig.respond(pdus[0], 0, "a");
    rig.respond(pdus[1], 0x0B);

    CHECK(rig.end_of(1) == "accepted a");
    CHECK(rig.end_of(2) == "refused sms.number_refused");
    CHECK(rig.end_of(3) == "accepted c");
    CHECK(rig.session.free_slots(rig.now) == 10);
}

TEST_CASE("session: a doubled answer and one for an unknown sequence change nothing") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    rig.submit(submission(2));
    const auto pdus = rig.out();

    rig.respond(pdus[0], 0, "a");
    rig.respond(pdus[0], 0x0B);
    for (const std::uint32_t sequence : {0U, 1U, 77U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU}) {
        rig.in({Command::submit_sm_resp, 0, sequence}, MessageResp{.message_id = "x"});
    }
    rig.in({Command::enquire_link_resp, 0, pdus[1].header.sequence}); // another request's answer

    CHECK(rig.end_of(1) == "accepted a");
    CHECK(rig.end_of(2) == "open");
    CHECK(rig.session.counts().answers_nobody_waited_for == 8);
    rig.respond(pdus[1], 0, "b");
    CHECK(rig.end_of(2) == "accepted b");
}

TEST_CASE("session: an answer nobody can read is in doubt, a refusal without a body is a refusal") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    rig.submit(submission(2));
    const auto pdus = rig.out();

    auto unreadable = bytes_of(
        {Command::submit_sm_resp, 0, pdus[0].header.sequence}, MessageResp{.message_id = "a"}
    );
    unreadable.back() = 'b';
    rig.in(unreadable);
    rig.in({Command::generic_nack, 0x02, pdus[1].header.sequence});

    CHECK(rig.end_of(1) == "in_doubt sms.answer_unreadable");
    CHECK(rig.end_of(2) == "refused sms.text_refused");
}

TEST_CASE("session: never more messages or PDUs without an answer than the window") {
    auto settings = settings_for_test();
    settings.window = 3;
    Rig rig{settings};
    rig.bind();
    rig.submit(submission(1, three_parts()));
    rig.submit(submission(2, three_parts()));

    auto pdus = rig.out();
    CHECK(pdus.size() == 3);
    CHECK(rig.session.free_slots(rig.now) == 1);
    rig.respond(pdus[0], 0, "1a");
    CHECK(rig.out().size() == 1);

    rig.submit(submission(6));
    rig.submit(submission(7));
    CHECK(rig.end_of(7) == "not_sent gateway.busy");
}

TEST_CASE("session: a message of three parts is accepted with three references, in order") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1, three_parts()));
    const auto pdus = rig.out();
    REQUIRE(pdus.size() == 3);
    CHECK(std::get<ShortMessage>(pdus[0].body).esm_class == 0x40);

    rig.respond(pdus[1], 0, "b");
    rig.respond(pdus[2], 0, "c");
    CHECK(rig.end_of(1) == "open");
    rig.respond(pdus[0], 0, "a");

    CHECK(rig.end_of(1) == "accepted a b c");
}

TEST_CASE("session: a part refused after another was taken is refused for good, never accepted") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1, three_parts()));
    const auto pdus = rig.out();

    rig.respond(pdus[0], 0, "a");
    rig.respond(pdus[1], 0x45);
    rig.respond(pdus[2], 0, "c");

    CHECK(rig.end_of(1) == "refused sms.partly_refused");
}

TEST_CASE("session: throttled parts of a message go again by themselves, once the pause is over") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1, three_parts()));
    auto pdus = rig.out();
    rig.respond(pdus[0], 0, "a");
    rig.respond(pdus[1], 0x58);
    rig.respond(pdus[2], 0x58);

    rig.pass(1s);
    CHECK(rig.out().empty());
    std::vector<std::string> references{"b", "c"};
    for (int second = 0; second < 20 && rig.end_of(1) == "open"; ++second) {
        rig.pass(1s);
        for (const auto& pdu : rig.out()) {
            rig.respond(pdu, 0, references.at(0));
            references.erase(references.begin());
        }
    }

    CHECK(rig.end_of(1) == "accepted a b c");
}

TEST_CASE("session: throttling pauses the gateway, fails nobody, and ends by itself") {
    Rig rig;
    rig.bind();
    for (int i = 1; i <= 3; ++i) {
        rig.submit(submission(i));
    }
    const auto pdus = rig.out();
    rig.respond(pdus[0], 0, "a");
    rig.respond(pdus[1], 0x58);
    rig.respond(pdus[2], 0x14);

    CHECK(rig.end_of(2) == "not_sent gateway.throttled");
    CHECK(rig.end_of(3) == "not_sent gateway.queue_full");
    CHECK(rig.session.free_slots(rig.now) == 0);
    REQUIRE(rig.pauses.size() == 1);
    CHECK_FALSE(rig.pauses[0].needs_a_person);

    REQUIRE(rig.session.next_deadline(rig.now));
    CHECK(*rig.session.next_deadline(rig.now) <= rig.now + 1s);
    rig.told.clear();
    for (int i = 0; i < 4; ++i) {
        rig.pass(1s);
    }
    CHECK(rig.told == std::vector<std::string>{"resumed", "ready"});
    CHECK(rig.session.free_slots(rig.now) > 0);
}

TEST_CASE(
    "session: refused settings pause for a person, fail nobody, and are tried again by one message"
) {
    for (const std::uint32_t status : {0x0AU, 0x15U, 0x48U, 0x49U, 0xC0U, 0xC4U}) {
        CAPTURE(status);
        Rig rig;
        rig.bind();
        rig.submit(submission(1));
        rig.submit(submission(2));
        auto pdus = rig.out();
        rig.respond(pdus[0], status);
        rig.respond(pdus[1], status);

        CHECK(rig.end_of(1).starts_with("not_sent gateway."));
        CHECK(rig.end_of(2).starts_with("not_sent gateway."));
        REQUIRE(rig.pauses.size() == 1);
        CHECK(rig.pauses[0].needs_a_person);
        CHECK(rig.session.free_slots(rig.now) == 0);

        rig.pass(61s);
        CHECK(rig.session.free_slots(rig.now) == 1);
        CHECK_FALSE(rig.was_told("resumed"));
        rig.submit(submission(6));
        pdus = rig.out();
        rig.respond(pdus.back(), 0, "ok");
        CHECK(rig.was_told("resumed"));
        CHECK(rig.session.free_slots(rig.now) == 10);
    }
}

TEST_CASE("session: an answer that the session is not bound ends it, and the message was not sent"
) {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    const auto pdus = rig.out();
    rig.respond(pdus[0], 0x04);
    rig.lose();

    CHECK(rig.end_of(1) == "not_sent gateway.connection_lost");
    CHECK(rig.was_told("dropped gateway.unreachable"));
}

TEST_CASE("session: a lost connection leaves in doubt what was handed over and gives back the rest"
) {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    rig.out();
    rig.submit(submission(2)); // never taken by the shell
    rig.lose();

    CHECK(rig.end_of(1) == "in_doubt sms.connection_cut");
    CHECK(rig.end_of(2) == "not_sent gateway.connection_lost");
    CHECK(rig.session.free_slots(rig.now) == 0);
}

TEST_CASE("session: without an answer a message is in doubt after the wait, and ends no second time"
) {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    const auto first = rig.out();
    rig.pass(20s);
    rig.submit(submission(6));
    const auto second = rig.out();
    rig.respond(second.at(0), 0, "b");

    rig.pass(9999ms);
    CHECK(rig.end_of(1) == "open");
    rig.pass(1ms);
    CHECK(rig.end_of(1) == "in_doubt sms.no_answer");
    rig.in({Command::submit_sm_resp, 0, 2}, MessageResp{.message_id = "late"});

    CHECK(rig.ended.count(1) == 1);
    CHECK(rig.session.bound());
}

TEST_CASE(
    "session: a centre that answers nothing gets no more, and the session ends after the last wait"
) {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    rig.out();
    rig.pass(10s);
    rig.submit(submission(6));
    rig.out();
    rig.pass(20s);

    CHECK(rig.end_of(1) == "in_doubt sms.no_answer");
    CHECK(rig.was_told("paused gateway.not_answering"));
    CHECK(rig.session.free_slots(rig.now) == 0);
    for (int i = 0; i < 3; ++i) { // it still answers enquire_link
        for (const auto& pdu : rig.out()) {
            rig.in({Command::enquire_link_resp, 0, pdu.header.sequence});
        }
        rig.pass(4s);
    }
    CHECK(rig.end_of(6) == "in_doubt sms.no_answer");
    CHECK(rig.was_told("dropped gateway.not_answering"));
    CHECK(rig.account.pace.probing());
}

TEST_CASE("session: an idle link is enquired, and ends when that is not answered") {
    Rig rig;
    rig.bind();
    CHECK(*rig.session.next_deadline(rig.now) == rig.now + 30s);
    rig.pass(30s);
    auto pdus = rig.out();
    REQUIRE(pdus.size() == 1);
    CHECK(pdus[0].header.command == Command::enquire_link);
    rig.in({Command::enquire_link_resp, 0, pdus[0].header.sequence});

    rig.pass(30s);
    REQUIRE(rig.out().size() == 1);
    rig.pass(29s);
    CHECK_FALSE(rig.was_told("dropped gateway.unreachable"));
    rig.pass(1s);
    CHECK(rig.was_told("dropped gateway.unreachable"));
}

TEST_CASE("session: what nobody takes from us for the whole wait has not been sent") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1)); // stays in our buffer: the peer reads nothing
    rig.pass(30s);
    CHECK(rig.was_told("dropped gateway.unreachable"));
    rig.lose();

    CHECK(rig.end_of(1) == "not_sent gateway.connection_lost");
}

TEST_CASE("session: the centre's requests are answered") {
    Rig rig;
    rig.bind();
    rig.in({Command::enquire_link, 0, 900});
    rig.in({static_cast<Command>(0x0103), 0, 901}); // data_sm
    const auto pdus = rig.out();

    REQUIRE(pdus.size() == 2);
    CHECK(pdus[0].header == Header{Command::enquire_link_resp, 0, 900});
    CHECK(pdus[1].header == Header{Command::generic_nack, 0x03, 901});

    rig.in({Command::unbind, 0, 902});
    CHECK(rig.was_told("dropped gateway.unreachable"));
    CHECK(decode(rig.session.farewell()).header == Header{Command::unbind_resp, 0, 902});
}

TEST_CASE("session: receipts are acknowledged when they are kept, and only then") {
    Rig rig;
    rig.bind();
    rig.in({Command::deliver_sm, 0, 11}, receipt("id:a stat:DELIVRD err:000"));
    rig.in({Command::deliver_sm, 0, 12}, receipt("id:b stat:UNDELIV err:001"));

    const auto batch = rig.session.take_receipts();
    REQUIRE(batch);
    REQUIRE(batch->receipts.size() == 2);
    CHECK(batch->receipts[0].provider_reference == "a");
    CHECK(batch->receipts[1].says == send::Receipt::Says::failed);
    CHECK(rig.out().empty());

    rig.in({Command::deliver_sm, 0, 13}, receipt("id:c stat:DELIVRD err:000"));
    CHECK_FALSE(rig.session.take_receipts()); // one batch at a time

    rig.session.kept(batch->sequences, true);
    auto pdus = rig.out();
    REQUIRE(pdus.size() == 2);
    CHECK(pdus[0].header == Header{Command::deliver_sm_resp, 0, 11});
    CHECK(pdus[1].header == Header{Command::deliver_sm_resp, 0, 12});

    const auto next = rig.session.take_receipts();
    REQUIRE(next);
    rig.session.kept(next->sequences, false);
    pdus = rig.out();
    REQUIRE(pdus.size() == 1);
    CHECK(pdus[0].header == Header{Command::deliver_sm_resp, 0x64, 13}); // send it again
}

TEST_CASE("session: a receipt before the answer to its message is handed on as it comes") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    const auto pdus = rig.out();
    rig.in({Command::deliver_sm, 0, 5}, receipt("id:early stat:DELIVRD err:000"));

    CHECK(rig.session.take_receipts()->receipts[0].provider_reference == "early");
    rig.respond(pdus[0], 0, "early");
    CHECK(rig.end_of(1) == "accepted early");
}

TEST_CASE(
    "session: a patient's text is put off, not lost; an unreadable delivery is refused for good"
) {
    Rig rig;
    rig.bind();
    rig.in({Command::deliver_sm, 0, 5}, ShortMessage{.source = "447700900001", .text = "STOP"});
    auto broken = bytes_of({Command::deliver_sm, 0, 6}, receipt("id:1 stat:DELIVRD"));
    broken[header_bytes + 30] = '\x7F'; // somewhere among the octets before the text
    broken.resize(broken.size() - 17);
    broken[3] = static_cast<char>(broken.size());
    rig.in(broken);

    const auto pdus = rig.out();
    REQUIRE(pdus.size() == 2);
    CHECK(pdus[0].header == Header{Command::deliver_sm_resp, 0x64, 5});
    CHECK(pdus[1].header == Header{Command::deliver_sm_resp, 0x65, 6});
    CHECK(rig.session.counts().texts_put_off == 1);
    CHECK(rig.session.counts().bodies_unreadable == 1);
    CHECK_FALSE(rig.session.has_receipts());
}

TEST_CASE("session: an impossible length ends it, and the open messages are in doubt") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    rig.out();
    rig.in("\xFF\xFF\xFF\xFF more"s);
    CHECK(rig.was_told("dropped gateway.unreachable"));
    rig.lose();

    CHECK(rig.end_of(1) == "in_doubt sms.connection_cut");
}

TEST_CASE("session: what lies in our buffer when its time to begin has passed is taken back") {
    Rig rig;
    rig.bind();
    auto in_time = submission(1);
    in_time.begin_by = std::chrono::seconds{20};
    auto late = submission(2);
    late.begin_by = std::chrono::seconds{10};
    rig.submit(std::move(in_time));
    rig.submit(std::move(late));

    rig.session.recall_late(std::chrono::seconds{11});

    const auto pdus = rig.out();
    REQUIRE(pdus.size() == 1);
    CHECK(std::get<ShortMessage>(pdus[0].body).destination == "447700900001");
    rig.respond(pdus[0], 0, "a");
    CHECK(rig.end_of(1) == "accepted a");
    CHECK(rig.end_of(2) == "not_sent gateway.busy");
}

TEST_CASE("session: what has left is not taken back, however late it is") {
    Rig rig;
    rig.bind();
    auto what = submission(1);
    what.begin_by = std::chrono::seconds{10};
    rig.submit(std::move(what));
    const auto pdus = rig.out();

    rig.session.recall_late(std::chrono::seconds{300});
    rig.respond(pdus.at(0), 0, "a");

    CHECK(rig.end_of(1) == "accepted a");
}

TEST_CASE("session: stop gives back what has not left, waits for answers, and unbinds") {
    auto settings = settings_for_test();
    settings.window = 2;
    Rig rig{settings};
    rig.bind();
    rig.submit(submission(1, std::string(300, 'a')));
    rig.submit(submission(2));
    const auto pdus = rig.out();
    REQUIRE(pdus.size() == 2);

    rig.session.stop(rig.now);
    rig.listen();
    CHECK(rig.end_of(2) == "not_sent gateway.stopped");
    CHECK(rig.end_of(1) == "open");
    CHECK(rig.session.free_slots(rig.now) == 0);

    rig.respond(pdus[0], 0, "a");
    rig.respond(pdus[1], 0, "b");
    rig.pass(1ms);
    CHECK(rig.end_of(1) == "accepted a b");
    const auto last = rig.out();
    REQUIRE(last.size() == 1);
    CHECK(last[0].header.command == Command::unbind);
    rig.in({Command::unbind_resp, 0, last[0].header.sequence});
    CHECK(rig.was_told("dropped gateway.unreachable"));
}

TEST_CASE("session: what can never be sent is said at once") {
    Rig rig;
    rig.bind();
    auto late = submission(1);
    late.valid_until = noon;
    rig.submit(late);
    auto nameless = submission(2);
    nameless.from = "A sender of more than twenty letters";
    rig.submit(nameless);
    auto numberless = submission(6);
    numberless.to = "+";
    rig.submit(numberless);

    CHECK(rig.end_of(1) == "not_sent sms.too_late");
    CHECK(rig.end_of(2) == "not_sent gateway.sender_refused");
    CHECK(rig.end_of(6) == "refused sms.number_refused");
    CHECK(rig.out().empty());
}

TEST_CASE("session: the account's rate is kept, and ready says when it goes on") {
    auto settings = settings_for_test();
    settings.per_second_max = 1;
    Rig rig{settings};
    rig.bind();
    CHECK(rig.session.free_slots(rig.now) == 1);
    rig.submit(submission(1));
    rig.respond(rig.out().at(0), 0, "a");
    CHECK(rig.session.free_slots(rig.now) == 0);

    rig.told.clear();
    CHECK(*rig.session.next_deadline(rig.now) == rig.now + 1s);
    rig.pass(1s);
    CHECK(rig.was_told("ready"));
    CHECK(rig.session.free_slots(rig.now) == 1);
}

TEST_CASE("session: against a centre three times slower than our rate, one answer in a hundred is "
          "'throttled'") {
    auto settings = settings_for_test();
    settings.per_second_max = 100;
    Rig rig{settings};
    rig.bind();
    constexpr int centre_per_second = 30;
    std::int64_t submitted = 0;
    int answered = 0;
    int throttled_count = 0;
    int this_second = 0;

    for (int step = 0; step < 60'000; ++step) { // ten minutes, 10 ms each
        if (step % 100 == 0) {
            this_second = 0;
        }
        for (auto slots = rig.session.free_slots(rig.now); slots > 0; --slots) {
            auto next = submission(++submitted);
            next.to = "+447700900001";
            rig.submit(std::move(next));
        }
        const auto pdus = rig.out();
        rig.pass(10ms);
        const bool settled = step >= 6'000; // the first minute is for finding the rate
        for (const auto& pdu : pdus) {
            const bool taken = ++this_second <= centre_per_second;
            rig.respond(pdu, taken ? 0 : 0x58, "id");
            answered += settled ? 1 : 0;
            throttled_count += settled && !taken ? 1 : 0;
        }
    }
    rig.lose();

    CHECK(throttled_count * 100 <= answered);
    CHECK(answered >= 540 * centre_per_second * 7 / 10); // and most of what it gives is used
    for (const auto& [position, end] : rig.ended) {
        REQUIRE((end == "accepted id" || end == "not_sent gateway.throttled"));
    }
    CHECK(rig.ended.size() == static_cast<std::size_t>(submitted));
}
