// Uploads that find no room: refused for now, with nothing kept and nothing lost, and taken when
// the same is sent again later.
#include "tests/stages/desk.hpp"

#include <doctest/doctest.h>

namespace cohort::stages {
namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;

const db::Sql count_all_lists{
    "count_all_lists", "SELECT COUNT(*) FROM patient_lists", "SELECT COUNT(*) FROM patient_lists"
};

std::int64_t lists_in(World& world) {
    const auto read = [](db::Snapshot& at) -> Result<std::int64_t> {
        return *at.one(count_all_lists, [](const db::Row& row) { return row.integer(0); });
    };
    return world.database().read_now(read).value();
}

practice::Practice practice_of(World& world) {
    const auto load = [&world](db::Snapshot& at) {
        return world.flows().practices.load(at, world.practice());
    };
    return world.database().read_now(load).value();
}

// Short rows: it takes 9 MiB, where 5.2 are expected of its length.
std::string crowded_file() {
    std::string csv = "Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone\n";
    for (int i = 0; i < 20'000; ++i) {
        csv += "x\n";
    }
    return csv + "Testina,Testpatient,25/03/1980,9990000018,07700900001\n";
}

Task<Result<upload::Uploaded>>
upload_crowded(World& world, const upload::Uploads& uploads, std::string* fed) {
    const std::string csv = crowded_file();
    COHORT_CO_TRY(upload, co_await uploads.begin(practice_of(world), csv.size()));
    for (std::size_t at = 0; at < csv.size(); at += 64 * 1024) {
        const Outcome piece = co_await upload->feed(csv.substr(at, 64 * 1024));
        if (!piece.ok()) {
            *fed = piece.error().code.text();
        }
    }
    co_return co_await upload->finish(world.actor(), {"Flu", "list.csv", "crowded"});
}

TEST_CASE(
    "uploads: one that outgrows the room beside another is refused, and taken when it is alone"
) {
    for_each_engine([](World& world) {
        upload::Admission door({.room = {.bytes_max = 12 * mebibyte}});
        const server::Flows& flows = world.flows();
        const upload::Uploads uploads(
            {world.database(),
             flows.pool,
             flows.practices,
             flows.lists,
             flows.receiving,
             flows.reviewing,
             world.clock(),
             door}
        );
        std::string fed;
        {
            practice::Practice elsewhere = practice_of(world);
            elsewhere.id = PracticeId{7};
            const auto other = world.await(uploads.begin(elsewhere, 1'000));
            REQUIRE(other.ok());

            const auto refused = world.await(upload_crowded(world, uploads, &fed));

            CHECK(refused.error() == upload::no_room());
            CHECK(fed == "upload.no_room");
            CHECK(lists_in(world) == 0);
        }
        fed.clear();
        const auto taken = world.await(upload_crowded(world, uploads, &fed));
        REQUIRE(taken.ok());
        CHECK(taken->list.has_value());
        CHECK(fed.empty());
    });
}

TEST_CASE("uploads: many refused rows are stored in pieces, in order and without a gap") {
    for_each_engine([](World& world) {
        std::string csv = "Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone\n";
        const auto add_rows = [&csv](int first, int last, const std::string& row) {
            for (int i = first; i <= last; ++i) {
                csv += row + "\n";
            }
        };
        add_rows(2, 1'202, "Testina,Testpatient,25/13/1980,123,07700900001"); // two reasons each
        csv += "Testina,Testpatient,25/03/1980,9990000018,07700900001\n";
        const ListId list = world.upload(csv, "key");

        std::int64_t line = 1;
        for (const lists::RefusedRow& row : Desk(world).refused(list)) {
            CHECK(row.line == ++line);
            CHECK(row.number == line - 1);
            CHECK(row.reasons.size() == 2);
        }
        CHECK(line == 1'202);
    });
}

}
}
