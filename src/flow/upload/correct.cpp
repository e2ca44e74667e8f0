// A refused row as a person would have it.
#include "domain/london_time.hpp"
#include "flow/upload/reader/reading.hpp"
#include "flow/upload/reader/rows.hpp"
#include "flow/upload/upload.hpp"

#include <algorithm>
#include <utility>

namespace cohort::upload {
namespace {

// How often somebody else may change the list between our look and our change.
constexpr int looks_most = 3;

// The columns that the row's file has, in the places of our own.
Heading heading_of(const lists::File& file) {
    Heading heading;
    for (std::size_t column = 0; column < column_count; ++column) {
        const bool has = !file.headings[column].empty();
        heading.names.push_back(file.headings[column]);
        heading.indexes[column] = has ? static_cast<int>(column) : -1;
    }
    return heading;
}

std::vector<lists::Reason> reasons_of(const RowVerdict& verdict) {
    std::vector<lists::Reason> reasons;
    reasons.reserve(verdict.reasons.size());
    for (const RowReason& reason : verdict.reasons) {
        lists::Reason given{std::string(reason.code.text())};
        if (reason.column) {
            given.field = static_cast<lists::Field>(*reason.column);
        }
        reasons.push_back(std::move(given));
    }
    return reasons;
}

std::vector<lists::NewWarning>
warnings_of(const RowVerdict& verdict, const lists::RefusedRow& row, const lists::File& file) {
    std::vector<lists::NewWarning> warnings;
    warnings.reserve(verdict.warnings.size());
    for (const RowWarning& warning : verdict.warnings) {
        warnings.push_back(
            {.code = std::string(warning.code.text()),
             .line = row.line,
             .heading = file.headings[static_cast<std::size_t>(warning.column)],
             .found = std::string(beginning_of(verdict.cell(warning.column))),
             .kept = kept_of(verdict, warning.column)}
        );
    }
    return warnings;
}

lists::Patient patient_of(const RowVerdict& verdict, const lists::RefusedRow& row) {
    return {
        row.file,
        row.line,
        *verdict.nhs_number,
        *verdict.name,
        *verdict.date_of_birth,
        verdict.mobile,
        verdict.email
    };
}

Error row_settled() {
    return {ErrorKind::conflict, "row.settled"};
}

// Said before anything about the cells: they do not matter any more.
Outcome check_open(const lists::Summary& list) {
    if (list.state == lists::State::deleted) {
        return Error{ErrorKind::not_found, "list.not_found"};
    }
    if (list.state == lists::State::confirmed) {
        return Error{ErrorKind::conflict, "list.not_draft"};
    }
    return done();
}

// Pressed twice: the row is on the list as it was typed.
bool is_there_already(const std::vector<lists::Placed>& same_number, const lists::Patient& typed) {
    return std::ranges::any_of(same_number, [&typed](const lists::Placed& placed) {
        const lists::Patient& there = placed.patient;
        return there.file == typed.file && there.line == typed.line && lists::agree(there, typed)
               && there.name.full() == typed.name.full();
    });
}

struct Look {
    lists::RefusedRow row;
    lists::File file;
    std::int64_t revision;
};

}

Task<Result<std::vector<lists::Reason>>> Uploads::correct(
    practice::Actor actor,
    practice::Practice practice,
    ListId list,
    std::int64_t number,
    lists::Cells cells
) const {
    const std::chrono::year_month_day today = domain::london_date(deps_.clock.now());
    const auto look = [this, &actor, list, number](db::Snapshot& at) -> Result<Look> {
        COHORT_TRY(row, deps_.reviewing.row(at, actor.practice, list, number));
        COHORT_TRY(summary, deps_.lists.summary(at, actor.practice, list));
        COHORT_CHECK(check_open(summary));
        std::vector<lists::File> files = deps_.lists.files(at, actor.practice, list);
        const auto file = std::ranges::find(files, row.file, &lists::File::number);
        if (file == files.end()) {
            return Error{ErrorKind::not_found, "row.not_found"};
        }
        return Look{std::move(row), std::move(*file), summary.revision};
    };
    for (int looks = 1;; ++looks) {
        COHORT_CO_TRY(seen, co_await deps_.database.read(look));
        RowJudge judge(heading_of(seen.file), today, practice.international);
        const RowVerdict& verdict = judge.judge_cells(cells);
        const bool settled = seen.row.state != lists::RefusedRow::State::refused;
        if (settled && !verdict.accepted()) {
            co_return row_settled();
        }
        if (!verdict.accepted()) {
            co_return reasons_of(verdict);
        }
        const lists::Patient patient = patient_of(verdict, seen.row);
        const auto find = [this, &actor, list, &patient](db::Snapshot& at) {
            return deps_.lists.find(at, actor.practice, list, patient.nhs_number);
        };
        COHORT_CO_TRY(same_number, co_await deps_.database.read(find));
        if (settled && is_there_already(same_number, patient)) {
            co_return std::vector<lists::Reason>();
        }
        if (settled) {
            co_return row_settled();
        }
        const lists::Correction correction{
            number,
            seen.revision,
            same_number.empty() ? std::nullopt : std::optional(same_number.front()),
            warnings_of(verdict, seen.row, seen.file)
        };
        const auto change = [&](db::Transaction& tx) {
            return deps_.reviewing.correct(tx, actor, list, correction, patient);
        };
        const Outcome changed = co_await deps_.database.write(change);
        if (changed.ok()) {
            co_return std::vector<lists::Reason>();
        }
        if (changed.error().code != ErrorCode{"list.changed"} || looks == looks_most) {
            co_return changed.error();
        }
    }
}

}
