#include "edge/staff_web/same_patient.hpp"

#include "edge/staff_web/pages/list_parts.hpp"
#include "flow/lists/search.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cohort::staff_web {
namespace {

using lists::Field;

// An event report may hold a patient a hundred times; nobody reads more than these.
constexpr std::size_t others_told_most = 10;

std::optional<domain::NhsNumber> number_of(const lists::RefusedRow& row) {
    if (std::ranges::none_of(row.reasons, is_about_duplicates, &lists::Reason::code)) {
        return std::nullopt;
    }
    auto number = domain::NhsNumber::parse(row.cells[static_cast<std::size_t>(Field::nhs_number)]);
    return number.ok() ? std::optional(std::move(number).value()) : std::nullopt;
}

// Then nobody of this NHS number is on the list, which need not be looked through.
bool is_in_conflict(const lists::RefusedRow& row) {
    return std::ranges::find(row.reasons, "duplicate.conflict", &lists::Reason::code)
           != row.reasons.end();
}

// Of each row, those that are the same patient: the one on the list, or others in the review.
Result<std::vector<lists::SameNumber>> find_others(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    std::span<const lists::RefusedRow> rows
) {
    std::vector<domain::NhsNumber> numbers;
    std::vector<std::string> hashes; // of each row; empty where there is nothing to look for
    hashes.reserve(rows.size());
    numbers.reserve(rows.size());
    for (const lists::RefusedRow& row : rows) {
        const auto number = number_of(row);
        hashes.emplace_back();
        if (number) {
            hashes.back() =
                deps.practices.keyring().hash(practice::HashOf::nhs_number, number->reveal());
            numbers.push_back(*number);
        }
    }
    const lists::RowsByNumber known =
        lists::rows_of_patients(at, deps.practices, practice, list, numbers, others_told_most + 1);
    std::vector<lists::SameNumber> others(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (hashes[i].empty()) {
            continue;
        }
        others[i] = known.find(hashes[i])->second;
        std::vector<lists::RowRef>& first = others[i].first;
        std::erase_if(first, [&](const lists::RowRef& other) {
            return other.number == rows[i].number;
        });
        first.resize(std::min(first.size(), others_told_most), lists::RowRef{});
        // A row that stands against others is one of them itself.
        const bool is_counted =
            rows[i].state == lists::RefusedRow::State::refused && is_in_conflict(rows[i]);
        others[i].all -= is_counted && others[i].all > 0 ? 1 : 0;
    }
    return others;
}

}

lists::Cells cells_to_show(const lists::Patient& patient) {
    lists::Cells cells = lists::cells_of(patient);
    cells[static_cast<std::size_t>(Field::nhs_number)].clear();
    cells[static_cast<std::size_t>(Field::full_name)].clear(); // the two names are
    return cells;
}

Result<std::vector<SamePatient>> places_of_same_patients(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    std::span<const lists::RefusedRow> rows
) {
    COHORT_TRY(others, find_others(at, deps, practice, list, rows));
    std::vector<SamePatient> places(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        places[i].first.reserve(others[i].first.size());
        for (const lists::RowRef& other : others[i].first) {
            places[i].first.push_back({other.file, other.line});
        }
        places[i].more = others[i].all - std::ssize(others[i].first);
    }
    return places;
}

Result<OtherRows> rows_of_same_patient(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const lists::RefusedRow& row
) {
    const auto number = number_of(row);
    if (!number) {
        return OtherRows();
    }
    OtherRows rows;
    if (!is_in_conflict(row)) {
        COHORT_TRY(on_list, deps.lists.find(at, practice, list, *number));
        for (const lists::Placed& placed : on_list) {
            const lists::Patient& patient = placed.patient;
            rows.first.push_back({{patient.file, patient.line}, cells_to_show(patient), true});
        }
        return rows;
    }
    COHORT_TRY(others, find_others(at, deps, practice, list, std::span(&row, 1)));
    rows.more = others.front().all - std::ssize(others.front().first);
    for (const lists::RowRef& other : others.front().first) {
        COHORT_TRY(opened, deps.reviewing.row(at, practice, list, other.number));
        rows.first.push_back({{other.file, other.line}, std::move(opened.cells), false});
    }
    return rows;
}

}
