// The rules between rows, by property: however a list's rows are divided among files, and whichever
// of them are left out, what is used is what the rules make of the rows that remain.
#include "tests/stages/desk.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace cohort::stages {
namespace {

struct Line {
    std::size_t patient;
    std::size_t phone;
    std::int64_t file = 0;
    std::int64_t line = 0;
    bool left_out = false;
};

using Place = std::pair<std::int64_t, std::int64_t>; // file and line
using Outcomes = std::map<Place, std::string>;       // "used", or the code

std::string csv_of(const Line& line) {
    const test::Patient patient = test::patient(line.patient);
    return patient.given + "," + patient.family + ",12/03/1980," + patient.nhs_number
           + ",0770090010" + std::to_string(line.phone) + "\n";
}

// The contract's own words, in the plainest way.
Outcomes by_the_rules(const std::vector<Line>& lines) {
    Outcomes outcomes;
    for (const Line& line : lines) {
        if (line.left_out) {
            continue;
        }
        bool same = true;
        bool first = true;
        bool before = true;
        for (const Line& other : lines) {
            if (&other == &line) {
                before = false;
                continue;
            }
            if (other.left_out || other.patient != line.patient) {
                continue;
            }
            same = same && other.phone == line.phone;
            first = first && !before;
        }
        outcomes[{line.file, line.line}] = !same   ? "duplicate.conflict"
                                           : first ? "used"
                                                   : "duplicate.identical";
    }
    return outcomes;
}

Outcomes on_the_list(Desk& desk, ListId list) {
    Outcomes outcomes;
    for (const lists::Placed& placed : desk.patients(list)) {
        outcomes[{placed.patient.file, placed.patient.line}] = "used";
    }
    for (const lists::RefusedRow& row : desk.refused(list)) {
        REQUIRE(outcomes.emplace(Place{row.file, row.line}, row.reasons.front().code).second);
    }
    return outcomes;
}

std::vector<Line> some_lines() {
    return *rc::gen::container<std::vector<Line>>(rc::gen::apply(
        [](std::size_t patient, std::size_t phone) { return Line{patient, phone}; },
        rc::gen::inRange<std::size_t>(0, 4),
        rc::gen::inRange<std::size_t>(0, 2)
    ));
}

// Divides the lines among up to three files, brings them, and notes where each stands.
ListId bring(Desk& desk, std::vector<Line>& lines) {
    std::optional<ListId> list;
    std::size_t next = 0;
    for (std::int64_t file = 1; file <= 3 && next < lines.size(); ++file) {
        const std::size_t left = lines.size() - next;
        const std::size_t count = file == 3 ? left : *rc::gen::inRange<std::size_t>(1, left + 1);
        // A column nobody reads, so that no two files are the same.
        std::string csv = "Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,Part "
                          + std::to_string(file) + "\n";
        for (std::size_t i = 0; i < count; ++i, ++next) {
            lines[next].file = file;
            lines[next].line = static_cast<std::int64_t>(i) + 2;
            csv += csv_of(lines[next]);
        }
        if (list) {
            RC_ASSERT(desk.add(*list, csv).ok());
        } else {
            list = desk.list_from(csv);
        }
    }
    return *list;
}

void leave_some_out(Desk& desk, ListId list, std::vector<Line>& lines) {
    const auto times = *rc::gen::inRange<std::size_t>(0, lines.size());
    for (std::size_t i = 0; i < times; ++i) {
        const std::vector<lists::RefusedRow> rows = desk.refused(list);
        if (rows.empty()) {
            return;
        }
        const lists::RefusedRow& row = rows[*rc::gen::inRange<std::size_t>(0, rows.size())];
        RC_ASSERT(desk.leave_out(list, row.number).ok());
        const auto line = std::ranges::find_if(lines, [&row](const Line& each) {
            return each.file == row.file && each.line == row.line;
        });
        line->left_out = true;
        RC_ASSERT(on_the_list(desk, list) == by_the_rules(lines));
    }
}

// Which of those that agree is used follows from what was done before; that one is, does not.
Outcomes whichever_is_used(Outcomes outcomes) {
    for (auto& [place, outcome] : outcomes) {
        if (outcome != "duplicate.conflict") {
            outcome = "agrees";
        }
    }
    return outcomes;
}

void put_some_back(Desk& desk, ListId list, std::vector<Line>& lines) {
    for (const lists::RefusedRow& row : desk.left_out(list)) {
        if (!*rc::gen::arbitrary<bool>()) {
            continue;
        }
        RC_ASSERT(desk.put_back(list, row.number).ok());
        const auto line = std::ranges::find_if(lines, [&row](const Line& each) {
            return each.file == row.file && each.line == row.line;
        });
        line->left_out = false;
        RC_ASSERT(
            whichever_is_used(on_the_list(desk, list)) == whichever_is_used(by_the_rules(lines))
        );
    }
}

void hold(Engine engine) {
    World world(engine);
    Desk desk(world);
    CHECK(rc::check([&desk] {
        std::vector<Line> lines = some_lines();
        RC_PRE(!lines.empty());
        const ListId list = bring(desk, lines);
        RC_ASSERT(on_the_list(desk, list) == by_the_rules(lines));
        leave_some_out(desk, list, lines);
        put_some_back(desk, list, lines);
        desk.check_counts(list);
    }));
}

}

TEST_CASE("list rules: rows in any files, some left out, are judged as the rules say (SQLite)") {
    hold(Engine::sqlite);
}

TEST_CASE("list rules: rows in any files, some left out, are judged as the rules say (PostgreSQL)"
) {
    hold(Engine::postgresql);
}

}
