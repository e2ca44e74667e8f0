// The Bulk Messages page, and the events that keep it up to date.
#include "edge/staff_web/pages/bulk_messages.hpp"

#include "edge/staff_web/gateways.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/progress.hpp"
#include "edge/staff_web/routes.hpp"

#include <algorithm>

namespace cohort::staff_web {
namespace {

constexpr std::int64_t rows_a_page = 20;

Said read_said(std::string_view text) {
    return text == "sent" ? Said::sent : text == "scheduled" ? Said::scheduled : Said::nothing;
}

bool is_final(const send::Overview& overview) {
    return pace_of(overview) == Pace::final;
}

// A way out that was never set up troubles nobody until something waits for it.
std::vector<GatewayTrouble>
troubles_with(const send::Sending& sending, const std::vector<send::Overview>& rows) {
    std::vector<GatewayTrouble> troubles;
    for (const domain::Channel channel : {domain::Channel::sms, domain::Channel::email}) {
        const bool configured = sending.gateway_status(channel).configured;
        const bool waits = std::ranges::any_of(rows, [channel](const send::Overview& row) {
            return row.channel == channel && row.counts.open() > 0;
        });
        if (auto trouble = trouble_with(sending, channel); trouble && (configured || waits)) {
            troubles.push_back(std::move(*trouble));
        }
    }
    return troubles;
}

html::Url events_of(const std::vector<send::Overview>& rows) {
    html::Url url = html::Url::path({"bulk-messages", "events"});
    for (const send::Overview& row : rows) {
        url = url.with_query("id", row.id.text());
    }
    return url;
}

// The ids come from the page's own address; each is looked up as this practice's.
std::vector<BulkMessageId> ids_of(const http::Query& query) {
    std::vector<BulkMessageId> ids;
    for (const std::string_view text : query.all("id")) {
        const auto id = BulkMessageId::parse(text);
        if (id.ok() && ids.size() < static_cast<std::size_t>(rows_a_page)) {
            ids.push_back(*id);
        }
    }
    return ids;
}

Task<Result<LiveState>>
look_at(const Deps* deps, PracticeId practice, const std::vector<BulkMessageId>* ids) {
    const auto load = [&](db::Snapshot& at) -> Result<std::vector<send::Overview>> {
        std::vector<send::Overview> rows;
        for (const BulkMessageId id : *ids) {
            COHORT_TRY(overview, deps->sending.overview(at, practice, id));
            rows.push_back(std::move(overview));
        }
        return rows;
    };
    COHORT_CO_TRY(rows, co_await deps->database.read(load));
    LiveState state{.parts = {}, .pace = Pace::final};
    for (const send::Overview& overview : rows) {
        state.parts.push_back(status_of(overview));
        state.pace = std::min(state.pace, pace_of(overview));
    }
    state.parts.push_back(troubles_of(troubles_with(deps->sending, rows)));
    co_return state;
}

}

Task<http::Response> show_bulk_messages(Site site, http::Request& request, Visitor visitor) {
    const Deps& deps = site.deps;
    const auto before = read_page_mark(request.query.text("before"));
    const auto load = [&deps, &visitor, before](db::Snapshot& at) {
        return deps.sending.page(at, visitor.practice(), before, rows_a_page + 1);
    };
    auto rows = co_await deps.database.read(load);
    if (!rows.ok()) {
        co_return http::failure(rows.error());
    }
    BulkMessagesView view{
        .rows = std::move(rows).value(),
        .troubles = {},
        .said = read_said(request.query.text("said"))
    };
    const html::Url newest = html::Url::path({"bulk-messages"});
    if (static_cast<std::int64_t>(view.rows.size()) > rows_a_page) {
        view.rows.pop_back();
        const send::Overview& last = view.rows.back();
        view.older = newest.with_query("before", write_page_mark({last.pressed_at, last.id}));
    }
    if (before) {
        view.newest = newest;
    }
    view.troubles = troubles_with(deps.sending, view.rows);
    if (!std::ranges::all_of(view.rows, is_final)) {
        view.events = events_of(view.rows);
    }
    co_return show(deps.random, &visitor, bulk_messages_page(view));
}

Task<http::Response> bulk_message_events(Site site, http::Request& request, Visitor visitor) {
    const auto look = [deps = &site.deps,
                       practice = visitor.practice(),
                       ids = ids_of(request.query)] { return look_at(deps, practice, &ids); };
    co_return live_events(site.deps, request, look);
}

}
