// One refused row: looked at, corrected, left out.
#include "edge/staff_web/pages/row.hpp"

#include "domain/sentences/sentences.hpp"
#include "domain/typed_text.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/row_news.hpp"
#include "edge/staff_web/same_patient.hpp"
#include "flow/lists/looks.hpp"

#include <array>
#include <utility>

namespace cohort::staff_web {
namespace {

// Which row, and where somebody came from.
struct WantedRow {
    ListId list;
    std::int64_t row;
    std::string from;
    std::string after;
};

// `fields`: the address's on a page, the form's where something is done.
Result<WantedRow> read_wanted_row(const http::Request& request, const http::Form& fields) {
    COHORT_TRY(list, ListId::parse(request.param("list")));
    const std::string_view from = fields.text("from");
    return WantedRow{
        .list = list,
        .row = read_position(request.param("row")),
        .from = domain::sentence_for(from) == nullptr ? std::string() : std::string(from),
        .after = std::to_string(read_position(fields.text("after")))
    };
}

html::Url way_back(const WantedRow& wanted) {
    return wanted.from.empty()
               ? list_address(wanted.list)
               : refused_address(wanted.list, wanted.from).with_query("after", wanted.after);
}

http::Response go_back(const WantedRow& wanted, RowDeed deed) {
    return http::see_other(std::string(with_news(way_back(wanted), deed, wanted.row).text()));
}

// Of a row that was corrected, the patient that it became, if they are on the list still.
Result<OtherRows> others_of(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const lists::RefusedRow& row
) {
    if (row.state != lists::RefusedRow::State::mended) {
        return rows_of_same_patient(at, deps, practice, list, row);
    }
    COHORT_TRY(patient, deps.lists.find_line(at, practice, list, row.file, row.line));
    OtherRows rows;
    if (patient) {
        rows.first.push_back({{row.file, row.line}, cells_to_show(patient->patient), true});
    }
    return rows;
}

Result<RowView>
read_view(db::Snapshot& at, const Deps& deps, const Visitor& visitor, const WantedRow& wanted) {
    const PracticeId practice = visitor.practice();
    COHORT_CHECK(deps.lists.held(at, practice, wanted.list));
    COHORT_TRY(review, deps.reviewing.review(at, practice, wanted.list));
    COHORT_TRY(row, deps.reviewing.row(at, practice, wanted.list, wanted.row));
    COHORT_TRY(others, others_of(at, deps, practice, wanted.list, row));
    lists::Cells cells = spelled_cells(row);
    std::vector<lists::Reason> reasons = row.reasons;
    return RowView{
        .list = std::move(review.list),
        .files = std::move(review.files),
        .row = std::move(row),
        .typed = std::move(cells),
        .reasons = std::move(reasons),
        .others = std::move(others),
        .file_being_added = review.file_being_added,
        .from = wanted.from,
        .after = wanted.after,
        .token = visitor.session.csrf_token
    };
}

lists::Cells read_cells(const http::Form& form) {
    lists::Cells cells;
    for (std::size_t field = 0; field < cells.size(); ++field) {
        cells[field] = domain::read_line(form.text(lists::text(static_cast<lists::Field>(field))));
    }
    return cells;
}

// What is wrong with what was typed, or stands in its way.
struct Refusal {
    std::vector<lists::Reason> reasons;
    std::string conflict;
};

// The page again, with what was typed.
Task<http::Response> show_again(
    Site site, const Visitor& visitor, WantedRow wanted, lists::Cells typed, Refusal refusal
) {
    const auto load = [&](db::Snapshot& at) { return read_view(at, site.deps, visitor, wanted); };
    auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    view->typed = std::move(typed);
    view->judged = true;
    view->reasons = std::move(refusal.reasons);
    view->conflict = std::move(refusal.conflict);
    const int status = view->conflict.empty() ? 400 : 409;
    co_return show(site.deps.random, &visitor, row_page(*view), status);
}

bool is_settled(const Error& error) {
    return error.code == ErrorCode("row.settled");
}

}

Task<http::Response> show_row(Site site, http::Request& request, Visitor visitor) {
    const auto wanted = read_wanted_row(request, request.query);
    if (!wanted.ok()) {
        co_return http::not_found();
    }
    const auto load = [&](db::Snapshot& at) { return read_view(at, site.deps, visitor, *wanted); };
    const auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    const lists::LookDeps looks{site.deps.database, site.deps.clock, site.deps.random};
    const Outcome noted =
        co_await lists::note_look(looks, visitor.actor(), wanted->list, lists::Look::rows);
    if (!noted.ok()) {
        co_return http::failure(noted.error());
    }
    co_return show(site.deps.random, &visitor, row_page(*view));
}

Task<http::Response> correct_row(Site site, http::Request& request, Visitor visitor) {
    const auto wanted = read_wanted_row(request, request.form);
    if (!wanted.ok()) {
        co_return http::not_found();
    }
    lists::Cells typed = read_cells(request.form);
    auto judged = co_await site.deps.uploads.correct(
        visitor.actor(), visitor.session.practice, wanted->list, wanted->row, typed
    );
    if (judged.ok() && judged->empty()) {
        co_return go_back(*wanted, RowDeed::corrected);
    }
    Refusal refusal;
    if (judged.ok()) {
        refusal.reasons = std::move(judged).value();
    } else {
        if (is_settled(judged.error())) {
            co_return go_back(*wanted, RowDeed::corrected_too_late);
        }
        if (judged.error().kind != ErrorKind::conflict) {
            co_return http::failure(judged.error());
        }
        refusal.conflict = judged.error().code.text();
    }
    co_return co_await show_again(site, visitor, *wanted, std::move(typed), std::move(refusal));
}

Task<http::Response> leave_out_row(Site site, http::Request& request, Visitor visitor) {
    const auto wanted = read_wanted_row(request, request.form);
    if (!wanted.ok()) {
        co_return http::not_found();
    }
    // True when another row of the patient is used now.
    const auto leave_out = [&](db::Transaction& tx) -> Result<bool> {
        const Deps& deps = site.deps;
        COHORT_TRY(before, deps.lists.summary(tx, visitor.practice(), wanted->list));
        COHORT_CHECK(deps.reviewing.leave_out(tx, visitor.actor(), wanted->list, wanted->row));
        COHORT_TRY(after, deps.lists.summary(tx, visitor.practice(), wanted->list));
        return after.accepted > before.accepted;
    };
    const auto another = co_await site.deps.database.write(leave_out);
    if (!another.ok() && !is_settled(another.error())) {
        co_return http::failure(another.error());
    }
    if (!another.ok()) {
        co_return go_back(*wanted, RowDeed::left_out_too_late);
    }
    co_return go_back(*wanted, *another ? RowDeed::left_out_for_another : RowDeed::left_out);
}

}
