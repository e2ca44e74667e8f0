// A file becomes a list, or comes to one, over the API: it is the request's body.
#include "domain/typed_text.hpp"
#include "edge/api/list_requests.hpp"

namespace cohort::api {
namespace {

using boost::json::object;

// The file's bytes only: a form or JSON sent here by mistake would be read as a very odd list.
bool is_file(const http::Request& request) {
    const std::string_view type = request.header("Content-Type").value_or("text/csv");
    const std::string_view bare = type.substr(0, type.find(';'));
    return bare == "text/csv" || bare == "application/octet-stream";
}

// What the request says of its file, apart from the bytes.
Result<lists::NewFile> file_of(const http::Request& request) {
    if (!is_file(request)) {
        return invalid("http.media_type");
    }
    const std::string_view key = request.header("Idempotency-Key").value_or("");
    if (key.size() > idempotency_key_bytes_max) {
        return invalid("idempotency.key_too_long");
    }
    return lists::NewFile{
        .list_name = domain::read_name(request.query.text("name")),
        .name = domain::read_name(request.query.text("file_name")),
        .upload_key = "api-" + (key.empty() ? request.request_id : std::string(key))
    };
}

// A refused file: the code's own problem, with the numbers and names that go with it.
http::Response refused(const http::Request& request, const upload::FileRefusal& refusal) {
    object details = problem_details(request, 422, refusal.sentence().text());
    details["code"] = refusal.code.text();
    if (refusal.line) {
        details["line"] = *refusal.line;
    }
    if (refusal.limit > 0) {
        details["limit"] = refusal.limit;
        details["found"] = refusal.found;
    }
    return problem_answer(details, 422);
}

// No list, but not because of the file.
http::Response not_taken(const Error& error) {
    http::Response response = http::failure(error);
    if (error.code == ErrorCode("upload.no_room")) {
        response.header("Retry-After", "30");
    }
    return response;
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

Task<Result<upload::Uploaded>>
take_file(const Deps& deps, http::Request& request, Caller caller, lists::NewFile file) {
    const auto load = [&deps, &caller](db::Snapshot& at) {
        return deps.practices.load(at, caller.practice);
    };
    COHORT_CO_TRY(practice, co_await deps.database.read(load));
    COHORT_CO_TRY(upload, co_await deps.uploads.begin(practice, request.body_bytes()));
    COHORT_CO_CHECK(co_await receive(request, *upload));
    co_return co_await upload->finish(std::move(caller), std::move(file));
}

http::Response created(const Result<object>& list, ListId id) {
    http::Response response = list.ok() ? answer(*list, 201) : http::failure(list.error());
    response.header("Location", path_of(id));
    return response;
}

}

Task<http::Response> create_list(const Deps& deps, http::Request& request, Caller caller) {
    constexpr std::string_view yes_or_no[] = {"false", "true"};
    const auto confirmed_at_once = word_of(request.query, "confirm", yes_or_no);
    const auto old = old_list_of(request.query);
    const auto file = file_of(request);
    for (const Error* fault :
         {file.ok() ? nullptr : &file.error(),
          confirmed_at_once.ok() ? nullptr : &confirmed_at_once.error(),
          old.ok() ? nullptr : &old.error()}) {
        if (fault != nullptr) {
            co_return http::failure(*fault);
        }
    }
    const auto uploaded = co_await take_file(deps, request, caller, *file);
    if (!uploaded.ok()) {
        co_return not_taken(uploaded.error());
    }
    if (uploaded->refusal) {
        co_return refused(request, *uploaded->refusal);
    }
    const ListId id = *uploaded->list;
    if (*confirmed_at_once == "true") {
        const auto confirm = [&](db::Transaction& tx) {
            return deps.lists.use(tx, caller, id, *old);
        };
        if (const Outcome confirmed = co_await deps.database.write(confirm); !confirmed.ok()) {
            // It stays a draft, and this is where.
            http::Response response = http::failure(confirmed.error());
            response.header("Location", path_of(id));
            co_return response;
        }
    }
    const auto list = co_await load_list(deps, caller.practice, id);
    co_return created(list, id);
}

Task<http::Response> add_file(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = list_id_of(request);
    const auto asked = file_of(request);
    if (!id.ok() || !asked.ok()) {
        co_return http::failure(id.ok() ? asked.error() : id.error());
    }
    lists::NewFile file = *asked;
    file.added_to = *id;
    const auto uploaded = co_await take_file(deps, request, caller, std::move(file));
    if (!uploaded.ok()) {
        co_return not_taken(uploaded.error());
    }
    if (uploaded->refusal) {
        co_return refused(request, *uploaded->refusal);
    }
    const auto list = co_await load_list(deps, caller.practice, *id);
    co_return created(list, *id);
}

}
