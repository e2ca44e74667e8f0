// What programs do to a bulk message over the API: stop it, pause it, let it go on, try again.
#include "domain/london_time.hpp"
#include "edge/api/bulk_message_id.hpp"
#include "edge/api/json.hpp"
#include "edge/api/routes.hpp"

#include <algorithm>

namespace cohort::api {
namespace {

using boost::json::object;

using Press = Result<send::Pressed> (send::Sending::*)(
    db::Transaction&, const practice::Actor&, BulkMessageId
) const;

// What was done last, by whom and when: a press that did nothing is told so (G40).
boost::json::value last_act_of(const send::Details& details) {
    const auto& timeline = details.timeline;
    const auto last =
        std::ranges::find_if(timeline.rbegin(), timeline.rend(), [](const auto& event) {
            return !event.actor.empty();
        });
    if (last == timeline.rend()) {
        return nullptr;
    }
    return object{{"what", last->what}, {"by", last->actor}, {"at", domain::iso_utc(last->at)}};
}

Task<http::Response> press(const Deps& deps, http::Request& request, Caller caller, Press what) {
    const auto id = bulk_message_id_of(request);
    if (!id.ok()) {
        co_return http::failure(id.error());
    }
    const auto act = [&](db::Transaction& tx) -> Result<object> {
        COHORT_TRY(pressed, (deps.sending.*what)(tx, caller, *id));
        COHORT_TRY(details, deps.sending.details(tx, caller.practice, *id));
        return object{
            {"done", pressed.did_something},
            {"messages", pressed.messages},
            {"last_act", last_act_of(details)}
        };
    };
    co_return answer_or_failure(co_await deps.database.write(act));
}

}

Task<http::Response> stop(const Deps& deps, http::Request& request, Caller caller) {
    return press(deps, request, std::move(caller), &send::Sending::stop_bulk_message);
}

Task<http::Response> pause(const Deps& deps, http::Request& request, Caller caller) {
    return press(deps, request, std::move(caller), &send::Sending::pause_bulk_message);
}

Task<http::Response> resume(const Deps& deps, http::Request& request, Caller caller) {
    return press(deps, request, std::move(caller), &send::Sending::resume_bulk_message);
}

Task<http::Response> try_again(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = bulk_message_id_of(request);
    constexpr std::string_view members[] = {"no_receipt", "not_confirmed"};
    const auto flags = read_flags(request.body, members);
    if (!id.ok() || !flags.ok()) {
        co_return http::failure(id.ok() ? flags.error() : id.error());
    }
    const send::AlsoTry also{
        .no_receipt = flag_of(*flags, "no_receipt"),
        .not_confirmed = flag_of(*flags, "not_confirmed")
    };
    const auto queue = [&](db::Transaction& tx) {
        return deps.sending.try_again(tx, caller, *id, also);
    };
    const auto queued = co_await deps.database.write(queue);
    co_return queued.ok() ? answer(object{{"queued", *queued}}) : http::failure(queued.error());
}

}
