// query_sm: what is asked, and that each question has exactly one answer.
#include "edge/smpp/gateway_world.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;
using Found = send::LookUpAnswer::Found;

namespace {

send::LookUp question(std::int64_t position, std::string reference) {
    send::LookUp made;
    made.key = {{1}, {2}, {position}, {1}};
    made.provider_reference = std::move(reference);
    made.from = "NHSgpA81001";
    return made;
}

void answer(Rig& rig, const Pdu& to, std::uint32_t status, const QuerySmResp& body = {}) {
    rig.in({Command::query_sm_resp, status, to.header.sequence}, body);
}

Task<>
ask(World& world, std::vector<send::LookUp> questions, std::vector<send::LookUpAnswer>& into) {
    into = co_await world.gateway->look_up(std::move(questions));
}

SmppSettings with_look_up() {
    auto settings = settings_for_test();
    settings.look_up = true;
    return settings;
}

}

TEST_CASE("questions: a query_sm names the id and the sender, and its answer reads as a receipt") {
    Rig rig;
    rig.bind();
    rig.session.look_up(question(7, "id-7"), 70, rig.now);
    const auto pdus = rig.out();

    REQUIRE(pdus.size() == 1);
    CHECK(pdus[0].header.command == Command::query_sm);
    const auto& asked = std::get<QuerySm>(pdus[0].body);
    CHECK(asked.message_id == "id-7");
    CHECK(asked.source == "NHSgpA81001");
    CHECK(asked.source_ton == 5);
    CHECK(rig.session.free_slots(rig.now) == 10);

    answer(rig, pdus[0], 0, {"id-7", "261123131500004+", 2, 0});
    REQUIRE(rig.answers.contains(70));
    const auto& told = rig.answers[70];
    CHECK(told.key.position.value == 7);
    CHECK(told.found == Found::yes);
    REQUIRE(told.receipt);
    CHECK(told.receipt->provider_reference == "id-7");
    CHECK(told.receipt->says == send::Receipt::Says::delivered);
    CHECK(told.receipt->at == noon + 15min); // a quarter past one, an hour ahead of UTC
}

TEST_CASE("questions: every state and every refusal says what it means") {
    const struct {
        const char* label;
        std::uint32_t status;
        std::uint8_t state;
        Found found;
        send::Receipt::Says says;
    } cases[] = {
        {"on its way", 0, 1, Found::yes, send::Receipt::Says::interim},
        {"expired", 0, 3, Found::yes, send::Receipt::Says::expired},
        {"undeliverable", 0, 5, Found::yes, send::Receipt::Says::failed},
        {"rejected", 0, 8, Found::yes, send::Receipt::Says::failed},
        {"unknown", 0, 7, Found::yes, send::Receipt::Says::unknown},
        {"no such state", 0, 99, Found::yes, send::Receipt::Says::unknown},
        {"ESME_RINVMSGID", 0x0C, 0, Found::no, {}},
        {"ESME_RQUERYFAIL", 0x67, 0, Found::no, {}},
        {"ESME_RINVCMDID", 0x03, 0, Found::not_offered, {}},
        {"ESME_RSYSERR", 0x08, 0, Found::no_answer, {}},
        {"ESME_RTHROTTLED", 0x58, 0, Found::no_answer, {}},
    };

    for (const auto& each : cases) {
        CAPTURE(each.label);
        Rig rig;
        rig.bind();
        rig.session.look_up(question(1, "a"), 1, rig.now);
        answer(rig, rig.out().at(0), each.status, {"a", "", each.state, 0});

        REQUIRE(rig.answers.contains(1));
        CHECK(rig.answers[1].found == each.found);
        CHECK(rig.answers[1].receipt.has_value() == (each.found == Found::yes));
        if (each.found == Found::yes) {
            CHECK(rig.answers[1].receipt->says == each.says);
        }
    }
}

TEST_CASE("questions: a generic_nack says that they are not offered, a body nobody can read nothing"
) {
    Rig rig;
    rig.bind();
    rig.session.look_up(question(1, "a"), 1, rig.now);
    rig.session.look_up(question(2, "b"), 2, rig.now);
    const auto pdus = rig.out();
    rig.in({Command::generic_nack, 0x03, pdus.at(0).header.sequence});
    answer(rig, pdus.at(1), 0);

    CHECK(rig.answers[1].found == Found::not_offered);
    CHECK(rig.answers[2].found == Found::no_answer);
}

TEST_CASE("questions: silence, a stop and a lost connection answer each of them once") {
    Rig rig;
    rig.bind();
    rig.submit(submission(1));
    for (std::uint64_t token = 1; token <= 8; ++token) {
        rig.session.look_up(question(1, "a"), token, rig.now);
    }
    CHECK(rig.out().size() == 1 + 5); // the text, and no more at one time than five

    rig.pass(25s);
    rig.respond(Pdu{{Command::submit_sm, 0, 2}, NoBody{}}, 0, "m"); // so that the centre is alive
    rig.pass(5s);
    CHECK(rig.answers.size() == 5);
    CHECK(rig.out().size() >= 3); // the others are asked now
    rig.session.look_up(question(1, "a"), 9, rig.now);
    rig.session.stop(rig.now);
    rig.listen();
    rig.lose();

    CHECK(rig.answers.size() == 9);
    for (const auto& [token, told] : rig.answers) {
        CHECK(told.found == Found::no_answer);
    }
    CHECK(rig.end_of(1) == "accepted m");
}

TEST_CASE("questions: before the bind, or with an id that cannot be sent, they are answered at once"
) {
    Rig rig;
    rig.session.look_up(question(1, "a"), 1, rig.now);
    rig.bind();
    rig.session.look_up(question(1, ""), 2, rig.now);
    rig.session.look_up(question(1, std::string(65, 'x')), 3, rig.now);
    rig.listen();

    CHECK(rig.answers[1].found == Found::no_answer);
    CHECK(rig.answers[2].found == Found::no);
    CHECK(rig.answers[3].found == Found::no);
    CHECK(rig.out().empty());
}

TEST_CASE("questions: an id goes out as the centre gave it") {
    using F = MessageIdFormat;

    const struct {
        F format;
        const char* given;
        const char* asked;
    } cases[] = {
        {F::as_it_is, "00AB", "00AB"},
        {F::hexadecimal, "AB", "ab"},
        {F::hexadecimal_in_answer_decimal_in_receipt, "1f", "1f"},
        {F::decimal_in_answer_hexadecimal_in_receipt, "31", "31"},
        {F::decimal_in_answer_hexadecimal_in_receipt, "uuid-1", "uuid-1"},
    };

    for (const auto& each : cases) {
        CAPTURE(each.given);
        CHECK(asked_id(answer_reference(each.given, each.format), each.format) == each.asked);
    }
}

TEST_CASE("questions: a gateway answers all of them in their order") {
    World world{with_look_up()};
    world.start();
    world.until([&] { return world.gateway->connected(); });
    std::vector<send::LookUp> questions;
    for (std::int64_t position = 1; position <= 20; ++position) {
        questions.push_back(question(position, position % 4 == 0 ? "gone" : "m1.1"));
    }
    std::vector<send::LookUpAnswer> answers;
    asio::co_spawn(world.loop, ask(world, questions, answers), asio::detached);
    world.until([&] { return answers.size() == 20; });

    for (std::size_t i = 0; i < 20; ++i) {
        CHECK(answers[i].key.position.value == static_cast<std::int64_t>(i + 1));
        CHECK(answers[i].found == ((i + 1) % 4 == 0 ? Found::no : Found::yes));
    }
    world.stop(1s);
}

TEST_CASE("questions: a gateway without a connection, or whose account offers none, says so") {
    for (const bool offered : {true, false}) {
        World world{offered ? with_look_up() : settings_for_test()};
        world.reachable = false;
        world.start();
        world.until([&] { return !world.told.empty(); });
        std::vector<send::LookUpAnswer> answers;
        asio::co_spawn(world.loop, ask(world, {question(1, "m")}, answers), asio::detached);
        world.until([&] { return answers.size() == 1; });

        CHECK(answers[0].found == (offered ? Found::no_answer : Found::not_offered));
        CHECK(answers[0].provider_reference == "m");
        world.stop(1s);
    }
}
