#include "tests/stages/desk.hpp"

#include <doctest/doctest.h>

#include <set>

namespace cohort::stages {

namespace {

constexpr std::int64_t all = 1'000'000;

Task<Result<upload::Uploaded>> bring_to(World& world, std::string csv, lists::NewFile file) {
    const auto load = [&world](db::Snapshot& at) {
        return world.flows().practices.load(at, world.practice());
    };
    const auto practice = world.database().read_now(load).value();
    COHORT_CO_TRY(upload, co_await world.flows().uploads.begin(practice, csv.size()));
    static_cast<void>(co_await upload->feed(std::move(csv)));
    co_return co_await upload->finish(world.actor(), std::move(file));
}

}

Result<upload::Uploaded> Desk::bring(std::string csv, std::optional<ListId> added_to) {
    world_.clock().advance(Milliseconds{1}); // no two uploads at one instant
    lists::NewFile file{
        .list_name = "Flu",
        .name = "part.csv",
        .upload_key = "desk-" + std::to_string(++uploads_),
        .added_to = added_to
    };
    return world_.await(bring_to(world_, std::move(csv), std::move(file)));
}

ListId Desk::list_from(std::string csv) {
    const auto uploaded = bring(std::move(csv));
    REQUIRE(uploaded.ok());
    REQUIRE(uploaded->list.has_value());
    return *uploaded->list;
}

Outcome Desk::add(ListId list, std::string csv) {
    const auto uploaded = bring(std::move(csv), list);
    if (!uploaded.ok()) {
        return uploaded.error();
    }
    return uploaded->refusal ? Outcome(Error{ErrorKind::invalid, uploaded->refusal->code}) : done();
}

lists::Review Desk::review(ListId list) {
    const auto read = [&](db::Snapshot& at) {
        return world_.flows().reviewing.review(at, world_.practice(), list);
    };
    return world_.database().read_now(read).value();
}

std::vector<lists::RefusedRow> Desk::refused(ListId list, std::string_view code) {
    const auto read = [&](db::Snapshot& at) {
        return world_.flows().reviewing.refused(at, world_.practice(), list, code, 0, all);
    };
    return world_.database().read_now(read).value();
}

std::vector<lists::RefusedRow> Desk::left_out(ListId list) {
    const auto read = [&](db::Snapshot& at) {
        return world_.flows().reviewing.left_out(at, world_.practice(), list, 0, all);
    };
    return world_.database().read_now(read).value();
}

std::vector<lists::Warning> Desk::warnings(ListId list, std::string_view code) {
    const auto read = [&](db::Snapshot& at) {
        return world_.flows().reviewing.warnings(at, world_.practice(), list, code, 0, all);
    };
    return world_.database().read_now(read).value();
}

std::vector<lists::Placed> Desk::patients(ListId list) {
    const auto read = [&](db::Snapshot& at) {
        return world_.flows().lists.patients(at, world_.practice(), list, Position{0}, all);
    };
    return world_.database().read_now(read).value();
}

Result<std::vector<lists::Reason>>
Desk::correct(ListId list, std::int64_t row, lists::Cells cells) {
    const auto load = [&](db::Snapshot& at) {
        return world_.flows().practices.load(at, world_.practice());
    };
    return world_.await(world_.flows().uploads.correct(
        world_.actor(), world_.database().read_now(load).value(), list, row, std::move(cells)
    ));
}

Outcome Desk::leave_out(ListId list, std::int64_t row) {
    return world_.database().write_now([&](db::Transaction& tx) {
        return world_.flows().reviewing.leave_out(tx, world_.actor(), list, row);
    });
}

Outcome Desk::put_back(ListId list, std::int64_t row) {
    return world_.database().write_now([&](db::Transaction& tx) {
        return world_.flows().reviewing.put_back(tx, world_.actor(), list, row);
    });
}

Outcome Desk::use(ListId list, lists::OldList old) {
    return world_.database().write_now([&](db::Transaction& tx) {
        return world_.flows().lists.use(tx, world_.actor(), list, old);
    });
}

Outcome Desk::remove(ListId list) {
    return world_.database().write_now([&](db::Transaction& tx) {
        return world_.flows().lists.remove(tx, world_.actor(), list);
    });
}

std::int64_t Desk::sweep() {
    return world_
        .await(world_.flows().uploads.sweep(
            {.unconfirmed = std::chrono::hours{24}, .unused = std::chrono::days{365}}
        ))
        .value();
}

void Desk::check_counts(ListId list) {
    const lists::Review now = review(list);
    std::int64_t by_sms = 0;
    std::int64_t by_email = 0;
    std::set<std::string> numbers;
    const std::vector<lists::Placed> on_it = patients(list);
    for (const lists::Placed& placed : on_it) {
        by_sms += placed.patient.mobile ? 1 : 0;
        by_email += placed.patient.email ? 1 : 0;
        CHECK(numbers.insert(placed.patient.nhs_number.reveal()).second);
    }
    CHECK(now.list.accepted == static_cast<std::int64_t>(on_it.size()));
    CHECK(now.list.by_sms == by_sms);
    CHECK(now.list.by_email == by_email);
    CHECK(now.list.ages.count() == now.list.accepted);

    const std::vector<lists::RefusedRow> rows = refused(list);
    CHECK(now.list.refused == static_cast<std::int64_t>(rows.size()));
    std::map<std::string, std::int64_t> by_code;
    for (const lists::RefusedRow& row : rows) {
        std::set<std::string> codes;
        for (const lists::Reason& reason : row.reasons) {
            codes.insert(reason.code);
        }
        for (const std::string& code : codes) {
            ++by_code[code];
        }
    }
    std::map<std::string, std::int64_t> told;
    for (const lists::CodeCount& each : now.refused) {
        told[each.code] = each.rows;
        CHECK(refused(list, each.code).size() == static_cast<std::size_t>(each.rows));
    }
    CHECK(told == by_code);
    // Nobody disappears: every record is a patient, refused, or left out.
    CHECK(now.list.records == now.list.accepted + now.list.refused + now.list.left_out);
}

std::string lines_of(const std::vector<lists::RefusedRow>& rows) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::string> codes; // by file and line
    for (const lists::RefusedRow& row : rows) {
        codes[{row.file, row.line}] = row.reasons.front().code;
    }
    std::string words;
    for (const auto& [place, code] : codes) {
        words += (words.empty() ? "" : " ") + code + " "
                 + (place.first > 1 ? std::to_string(place.first) + ":" : "")
                 + std::to_string(place.second);
    }
    return words;
}

}
