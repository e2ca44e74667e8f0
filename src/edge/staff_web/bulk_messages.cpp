// The Bulk Messages page (M2, M3, M15, M16): newest first, a page at a time, live while something
// is sending.
#include "domain/london_time.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/progress.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>
#include <map>

namespace cohort::staff_web {
namespace {

using namespace std::chrono_literals;
using namespace html;

constexpr std::int64_t rows_a_page = 20;
constexpr auto look_every = 500ms;
constexpr auto look_every_when_quiet = 3s; // scheduled, or only receipts are awaited
// Then the browser asks again by itself and its session is looked at again: events end with it.
constexpr auto events_life = 1min;

std::string when_of(const send::Overview& overview) {
    return domain::say_moment_short(overview.started_at.value_or(overview.send_at));
}

nhs::TableRow row_of(const send::Overview& overview) {
    const std::string id_text = overview.id.text();
    return {
        {.text = html::a(
             href(Url::path({"bulk-messages", id_text})),
             when_of(overview),
             nhs::visually_hidden(": " + overview.first_line)
         )},
        {.text = overview.pressed_by},
        {.text = span(classes("cohort-first-line"), overview.first_line)},
        {.text = name_of(overview.channel)},
        {.text = overview.list_name},
        {.text = live_status(overview), .is_block = true},
    };
}

Html table_of(const std::vector<send::Overview>& page) {
    std::vector<nhs::TableRow> rows;
    for (const send::Overview& overview : page) {
        rows.push_back(row_of(overview));
    }
    return nhs::table(
        {.caption =
             {.text = "Bulk messages, the most recent first", .classes = "nhsuk-u-visually-hidden"},
         .head =
             {{.text = "Date"},
              {.text = "Sent by"},
              {.text = "Message"},
              {.text = "Sent as"},
              {.text = "Patient list"},
              {.text = "Status"}},
         .rows = rows,
         .responsive = true}
    );
}

// What is wrong with a way out, while something waits for it.
Html gateway_warnings(const send::Sending& sending) {
    Html all;
    for (const domain::Channel channel : {domain::Channel::sms, domain::Channel::email}) {
        const send::GatewayStatus status = sending.gateway_status(channel);
        if (status.pause) {
            all += nhs::warning_callout(
                {.heading =
                     {.text =
                          std::string(channel == domain::Channel::sms ? "Text messages" : "Emails")
                          + " are not going out at the moment",
                      .level = 2},
                 .content = p(sentence(status.pause->reason))
                            + p("Messages that wait are kept and go out by themselves when this is "
                                "over. Nobody is "
                                "marked as failed because of it.")}
            );
        }
    }
    return all;
}

// Said once, after Send, Schedule, Stop or Try again.
Html banner_of(std::string_view said) {
    const std::string_view words = said == "sent"        ? "Your bulk message is on its way."
                                   : said == "scheduled" ? "Your bulk message is scheduled."
                                                         : "";
    return when(!words.empty(), [&] {
        return nhs::notification_banner({.text = words, .look = nhs::BannerLook::success});
    });
}

bool is_moving(const send::Overview& overview) {
    return overview.counts.open() > 0 || overview.counts[domain::MessageState::accepted] > 0;
}

}

Task<http::Response> show_bulk_messages(Site site, http::Request& request, Visitor visitor) {
    const Deps& deps = site.deps;
    const auto before = read_page_mark(request.query.text("before"));
    const auto load = [&deps, &visitor, before](db::Snapshot& at) {
        return deps.sending.page(at, visitor.practice(), before, rows_a_page + 1);
    };
    auto page = co_await deps.database.read(load);
    if (!page.ok()) {
        co_return http::failure(page.error());
    }
    const bool older = static_cast<std::int64_t>(page->size()) > rows_a_page;
    if (older) {
        page->pop_back();
    }
    const bool moving = std::ranges::any_of(*page, is_moving);
    nhs::Pagination pages{.aria_label = "Bulk messages"};
    if (older) {
        pages.next = {
            .href = Url::path({"bulk-messages"})
                        .with_query(
                            "before", write_page_mark({page->back().pressed_at, page->back().id})
                        ),
            .text = "Older"
        };
    }
    if (before) {
        pages.previous = {.href = "/bulk-messages", .text = "Newest"};
    }
    const Html content =
        banner_of(request.query.text("said")) + h1(classes("nhsuk-heading-xl"), "Bulk Messages")
        + gateway_warnings(deps.sending)
        + nhs::button({.text = "Create new Bulk Message", .href = "/bulk-messages/new"})
        + when(moving, [] { return reload_link("/bulk-messages"); })
        + (page->empty()
               ? p("No bulk messages have been sent yet. Choose Create new Bulk Message to send "
                   "the first.")
               : div(id("live"),
                     attr<"data-events">(moving ? "/bulk-messages/events?" + events_of(*page) : ""),
                     table_of(*page)))
        + (older || before ? nhs::pagination(pages) : Html());
    co_return show(
        deps.random,
        &visitor,
        {.title = "Bulk Messages", .content = content, .scripts = {asset_url("live.js")}}
    );
}

// Sends the status of each bulk message that the page shows whenever it changes. The ids come from
// the page's own address, and each is looked up as this practice's.
Task<http::Response> bulk_message_events(Site site, http::Request& request, Visitor visitor) {
    std::vector<BulkMessageId> ids;
    for (const std::string_view text : request.query.all("id")) {
        const auto id = BulkMessageId::parse(text);
        if (id.ok() && ids.size() < static_cast<std::size_t>(rows_a_page)) {
            ids.push_back(*id);
        }
    }
    // A copy of everything the producer needs: it runs after this handler has returned.
    const auto produce = [](const Deps* deps,
                            PracticeId practice,
                            std::vector<BulkMessageId> shown,
                            http::EventWriter* out) -> Task<void> {
        std::map<BulkMessageId, std::string> told;
        bool moving = true;
        const TimePoint until = deps->clock.now() + events_life;
        while (moving) {
            const auto load = [deps, practice, &shown](db::Snapshot& at
                              ) -> Result<std::vector<send::Overview>> {
                std::vector<send::Overview> now;
                for (const BulkMessageId id : shown) {
                    COHORT_TRY(overview, deps->sending.overview(at, practice, id));
                    now.push_back(std::move(overview));
                }
                return now;
            };
            const auto overviews = co_await deps->database.read(load);
            if (!overviews.ok() && overviews.error().kind == ErrorKind::not_found) {
                break;
            }
            if (!overviews.ok()) {
                co_return; // the browser asks again
            }
            moving = false;
            bool busy = false;
            for (const send::Overview& overview : *overviews) {
                moving = moving || is_moving(overview);
                busy = busy || overview.state == domain::BulkState::sending;
                std::string status(live_status_inside(overview).markup());
                if (told[overview.id] != status) {
                    if (!co_await out->send("status-" + overview.id.text(), status)) {
                        co_return;
                    }
                    told[overview.id] = std::move(status);
                }
            }
            const net::Duration pause = busy ? look_every : look_every_when_quiet;
            if (deps->clock.now() >= until || !co_await out->wait(pause)) {
                co_return;
            }
        }
        co_await out->send("end", "all final");
    };
    co_return http::event_stream([produce, deps = &site.deps, practice = visitor.practice(), ids](
                                     http::EventWriter& out
                                 ) { return produce(deps, practice, ids, &out); });
}

}
