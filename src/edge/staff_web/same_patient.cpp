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

lists::Cells cells_of(const lists::Patient& patient) {
    lists::Cells cells;
    const auto set = [&cells](Field field, std::string text) {
        cells[static_cast<std::size_t>(field)] = std::move(text);
    };
    set(Field::given, patient.name.given());
    set(Field::family, patient.name.family());
    set(Field::date_of_birth, patient.date_of_birth.iso());
    set(Field::mobile, patient.mobile ? patient.mobile->reveal() : "");
    set(Field::email, patient.email ? patient.email->reveal() : "");
    return cells;
}

// What stands for the patient in the list, and in its review.
struct Others {
    std::vector<lists::Placed> on_list;
    std::vector<lists::RowRef> refused;
};

Result<Others> find_others(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const lists::RefusedRow& row
) {
    const auto number = number_of(row);
    if (!number) {
        return Others{};
    }
    COHORT_TRY(on_list, deps.lists.find(at, practice, list, *number));
    Others others{std::move(on_list), {}};
    // Where one is used, it is the one that matters.
    if (others.on_list.empty()) {
        others.refused = lists::refused_rows_of(at, deps.practices, practice, list, *number);
        std::erase_if(others.refused, [&row](const lists::RowRef& other) {
            return other.number == row.number;
        });
        others.refused.resize(std::min(others.refused.size(), others_told_most), lists::RowRef{});
    }
    return others;
}

}

Result<std::vector<RowPlace>> places_of_same_patient(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const lists::RefusedRow& row
) {
    COHORT_TRY(others, find_others(at, deps, practice, list, row));
    std::vector<RowPlace> places;
    places.reserve(others.on_list.size() + others.refused.size());
    for (const lists::Placed& placed : others.on_list) {
        places.push_back({placed.patient.file, placed.patient.line});
    }
    for (const lists::RowRef& other : others.refused) {
        places.push_back({other.file, other.line});
    }
    return places;
}

Result<std::vector<OtherRow>> rows_of_same_patient(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const lists::RefusedRow& row
) {
    COHORT_TRY(others, find_others(at, deps, practice, list, row));
    std::vector<OtherRow> rows;
    rows.reserve(others.on_list.size() + others.refused.size());
    for (const lists::Placed& placed : others.on_list) {
        rows.push_back({{placed.patient.file, placed.patient.line}, cells_of(placed.patient), true}
        );
    }
    for (const lists::RowRef& other : others.refused) {
        COHORT_TRY(opened, deps.reviewing.row(at, practice, list, other.number));
        rows.push_back({{other.file, other.line}, std::move(opened.cells), false});
    }
    return rows;
}

}
