// The review as it is read: facts, counts, rows and warnings, a page at a time.
#include "flow/lists/review.hpp"

#include "flow/lists/identity.hpp"
#include "flow/lists/inside.hpp"
#include "flow/lists/packing.hpp"
#include "flow/lists/reasons.hpp"
#include "flow/lists/sql.hpp"

#include <array>
#include <utility>

namespace cohort::lists {
namespace {

RefusedRow::State read_state(std::string_view text) {
    return text == "refused"  ? RefusedRow::State::refused
           : text == "mended" ? RefusedRow::State::mended
                              : RefusedRow::State::left_out;
}

std::vector<CodeCount>
counts(db::Snapshot& at, PracticeId practice, ListId list, std::string_view kind) {
    return at.all(
        sql::list_code_counts,
        [](const db::Row& row) { return CodeCount{std::string(row.text(0)), row.integer(1)}; },
        practice,
        list,
        kind
    );
}

Result<RefusedRow>
open_row(const practice::Sealer& sealer, PracticeId practice, ListId list, const db::Row& row) {
    const std::int64_t number = row.integer(0);
    COHORT_TRY(packed, sealer.open(row.bytes(5), cells_place(practice, list, number)));
    COHORT_TRY(cells, unpack_cells(packed));
    return RefusedRow{
        number,
        row.integer(1),
        row.integer(2),
        read_state(row.text(3)),
        read_reasons(row.text(4)),
        std::move(cells)
    };
}

// Of list_warnings and list_warnings_of_row.
Result<Warning>
open_warning(const practice::Sealer& sealer, PracticeId practice, ListId list, const db::Row& row) {
    const std::int64_t number = row.integer(0);
    COHORT_TRY(packed, sealer.open(row.bytes(4), warning_place(practice, list, number)));
    std::array<std::string_view, 2> values;
    if (!unpack(packed, values)) {
        return Error{ErrorKind::internal, "sealed.damaged", "list_warnings.values"};
    }
    return Warning{
        number,
        std::string(row.text(5)),
        row.integer(1),
        row.integer_or_none(2),
        std::string(row.text(3)),
        std::string(values[0]),
        std::string(values[1])
    };
}

// What `open` makes of every row that `each` gives, or the first fault.
template <class Item, class Each, class Open>
Result<std::vector<Item>> collect(Each each, Open open) {
    std::vector<Item> items;
    std::optional<Error> fault;
    each([&](const db::Row& row) {
        Result<Item> item = open(row);
        if (item.ok()) {
            items.push_back(std::move(item).value());
        } else {
            fault = item.error();
        }
    });
    if (fault) {
        return *fault;
    }
    return items;
}

Result<std::vector<SharedMobile>>
shared(db::Snapshot& at, const practice::Sealer& sealer, PracticeId practice, ListId list) {
    const auto open = [&](const db::Row& row) -> Result<SharedMobile> {
        COHORT_TRY(
            mobile, sealer.open(row.bytes(2), shared_mobile_place(practice, list, row.integer(0)))
        );
        COHORT_TRY(number, domain::MobileNumber::parse_e164(mobile));
        return SharedMobile{std::move(number), row.integer(1)};
    };
    return collect<SharedMobile>(
        [&](const auto& on_row) { at.each(sql::list_shared, on_row, practice, list); }, open
    );
}

}

Reviewing::Reviewing(const Lists& lists, const Clock& clock, Random& random)
    : lists_(lists), clock_(clock), random_(random) {}

Result<Review> Reviewing::review(db::Snapshot& at, PracticeId practice, ListId list) const {
    COHORT_TRY(summary, lists_.summary(at, practice, list));
    COHORT_TRY(sealer, lists_.practices().sealer(at, practice));
    COHORT_TRY(shared_mobiles, shared(at, sealer, practice, list));
    return Review{
        .list = std::move(summary),
        .files = lists_.files(at, practice, list),
        .refused = counts(at, practice, list, "refused"),
        .warnings = counts(at, practice, list, "warning"),
        .shared = std::move(shared_mobiles),
        .usual_patients = lists_.usual_patients(at, practice),
        .file_being_added = file_being_added(at, practice, list),
        .being_left_out = being_left_out(at, practice, list)
    };
}

Result<std::vector<RefusedRow>> Reviewing::refused(
    db::Snapshot& at,
    PracticeId practice,
    ListId list,
    std::string_view code,
    std::int64_t after,
    std::int64_t most
) const {
    COHORT_TRY(sealer, lists_.practices().sealer(at, practice));
    return collect<RefusedRow>(
        [&](const auto& on_row) {
            if (code.empty()) {
                at.each(sql::list_refused, on_row, practice, list, after, most);
            } else {
                at.each(sql::list_refused_for, on_row, practice, list, after, most, code);
            }
        },
        [&](const db::Row& row) { return open_row(sealer, practice, list, row); }
    );
}

Result<std::vector<RefusedRow>> Reviewing::left_out(
    db::Snapshot& at, PracticeId practice, ListId list, std::int64_t after, std::int64_t most
) const {
    COHORT_TRY(sealer, lists_.practices().sealer(at, practice));
    return collect<RefusedRow>(
        [&](const auto& on_row) {
            at.each(sql::list_left_out, on_row, practice, list, after, most);
        },
        [&](const db::Row& row) { return open_row(sealer, practice, list, row); }
    );
}

Result<RefusedRow>
Reviewing::row(db::Snapshot& at, PracticeId practice, ListId list, std::int64_t number) const {
    COHORT_CHECK(lists_.summary(at, practice, list));
    COHORT_TRY(sealer, lists_.practices().sealer(at, practice));
    COHORT_TRY(
        rows,
        collect<RefusedRow>(
            [&](const auto& on_row) {
                at.each(sql::load_refused_row, on_row, practice, list, number);
            },
            [&](const db::Row& row) { return open_row(sealer, practice, list, row); }
        )
    );
    if (rows.empty()) {
        return Error{ErrorKind::not_found, "row.not_found"};
    }
    return std::move(rows.front());
}

Result<std::vector<Warning>> Reviewing::warnings(
    db::Snapshot& at,
    PracticeId practice,
    ListId list,
    std::string_view code,
    std::int64_t after,
    std::int64_t most
) const {
    COHORT_TRY(sealer, lists_.practices().sealer(at, practice));
    return collect<Warning>(
        [&](const auto& on_row) {
            at.each(sql::list_warnings, on_row, practice, list, code, after, most);
        },
        [&](const db::Row& row) { return open_warning(sealer, practice, list, row); }
    );
}

Result<std::vector<Warning>> Reviewing::warnings_of(
    db::Snapshot& at, PracticeId practice, ListId list, const RefusedRow& row
) const {
    COHORT_TRY(sealer, lists_.practices().sealer(at, practice));
    return collect<Warning>(
        [&](const auto& on_row) {
            at.each(sql::list_warnings_of_row, on_row, practice, list, row.file, row.line);
        },
        [&](const db::Row& found) { return open_warning(sealer, practice, list, found); }
    );
}

}
