// A mobile number of another country, from a practice's setting to what is stored, on both engines.
#include "tests/stages/desk.hpp"

#include <doctest/doctest.h>

namespace cohort::stages {
namespace {

using domain::International;

constexpr const char* abroad = "+353 86 123 4567";

// Three patients; the first has a number abroad beside an email address, the second nothing else.
std::string list_with_numbers_abroad() {
    auto patients = test::patients(3);
    patients[0].mobile = abroad;
    patients[1].mobile = abroad;
    patients[1].email = "";
    return test::emis_csv(patients);
}

void allow(World& world, International international) {
    const auto set = [&](db::Transaction& tx) {
        return world.flows().practices.set_international(tx, world.practice(), international);
    };
    REQUIRE(world.database().write_now(set).ok());
}

std::vector<std::string> mobiles(World& world, ListId list) {
    std::vector<std::string> mobiles;
    for (const lists::Placed& placed : Desk(world).patients(list)) {
        const auto& mobile = placed.patient.mobile;
        mobiles.push_back(mobile ? mobile->reveal() : "none");
    }
    return mobiles;
}

TEST_CASE("international numbers: a practice that was not allowed them has them refused") {
    for_each_engine([](World& world) {
        const ListId list = world.upload(list_with_numbers_abroad(), "key");

        const std::string uk = "+44" + test::patient(2).mobile.substr(1);
        CHECK(mobiles(world, list) == std::vector<std::string>{"none", uk});
        Desk desk(world);
        CHECK(desk.warnings(list, "mobile.international").front().line == 2);
        CHECK(lines_of(desk.refused(list)) == "mobile.international 3");
    });
}

TEST_CASE("international numbers: a practice that is allowed them has them stored and texted") {
    for_each_engine([](World& world) {
        allow(world, International::allowed);

        const ListId list = world.upload(list_with_numbers_abroad(), "key");

        const std::string uk = "+44" + test::patient(2).mobile.substr(1);
        CHECK(
            mobiles(world, list) == std::vector<std::string>{"+353861234567", "+353861234567", uk}
        );
        CHECK(Desk(world).refused(list).empty());
        ScriptedGateway& carrier = world.carrier();
        carrier.answer = [](const send::Submission&) { return send::Accepted{{"ref"}}; };
        world.send(list, "Hello");
        world.make_messages();
        world.serve(carrier);
        world.run_until([&] { return carrier.submitted.size() == 3; });
        CHECK(carrier.submitted.front().to == "+353861234567");
    });
}

TEST_CASE("international numbers: a list uploaded before stays as it was read") {
    for_each_engine([](World& world) {
        allow(world, International::allowed);
        const ListId before = world.upload(list_with_numbers_abroad(), "before");

        allow(world, International::refused);

        CHECK(mobiles(world, before).front() == "+353861234567");
        CHECK(mobiles(world, world.upload(list_with_numbers_abroad(), "after")).front() == "none");
    });
}

}
}
