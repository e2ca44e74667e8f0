// Uploads that were cut, repeated or forgotten, on both engines. A crash is played by leaving a
// list where a dying process would: its rows begun, and nobody to go on.
#include "tests/stages/world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <doctest/doctest.h>

#include <thread>

namespace cohort::stages {
namespace {

using namespace std::chrono_literals;
using upload::Uploaded;

constexpr auto kept = std::chrono::hours{24};
constexpr auto unused_kept = std::chrono::hours{24} * 365;

const db::Sql count_lists{
    "count_lists", "SELECT COUNT(*) FROM patient_lists", "SELECT COUNT(*) FROM patient_lists"
};
const db::Sql count_patients{
    "count_patients", "SELECT COUNT(*) FROM list_patients", "SELECT COUNT(*) FROM list_patients"
};
const db::Sql count_refused{
    "count_refused",
    "SELECT COUNT(*) FROM list_refused_rows",
    "SELECT COUNT(*) FROM list_refused_rows"
};

std::int64_t count(World& world, const db::Sql& sql) {
    const auto read = [&](db::Snapshot& at) -> Result<std::int64_t> {
        return *at.one(sql, [](const db::Row& row) { return row.integer(0); });
    };
    return world.database().read_now(read).value();
}

std::vector<lists::Patient> patients(std::size_t count) {
    std::vector<lists::Patient> all;
    for (const test::Patient& each : test::patients(count)) {
        all.push_back(
            {1,
             static_cast<std::int64_t>(each.number) + 2,
             domain::NhsNumber::parse(each.nhs_number).value(),
             domain::PatientName::parse(each.given, each.family).value().name,
             domain::DateOfBirth::parse_iso("1980-01-01").value(),
             std::nullopt,
             domain::EmailAddress::parse(each.email).value()}
        );
    }
    return all;
}

constexpr std::size_t repeated_rows = 20;

std::string repeated_file() {
    return test::emis_csv(test::patients(repeated_rows));
}

std::string sha256_of(const std::string& bytes) {
    upload::Sha256 sum;
    sum.add(bytes);
    return sum.hex();
}

// A list as a process that dies leaves it: some patients and a refused row stored, not finished.
lists::FileRef leave_behind(World& world, std::string key, std::size_t rows = 10) {
    const auto begin = [&](db::Transaction& tx) -> Result<lists::FileRef> {
        const lists::Receiving& stage = world.flows().receiving;
        const lists::NewFile file{
            .list_name = "Flu",
            .name = "list.csv",
            .upload_key = key,
            .sha256 = sha256_of(repeated_file())
        };
        COHORT_TRY(started, stage.start(tx, world.actor(), file));
        COHORT_TRY(sealer, world.flows().practices.sealer(tx, world.practice()));
        COHORT_CHECK(stage.add(
            tx, started.file, stage.seal(started.file, sealer, Position{1}, patients(rows))
        ));
        const lists::NewRefusedRow refused{3, {{"dob.invalid"}}, {}, std::nullopt};
        COHORT_CHECK(
            stage.add(tx, started.file, stage.seal(started.file, sealer, 1, std::span(&refused, 1)))
        );
        return started.file;
    };
    return world.database().write_now(begin).value();
}

Task<Result<Uploaded>>
upload_with(World& world, const upload::Uploads& uploads, std::string key, std::size_t rows) {
    const auto load = [&world](db::Snapshot& at) {
        return world.flows().practices.load(at, world.practice());
    };
    const std::string csv = test::emis_csv(test::patients(rows));
    const auto practice = world.database().read_now(load).value();
    COHORT_CO_TRY(upload, co_await uploads.begin(practice, csv.size()));
    COHORT_CO_CHECK(co_await upload->feed(csv));
    lists::NewFile file{.list_name = "Flu", .name = "list.csv", .upload_key = std::move(key)};
    co_return co_await upload->finish(world.actor(), std::move(file));
}

Result<Uploaded> upload(World& world, std::string key, std::size_t rows = repeated_rows) {
    return world.await(upload_with(world, world.flows().uploads, std::move(key), rows));
}

Result<lists::Summary> summary(World& world, ListId list) {
    const auto read = [&](db::Snapshot& at) {
        return world.flows().lists.summary(at, world.practice(), list);
    };
    return world.database().read_now(read);
}

Outcome confirm(World& world, ListId list) {
    const auto run = [&](db::Transaction& tx) {
        return world.flows().lists.use(tx, world.actor(), list, lists::OldList::refused);
    };
    return world.database().write_now(run);
}

std::int64_t sweep(World& world) {
    return world.await(world.flows().uploads.sweep({.unconfirmed = kept, .unused = unused_kept}))
        .value();
}

TEST_CASE("uploads: what a dead process left behind is seen by nobody and confirmed by nobody") {
    for_each_engine([](World& world) {
        const ListId left = leave_behind(world, "key").list;

        CHECK(summary(world, left).error().code == ErrorCode{"list.not_found"});
        CHECK(confirm(world, left).error().code == ErrorCode{"list.not_found"});
    });
}

TEST_CASE("uploads: after a start the same upload is stored anew, and the remains are swept") {
    for_each_engine([](World& world) {
        const ListId left = leave_behind(world, "key").list;

        REQUIRE(world.flows().uploads.abandon_left_behind().ok());
        const auto again = upload(world, "key");

        REQUIRE(again.ok());
        REQUIRE(again->list.has_value());
        CHECK(*again->list != left);
        CHECK(summary(world, *again->list)->accepted == 20);
        CHECK(count(world, count_lists) == 2);
        CHECK(sweep(world) == 1);
        CHECK(count(world, count_lists) == 1);
        CHECK(count(world, count_patients) == 20);
        CHECK(count(world, count_refused) == 0);
        CHECK(sweep(world) == 0);
        CHECK(confirm(world, *again->list).ok());
    });
}

TEST_CASE("uploads: without a start, a minute without rows is enough for the same upload") {
    for_each_engine([](World& world) {
        const ListId left = leave_behind(world, "key").list;
        world.clock().advance(61s);

        const auto again = upload(world, "key");

        REQUIRE(again.ok());
        CHECK(*again->list != left);
        CHECK(upload(world, "key")->list == again->list);
        CHECK(sweep(world) == 1);
        CHECK(count(world, count_patients) == 20);
    });
}

TEST_CASE("uploads: the same upload sent twice at a time waits for the first, and is that list") {
    for_each_engine([](World& world) {
        const lists::FileRef first = leave_behind(world, "key");
        const auto awaited = std::make_shared<Awaited<Result<Uploaded>>>();
        const std::optional<Result<Uploaded>>& second = awaited->answer;
        boost::asio::co_spawn(
            world.io(),
            store_answer(upload_with(world, world.flows().uploads, "key", repeated_rows), awaited),
            boost::asio::detached
        );
        world.run_for(300ms);
        REQUIRE_FALSE(second.has_value());

        const auto finish = [&](db::Transaction& tx) {
            return world.flows().receiving.finish(tx, world.actor(), first, {});
        };
        REQUIRE(world.database().write_now(finish).ok());
        world.run_until([&] { return second.has_value(); });

        REQUIRE(second->ok());
        CHECK((*second)->list == first.list);
        CHECK(count(world, count_lists) == 1);
    });
}

TEST_CASE("uploads: one that is still being stored after the wait is told so, and not cut") {
    for_each_engine([](World& world) {
        leave_behind(world, "key");
        const upload::Uploads impatient(
            {world.database(),
             world.flows().pool,
             world.flows().practices,
             world.flows().lists,
             world.flows().receiving,
             world.flows().reviewing,
             world.clock(),
             world.flows().admission,
             200ms}
        );

        const auto second = world.await(upload_with(world, impatient, "key", repeated_rows));

        CHECK(second.error() == Error{ErrorKind::conflict, "list.being_received"});
        CHECK(count(world, count_patients) == 10);
        CHECK(sweep(world) == 0);
    });
}

TEST_CASE("uploads: whoever was given up for dead stores no more") {
    for_each_engine([](World& world) {
        const lists::FileRef slow = leave_behind(world, "key");
        world.clock().advance(61s);
        REQUIRE(upload(world, "key").ok());

        const auto go_on = [&](db::Transaction& tx) {
            return world.flows().receiving.add(tx, slow, std::span<const lists::SealedPatient>());
        };
        const auto finish = [&](db::Transaction& tx) {
            return world.flows().receiving.finish(tx, world.actor(), slow, {});
        };
        const auto add_refused = [&](db::Transaction& tx) {
            return world.flows().receiving.add(tx, slow, std::span<const lists::SealedRow>());
        };
        for (const Outcome& outcome :
             {world.database().write_now(go_on),
              world.database().write_now(add_refused),
              world.database().write_now(finish)}) {
            CHECK(outcome.error().code == ErrorCode{"list.not_found"});
        }
    });
}

TEST_CASE("uploads: rows that keep coming keep an upload alive") {
    for_each_engine([](World& world) {
        const lists::FileRef alive = leave_behind(world, "key");
        for (int piece = 0; piece < 4; ++piece) {
            world.clock().advance(14min);
            CHECK(sweep(world) == 0);
            const auto go_on = [&](db::Transaction& tx) {
                return world.flows().receiving.add(
                    tx, alive, std::span<const lists::SealedPatient>()
                );
            };
            REQUIRE(world.database().write_now(go_on).ok());
        }

        world.clock().advance(16min);
        CHECK(sweep(world) == 1);
        CHECK(count(world, count_lists) == 0);
        CHECK(count(world, count_patients) == 0);
    });
}

TEST_CASE("uploads: a list nobody confirmed is swept after its time, a used one later") {
    for_each_engine([](World& world) {
        const ListId forgotten = *upload(world, "forgotten")->list;
        const ListId used = *upload(world, "used")->list;
        REQUIRE(confirm(world, used).ok());

        world.clock().advance(kept - 1s);
        CHECK(sweep(world) == 0);
        CHECK(summary(world, forgotten).ok());
        world.clock().advance(2s);
        CHECK(sweep(world) == 1);

        CHECK(summary(world, forgotten).error().code == ErrorCode{"list.not_found"});
        CHECK(confirm(world, forgotten).error().code == ErrorCode{"list.not_found"});
        CHECK(summary(world, used)->accepted == 20);
        CHECK(count(world, count_patients) == 20);
        world.clock().advance(unused_kept - 2 * kept);
        CHECK(sweep(world) == 0);
        CHECK(upload(world, "forgotten")->list != forgotten);
    });
}

TEST_CASE("uploads: a list confirmed between the sweeper's look and its grip is kept") {
    for_each_engine([](World& world) {
        const ListId list = *upload(world, "key")->list;
        world.clock().advance(kept + 1s);
        const TimePoint now = world.clock().now();
        const lists::Cutoffs cutoffs{now, now - kept, now - unused_kept};
        REQUIRE(confirm(world, list).ok());

        const auto grip = [&](db::Transaction& tx) -> Result<bool> {
            return world.flows().receiving.sweep_some(tx, {world.practice(), list}, cutoffs);
        };
        CHECK(world.database().write_now(grip).value() == false);
        CHECK(count(world, count_patients) == 20);
    });
}

TEST_CASE("uploads: of a list that the sweeper is taking nobody is told that it is confirmed") {
    for_each_engine([](World& world) {
        const ListId list = *upload(world, "key")->list;
        world.clock().advance(kept + 1s);
        const TimePoint now = world.clock().now();
        const lists::Cutoffs cutoffs{now, now - kept, now - unused_kept};
        std::optional<Outcome> confirmed;
        std::jthread person;

        const auto grip = [&](db::Transaction& tx) -> Result<bool> {
            const bool taken =
                world.flows().receiving.sweep_some(tx, {world.practice(), list}, cutoffs);
            person = std::jthread([&] { confirmed = confirm(world, list); });
            // On PostgreSQL it looks at the list as it was, and then has to wait for this commit.
            std::this_thread::sleep_for(100ms);
            return taken;
        };
        CHECK(world.database().write_now(grip).value());
        person.join();

        CHECK(confirmed->error().code == ErrorCode{"list.not_found"});
    });
}

TEST_CASE("uploads: a long list is swept in pieces, and a sweep that was cut goes on") {
    for_each_engine([](World& world) {
        const ListId left = leave_behind(world, "key", 12'000).list;
        REQUIRE(world.flows().uploads.abandon_left_behind().ok());
        const TimePoint now = world.clock().now();
        const lists::Cutoffs cutoffs{now, now - kept, now - unused_kept};
        const auto grip = [&](db::Transaction& tx) -> Result<bool> {
            return world.flows().receiving.sweep_some(tx, {world.practice(), left}, cutoffs);
        };

        REQUIRE(world.database().write_now(grip).value());
        CHECK(count(world, count_patients) == 7'000);
        REQUIRE(world.database().write_now(grip).value());
        CHECK(count(world, count_patients) == 2'000);

        CHECK(sweep(world) == 1);
        CHECK(count(world, count_patients) == 0);
        CHECK(count(world, count_refused) == 0);
        CHECK(count(world, count_lists) == 0);
    });
}

}
}
