// One upload key makes one list, and only ever of the file it came with first.
#include "tests/stages/world.hpp"

#include <doctest/doctest.h>

namespace cohort::stages {
namespace {

Result<upload::Uploaded> upload(World& world, const std::string& csv, const std::string& name) {
    const auto load = [&](db::Snapshot& at) {
        return world.flows().practices.load(at, world.practice());
    };
    const auto practice = world.database().read_now(load).value();
    const auto upload = world.await(world.flows().uploads.begin(practice, csv.size())).value();
    REQUIRE(world.await(upload->feed(csv)).ok());
    return world.await(upload->finish(world.actor(), {name, "list.csv", "one-key"}));
}

}

TEST_CASE("uploads: the same file under the same key and name is the list it made") {
    for_each_engine([](World& world) {
        const std::string csv = test::emis_csv(test::patients(3));

        const auto first = upload(world, csv, "Flu");
        const auto again = upload(world, csv, "Flu");

        REQUIRE(first.ok());
        REQUIRE(again.ok());
        CHECK(first->list == again->list);
    });
}

TEST_CASE("uploads: another file under the same key is refused, never taken for the first") {
    for_each_engine([](World& world) {
        REQUIRE(upload(world, test::emis_csv(test::patients(3)), "Flu").ok());

        const auto other_file = upload(world, test::emis_csv(test::patients(4)), "Flu");
        const auto other_name = upload(world, test::emis_csv(test::patients(3)), "Asthma");

        CHECK(other_file.error().code == ErrorCode("list.upload_key_reused"));
        CHECK(other_name.error().code == ErrorCode("list.upload_key_reused"));
    });
}

}
