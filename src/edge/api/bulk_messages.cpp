// Bulk messages over the API.
#include "domain/london_time.hpp"
#include "domain/sentences/sentences.hpp"
#include "domain/typed_text.hpp"
#include "edge/api/bulk_message_id.hpp"
#include "edge/api/json.hpp"
#include "edge/api/routes.hpp"

namespace cohort::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::int64_t bulk_messages_a_page_max = 100;
constexpr std::int64_t messages_a_page_max = 1000;

// Why those that wait do not go out; null while they do, and when none waits.
boost::json::value pause_of(const send::Overview& overview, const send::Sending& sending) {
    const auto pause = sending.gateway_status(overview.channel).pause;
    if (!pause || overview.counts.open() == 0) {
        return nullptr;
    }
    const domain::Sentence* words = domain::sentence_for(pause->reason);
    return object{
        {"code", pause->reason},
        {"words", words != nullptr ? words->title : std::string_view()},
        {"needs_a_person", pause->needs_a_person}
    };
}

// Why nothing leaves though something waits; null while nothing holds it.
boost::json::value json_of(const std::optional<send::Hold>& hold) {
    if (!hold) {
        return nullptr;
    }
    return object{{"why", send::text(hold->why)}, {"until", time_or_null(hold->until)}};
}

object json_of(const send::Overview& overview, const send::Sending& sending) {
    object counts;
    for (const domain::MessageState state : domain::message_states_all) {
        counts[domain::text(state)] = overview.counts[state];
    }
    return {
        {"id", overview.id.text()},
        {"state", domain::text(overview.state)},
        {"channel", domain::text(overview.channel)},
        {"list_name", overview.list_name},
        {"first_line", overview.first_line},
        {"pressed_by", overview.pressed_by},
        {"pressed_at", domain::iso_utc(overview.pressed_at)},
        {"send_at", domain::iso_utc(overview.send_at)},
        {"started_at", time_or_null(overview.started_at)},
        {"ended_at", time_or_null(overview.ended_at)},
        {"patients", overview.patients},
        {"segments", overview.segments},
        {"counts", std::move(counts)},
        {"latest_at", domain::iso_utc(overview.latest)},
        {"hold", json_of(overview.hold)},
        {"gateway_pause", pause_of(overview, sending)}
    };
}

object json_of(const send::MessageView& message) {
    return {
        {"position", message.position.value},
        {"line", message.line},
        {"state", domain::text(message.state)},
        {"reason",
         message.reason.empty() ? boost::json::value(nullptr) : boost::json::value(message.reason)},
        {"attempts", message.attempts.value},
        {"segments", message.segments},
        {"state_at", domain::iso_utc(message.state_at)}
    };
}

std::string path_of(BulkMessageId id) {
    return "/api/v1/bulk-messages/" + id.text();
}

Result<compose::Content> read_content(std::string_view body) {
    constexpr std::string_view members[] = {
        "list_id", "channel", "subject", "text", "send_at", "outside_hours_reason"
    };
    COHORT_TRY(json, read_object(body, members));
    for (const char* needed : {"list_id", "channel", "text"}) {
        if (!json.contains(needed)) {
            return invalid("json.member_missing", needed);
        }
    }
    const auto channel = domain::parse_channel(text_of(json, "channel"));
    if (!channel) {
        return invalid("json.channel_unknown");
    }
    const auto list = ListId::parse(text_of(json, "list_id"));
    if (!list.ok()) {
        return Error{ErrorKind::not_found, "list.not_found"};
    }
    compose::Content content{
        .list = *list,
        .channel = *channel,
        .subject = domain::read_line(text_of(json, "subject")),
        .text = domain::read_lines(text_of(json, "text")),
        .later = std::nullopt,
        .anyway_reason = domain::read_lines(text_of(json, "outside_hours_reason"))
    };
    if (const std::string_view send_at = text_of(json, "send_at"); !send_at.empty()) {
        COHORT_TRY(instant, read_instant(send_at));
        content.later = instant;
    }
    return content;
}

}

Task<http::Response> create_bulk_message(const Deps& deps, http::Request& request, Caller caller) {
    const std::string key(request.header("Idempotency-Key").value_or(""));
    if (key.empty() || key.size() > idempotency_key_bytes_max) {
        const ErrorCode code = key.empty() ? ErrorCode("idempotency.key_missing")
                                           : ErrorCode("idempotency.key_too_long");
        co_return http::failure(invalid(code));
    }
    const auto content = read_content(request.body);
    if (!content.ok()) {
        co_return http::failure(content.error());
    }

    struct Made {
        bool new_one;
        send::Overview overview;
    };

    const auto accept = [&](db::Transaction& tx) -> Result<Made> {
        COHORT_TRY(accepted, deps.composing.accept(tx, caller, key, *content));
        COHORT_TRY(overview, deps.sending.overview(tx, caller.practice, accepted.id));
        return Made{accepted.new_one, std::move(overview)};
    };
    const auto made = co_await deps.database.write(accept);
    if (!made.ok()) {
        co_return http::failure(made.error());
    }
    http::Response response =
        answer(json_of(made->overview, deps.sending), made->new_one ? 201 : 200);
    response.header("Location", path_of(made->overview.id));
    co_return response;
}

Task<http::Response> read_bulk_messages(const Deps& deps, http::Request& request, Caller caller) {
    const auto limit = page_limit_of(request.query, 20, bulk_messages_a_page_max);
    if (!limit.ok()) {
        co_return http::failure(limit.error());
    }
    const auto before = request.query.get("before");
    const auto load = [&](db::Snapshot& at) -> Result<std::vector<send::Overview>> {
        std::optional<send::PageMark> mark;
        if (before) {
            COHORT_TRY(id, read_bulk_message_id(*before));
            COHORT_TRY(last, deps.sending.overview(at, caller.practice, id));
            mark = send::PageMark{last.pressed_at, last.id};
        }
        return deps.sending.page(at, caller.practice, mark, *limit);
    };
    const auto page = co_await deps.database.read(load);
    if (!page.ok()) {
        co_return http::failure(page.error());
    }
    array items;
    for (const send::Overview& overview : *page) {
        items.push_back(json_of(overview, deps.sending));
    }
    const bool full = static_cast<std::int64_t>(page->size()) == *limit;
    const std::string mark = full ? "before=" + page->back().id.text() : std::string();
    co_return answer(
        page_of("bulk_messages", std::move(items), full, "/api/v1/bulk-messages", mark, *limit)
    );
}

Task<http::Response> read_bulk_message(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = bulk_message_id_of(request);
    if (!id.ok()) {
        co_return http::failure(id.error());
    }
    const auto load = [&](db::Snapshot& at) {
        return deps.sending.overview(at, caller.practice, *id);
    };
    const auto overview = co_await deps.database.read(load);
    co_return overview.ok() ? answer(json_of(*overview, deps.sending))
                            : http::failure(overview.error());
}

// No names, numbers or addresses: the line of the list's file says who.
Task<http::Response> read_messages(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = bulk_message_id_of(request);
    const auto after = number_of(request.query, "after", 0, INT64_MAX);
    const auto limit = page_limit_of(request.query, 100, messages_a_page_max);
    constexpr std::string_view states[] = {"all", "errors"};
    const auto state = word_of(request.query, "state", states);
    for (const Error* fault :
         {id.ok() ? nullptr : &id.error(),
          state.ok() ? nullptr : &state.error(),
          after.ok() ? nullptr : &after.error(),
          limit.ok() ? nullptr : &limit.error()}) {
        if (fault != nullptr) {
            co_return http::failure(*fault);
        }
    }
    const bool errors = *state == "errors";
    const auto load = [&](db::Snapshot& at) -> Result<std::vector<send::MessageView>> {
        COHORT_CHECK(deps.sending.overview(at, caller.practice, *id));
        return deps.sending.messages(
            at,
            caller.practice,
            *id,
            errors ? send::Which::errors : send::Which::all,
            Position{*after},
            *limit
        );
    };
    const auto messages = co_await deps.database.read(load);
    if (!messages.ok()) {
        co_return http::failure(messages.error());
    }
    array items;
    for (const send::MessageView& message : *messages) {
        items.push_back(json_of(message));
    }
    const bool full = static_cast<std::int64_t>(messages->size()) == *limit;
    std::string mark = errors ? "state=errors&after=" : "after=";
    mark += full ? std::to_string(messages->back().position.value) : std::string();
    co_return answer(
        page_of("messages", std::move(items), full, path_of(*id) + "/messages", mark, *limit)
    );
}

}
