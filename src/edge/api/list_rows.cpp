// A list's refused rows and warnings over the API: read page by page, and dealt with.
#include "domain/sentences/sentences.hpp"
#include "edge/api/list_requests.hpp"
#include "flow/lists/looks.hpp"

#include <algorithm>
#include <charconv>

namespace cohort::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::int64_t rows_a_page_max = 1000;

// Which rows or warnings of which list.
struct Asked {
    ListId list;
    std::string path; // of these pages
    std::string code; // empty: of every code
    std::int64_t after;
    std::int64_t limit;
};

Result<Asked> read_asked(const http::Request& request, std::string_view leaf) {
    COHORT_TRY(list, list_id_of(request));
    std::string code(request.query.text("code"));
    // One that has words is one of ours, and safe in an address.
    if (!code.empty() && domain::sentence_for(code) == nullptr) {
        return invalid("query.word_unknown");
    }
    COHORT_TRY(after, number_of(request.query, "after", 0, INT32_MAX));
    COHORT_TRY(limit, page_limit_of(request.query, 100, rows_a_page_max));
    return Asked{list, path_of(list).append(leaf), std::move(code), after, limit};
}

// `last`: the number of the last item.
object page_json(std::string_view name, array items, std::int64_t last, const Asked& asked) {
    const bool full = static_cast<std::int64_t>(items.size()) == asked.limit;
    std::string mark = asked.code.empty() ? std::string() : "code=" + asked.code + "&";
    mark += "after=" + std::to_string(last);
    return page_of(name, std::move(items), full, asked.path, mark, asked.limit);
}

struct Row {
    lists::RefusedRow row;
    std::vector<lists::File> files; // of its list
};

Task<Result<Row>> load_row(const Deps& deps, PracticeId practice, ListId list, std::int64_t row) {
    const auto load = [&deps, practice, list, row](db::Snapshot& at) -> Result<Row> {
        COHORT_TRY(found, deps.reviewing.row(at, practice, list, row));
        return Row{std::move(found), deps.lists.files(at, practice, list)};
    };
    co_return co_await deps.database.read(load);
}

// The {row} of the path.
Result<std::int64_t> row_number_of(const http::Request& request) {
    const std::string_view text = request.param("row");
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) {
        return Error{ErrorKind::not_found, "row.not_found"};
    }
    return number;
}

// The row's cells with those of the body in their places. A column that the file does not have
// would not be looked at, and the caller would never know.
Result<lists::Cells> corrected_cells(std::string_view body, const Row& row) {
    std::array<std::string_view, lists::fields_count> members;
    for (std::size_t i = 0; i < members.size(); ++i) {
        members[i] = lists::text(static_cast<lists::Field>(i));
    }
    COHORT_TRY(json, read_object(body, members));
    const auto file = std::ranges::find(row.files, row.row.file, &lists::File::number);
    lists::Cells cells = row.row.cells;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!json.contains(members[i])) {
            continue;
        }
        if (file == row.files.end() || file->headings[i].empty()) {
            return invalid("json.unknown_member", std::string(members[i]));
        }
        cells[i] = text_of(json, members[i]);
    }
    return cells;
}

// Still refused: the first reason's own problem, with all of them.
http::Response still_refused(
    const http::Request& request, const Row& row, std::span<const lists::Reason> reasons
) {
    object details = problem_details(request, 422, reasons.front().code);
    details["reasons"] = json_of(reasons, row.row.file, row.files);
    return problem_answer(details, 422);
}

Task<Result<object>>
row_json(const Deps& deps, PracticeId practice, ListId list, std::int64_t number) {
    COHORT_CO_TRY(row, co_await load_row(deps, practice, list, number));
    co_return json_of(row.row, row.files);
}

}

Task<http::Response> read_refused_rows(const Deps& deps, http::Request& request, Caller caller) {
    const auto asked = read_asked(request, "/refused-rows");
    if (!asked.ok()) {
        co_return http::failure(asked.error());
    }
    const auto load = [&](db::Snapshot& at) -> Result<object> {
        COHORT_CHECK(deps.lists.held(at, caller.practice, asked->list));
        COHORT_TRY(
            rows,
            deps.reviewing.refused(
                at, caller.practice, asked->list, asked->code, asked->after, asked->limit
            )
        );
        const std::vector<lists::File> files = deps.lists.files(at, caller.practice, asked->list);
        array items;
        for (const lists::RefusedRow& row : rows) {
            items.push_back(json_of(row, files));
        }
        const std::int64_t last = rows.empty() ? asked->after : rows.back().number;
        return page_json("refused_rows", std::move(items), last, *asked);
    };
    const auto page = co_await deps.database.read(load);
    if (!page.ok()) {
        co_return http::failure(page.error());
    }
    const lists::LookDeps looks{deps.database, deps.clock, deps.random};
    const Outcome noted = co_await lists::note_look(looks, caller, asked->list, lists::Look::rows);
    if (!noted.ok()) {
        co_return http::failure(noted.error());
    }
    co_return answer_or_failure(page);
}

Task<http::Response> read_warnings(const Deps& deps, http::Request& request, Caller caller) {
    const auto asked = read_asked(request, "/warnings");
    if (!asked.ok()) {
        co_return http::failure(asked.error());
    }
    if (asked->code.empty()) {
        co_return http::failure(invalid("query.word_unknown"));
    }
    const auto load = [&](db::Snapshot& at) -> Result<object> {
        COHORT_CHECK(deps.lists.held(at, caller.practice, asked->list));
        COHORT_TRY(
            warnings,
            deps.reviewing.warnings(
                at, caller.practice, asked->list, asked->code, asked->after, asked->limit
            )
        );
        array items;
        for (const lists::Warning& warning : warnings) {
            items.push_back(json_of(warning));
        }
        const std::int64_t last = warnings.empty() ? asked->after : warnings.back().number;
        return page_json("warnings", std::move(items), last, *asked);
    };
    const auto page = co_await deps.database.read(load);
    if (!page.ok()) {
        co_return http::failure(page.error());
    }
    const lists::LookDeps looks{deps.database, deps.clock, deps.random};
    const Outcome noted = co_await lists::note_look(looks, caller, asked->list, lists::Look::rows);
    if (!noted.ok()) {
        co_return http::failure(noted.error());
    }
    co_return answer_or_failure(page);
}

Task<http::Response> correct_row(const Deps& deps, http::Request& request, Caller caller) {
    const auto list = list_id_of(request);
    const auto number = row_number_of(request);
    if (!list.ok() || !number.ok()) {
        co_return http::failure(list.ok() ? number.error() : list.error());
    }
    const auto row = co_await load_row(deps, caller.practice, *list, *number);
    if (!row.ok()) {
        co_return http::failure(row.error());
    }
    const auto cells = corrected_cells(request.body, *row);
    if (!cells.ok()) {
        co_return http::failure(cells.error());
    }
    const auto load = [&](db::Snapshot& at) { return deps.practices.load(at, caller.practice); };
    const auto practice = co_await deps.database.read(load);
    if (!practice.ok()) {
        co_return http::failure(practice.error());
    }
    const auto reasons = co_await deps.uploads.correct(caller, *practice, *list, *number, *cells);
    if (!reasons.ok()) {
        co_return http::failure(reasons.error());
    }
    if (!reasons->empty()) {
        co_return still_refused(request, *row, *reasons);
    }
    co_return answer_or_failure(co_await row_json(deps, caller.practice, *list, *number));
}

Task<http::Response> leave_out_row(const Deps& deps, http::Request& request, Caller caller) {
    const auto list = list_id_of(request);
    const auto number = row_number_of(request);
    if (!list.ok() || !number.ok()) {
        co_return http::failure(list.ok() ? number.error() : list.error());
    }
    const auto change = [&](db::Transaction& tx) {
        return deps.reviewing.leave_out(tx, caller, *list, *number);
    };
    if (const Outcome changed = co_await deps.database.write(change); !changed.ok()) {
        co_return http::failure(changed.error());
    }
    co_return answer_or_failure(co_await row_json(deps, caller.practice, *list, *number));
}

Task<http::Response> put_row_back(const Deps& deps, http::Request& request, Caller caller) {
    const auto list = list_id_of(request);
    const auto number = row_number_of(request);
    if (!list.ok() || !number.ok()) {
        co_return http::failure(list.ok() ? number.error() : list.error());
    }
    const auto change = [&](db::Transaction& tx) {
        return deps.reviewing.put_back(tx, caller, *list, *number);
    };
    if (const Outcome changed = co_await deps.database.write(change); !changed.ok()) {
        co_return http::failure(changed.error());
    }
    co_return answer_or_failure(co_await row_json(deps, caller.practice, *list, *number));
}

}
