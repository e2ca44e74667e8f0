// Patient lists over the API: the file is the request's body.
#include "domain/london_time.hpp"
#include "domain/sentences/sentences.hpp"
#include "domain/typed_text.hpp"
#include "edge/api/json.hpp"
#include "edge/api/routes.hpp"

#include <algorithm>
#include <iterator>

namespace cohort::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::int64_t rows_a_page_max = 1000;

std::string path_of(ListId id) {
    return "/api/v1/lists/" + id.text();
}

object json_of(const lists::Summary& list) {
    return {
        {"id", list.id.text()},
        {"name", list.name},
        {"state", lists::text(list.state)},
        {"uploaded_at", domain::iso_utc(list.uploaded_at)},
        {"report_run_at", time_or_null(list.report_run_at)},
        {"records", list.records},
        {"accepted", list.accepted},
        {"refused", list.refused},
        {"reached_by_sms", list.by_sms},
        {"reached_by_email", list.by_email},
        {"refused_rows", path_of(list.id) + "/refused-rows"}
    };
}

// What is no id is nobody's list.
Result<ListId> list_id_of(const http::Request& request) {
    const auto id = ListId::parse(request.param("list"));
    return id.ok() ? id : Result<ListId>(Error{ErrorKind::not_found, "list.not_found"});
}

object json_of(const lists::RefusedRow& row, const std::vector<lists::File>& files) {
    const auto file = std::ranges::find(files, row.file, &lists::File::number);
    array reasons;
    for (const lists::Reason& reason : row.reasons) {
        const domain::Sentence* words = domain::sentence_for(reason.code);
        const std::string heading = reason.field && file != files.end()
                                        ? file->headings[static_cast<std::size_t>(*reason.field)]
                                        : std::string();
        reasons.push_back(object{
            {"code", reason.code},
            {"column", heading},
            {"words", words != nullptr ? words->title : std::string_view()}
        });
    }
    return {{"number", row.number}, {"file", row.file}, {"line", row.line}, {"reasons", reasons}};
}

// The file's bytes only: a form or JSON sent here by mistake would be read as a very odd list.
bool is_file(const http::Request& request) {
    const std::string_view type = request.header("Content-Type").value_or("text/csv");
    const std::string_view bare = type.substr(0, type.find(';'));
    return bare == "text/csv" || bare == "application/octet-stream";
}

Task<Result<lists::Summary>> summary_of(const Deps& deps, PracticeId practice, ListId id) {
    const auto load = [&deps, practice, id](db::Snapshot& at) {
        return deps.lists.summary(at, practice, id);
    };
    co_return co_await deps.database.read(load);
}

// A refused file: the code's own problem, with the numbers and names that go with it.
http::Response refused(const http::Request& request, const upload::FileRefusal& refusal) {
    object details = problem_details(request, 422, refusal.code.text());
    if (refusal.line) {
        details["line"] = *refusal.line;
    }
    if (refusal.limit > 0) {
        details["limit"] = refusal.limit;
        details["found"] = refusal.found;
    }
    return problem_answer(details, 422);
}

Task<Outcome> receive(http::Request& request, upload::Upload& upload) {
    constexpr std::size_t piece_bytes = 64 * 1024;
    std::string piece(piece_bytes, '\0');
    bool refused_already = false;
    for (;;) {
        COHORT_CO_TRY(count, co_await request.body_stream->read_some(std::span<char>(piece)));
        if (count == 0) {
            co_return done();
        }
        // A refused file is received to its end, so that the answer arrives, and read no further.
        if (!refused_already) {
            const Outcome fed = co_await upload.feed(piece.substr(0, count));
            refused_already = !fed.ok();
        }
    }
}

}

Task<http::Response> create_list(const Deps& deps, http::Request& request, Caller caller) {
    if (!is_file(request)) {
        co_return http::failure(invalid("http.media_type"));
    }
    constexpr std::string_view yes_or_no[] = {"false", "true"};
    const auto confirmed_at_once = word_of(request.query, "confirm", yes_or_no);
    if (!confirmed_at_once.ok()) {
        co_return http::failure(confirmed_at_once.error());
    }
    const std::string_view key = request.header("Idempotency-Key").value_or("");
    if (key.size() > idempotency_key_bytes_max) {
        co_return http::failure(invalid("idempotency.key_too_long"));
    }
    const auto load = [&deps, &caller](db::Snapshot& at) {
        return deps.practices.load(at, caller.practice);
    };
    const auto practice = co_await deps.database.read(load);
    if (!practice.ok()) {
        co_return http::failure(practice.error());
    }
    const std::unique_ptr<upload::Upload> upload = deps.uploads.begin(*practice);
    if (const Outcome received = co_await receive(request, *upload); !received.ok()) {
        co_return http::failure(received.error());
    }
    lists::NewFile file{
        .list_name = domain::read_line(request.query.text("name")),
        .name = domain::read_line(request.query.text("file_name")),
        .upload_key = "api-" + (key.empty() ? request.request_id : std::string(key))
    };
    const auto uploaded = co_await upload->finish(caller, std::move(file));
    if (!uploaded.ok()) {
        co_return http::failure(uploaded.error());
    }
    if (uploaded->refusal) {
        co_return refused(request, *uploaded->refusal);
    }
    const ListId id = *uploaded->list;
    if (*confirmed_at_once == "true") {
        const auto confirm = [&](db::Transaction& tx) {
            return deps.lists.use(tx, caller, id, lists::OldList::refused);
        };
        if (const Outcome confirmed = co_await deps.database.write(confirm); !confirmed.ok()) {
            co_return http::failure(confirmed.error());
        }
    }
    const auto summary = co_await summary_of(deps, caller.practice, id);
    if (!summary.ok()) {
        co_return http::failure(summary.error());
    }
    http::Response response = answer(json_of(*summary), 201);
    response.header("Location", path_of(id));
    co_return response;
}

Task<http::Response> read_list(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = list_id_of(request);
    if (!id.ok()) {
        co_return http::failure(id.error());
    }
    const auto summary = co_await summary_of(deps, caller.practice, *id);
    co_return summary.ok() ? answer(json_of(*summary)) : http::failure(summary.error());
}

Task<http::Response> read_refused_rows(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = list_id_of(request);
    const auto after = number_of(request.query, "after", 0, INT32_MAX);
    const auto limit = page_limit_of(request.query, 100, rows_a_page_max);
    for (const Error* fault :
         {id.ok() ? nullptr : &id.error(),
          after.ok() ? nullptr : &after.error(),
          limit.ok() ? nullptr : &limit.error()}) {
        if (fault != nullptr) {
            co_return http::failure(*fault);
        }
    }

    struct Page {
        std::vector<lists::RefusedRow> rows;
        std::vector<lists::File> files;
    };

    const auto load = [&](db::Snapshot& at) -> Result<Page> {
        COHORT_CHECK(deps.lists.summary(at, caller.practice, *id));
        COHORT_TRY(rows, deps.reviewing.refused(at, caller.practice, *id, "", *after, *limit));
        return Page{std::move(rows), deps.lists.files(at, caller.practice, *id)};
    };
    const auto page = co_await deps.database.read(load);
    if (!page.ok()) {
        co_return http::failure(page.error());
    }
    array items;
    std::int64_t number = *after;
    for (const lists::RefusedRow& row : page->rows) {
        items.push_back(json_of(row, page->files));
        number = row.number;
    }
    const bool full = static_cast<std::int64_t>(page->rows.size()) == *limit;
    co_return answer(page_of(
        "refused_rows",
        std::move(items),
        full,
        path_of(*id) + "/refused-rows",
        "after=" + std::to_string(number),
        *limit
    ));
}

Task<http::Response> confirm_list(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = list_id_of(request);
    if (!id.ok()) {
        co_return http::failure(id.error());
    }
    const auto confirm = [&](db::Transaction& tx) -> Result<lists::Summary> {
        COHORT_CHECK(deps.lists.use(tx, caller, *id, lists::OldList::refused));
        return deps.lists.summary(tx, caller.practice, *id);
    };
    const auto summary = co_await deps.database.write(confirm);
    co_return summary.ok() ? answer(json_of(*summary)) : http::failure(summary.error());
}

}
