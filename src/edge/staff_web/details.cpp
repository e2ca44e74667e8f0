// One bulk message (M17–M19): what was sent, what happened, and what became of each patient's
// message.
#include "domain/date_of_birth.hpp"
#include "domain/london_time.hpp"
#include "edge/staff_web/fields.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/progress.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {
namespace {

using namespace html;

constexpr std::int64_t rows_a_page = 50;

struct DetailsView {
    send::Details details;
    std::vector<send::MessageView> messages;
    send::Which which = send::Which::all;
    std::string search;
    std::int64_t after = 0;
};

std::string words_of(const send::Event& event) {
    const std::string count = patients(event.messages);
    if (event.what == "accepted") {
        return event.actor + " pressed Send, for " + count;
    }
    if (event.what == "started") {
        return "Sending started";
    }
    if (event.what == "stopped") {
        return event.actor + " stopped it; " + count + " will not get it";
    }
    if (event.what == "tried_again") {
        return event.actor + " tried again, for " + count;
    }
    return "Everything that could be sent has been sent";
}

Html timeline_of(const std::vector<send::Event>& events) {
    return ol(classes("nhsuk-list nhsuk-list--bullet"), each(events, [](const send::Event& event) {
                  return li(domain::say_moment_short(event.at), ": ", words_of(event));
              }));
}

Url self(const DetailsView& view) {
    return Url::path({"bulk-messages", view.details.overview.id.text()});
}

Html tabs_of(const DetailsView& view) {
    const auto tab = [&](const char* words, const Url& url, bool current) {
        return li(
            classes(current ? "cohort-tabs__item cohort-tabs__item--current" : "cohort-tabs__item"),
            html::a(href(url), attr_unless_empty<"aria-current">(current ? "page" : ""), words)
        );
    };
    const bool errors = view.which == send::Which::errors;
    return nav(
        attr<"aria-label">("Patients"),
        ul(classes("cohort-tabs"),
           tab("All patients", self(view), !errors),
           tab("Only patients with errors", self(view).with_query("show", "errors"), errors))
    );
}

Html hidden(std::string_view name, std::string_view value) {
    return html::input(attr<"type">("hidden"), attr<"name">(name), attr<"value">(value));
}

Url search_address(const DetailsView& view) {
    return Url::path({"bulk-messages", view.details.overview.id.text(), "search"});
}

std::string_view shown_as(send::Which which) {
    return which == send::Which::errors ? "errors" : "all";
}

// A POST, although it changes nothing: what is looked for is about a patient, and addresses are
// kept by browsers and written into logs.
Html search_of(const DetailsView& view, const Visitor& visitor) {
    return form(
        attr<"method">("post"),
        action(search_address(view)),
        attr<"role">("search"),
        token_field(visitor),
        hidden("show", shown_as(view.which)),
        nhs::input(
            {.label = {.text = "Find a patient by name, number or address"},
             .name = "q",
             .value = view.search,
             .type = "search",
             .width = 20}
        ),
        nhs::button({.text = "Search", .look = nhs::ButtonLook::secondary, .small = true})
    );
}

// 1 Feb 1980: no reader takes it for another day.
std::string spelled(std::string_view iso) {
    const auto date = domain::DateOfBirth::parse_iso(iso);
    return date.ok() ? date->spelled() : std::string();
}

// To the patients after these, and back to the first of them.
Html pages_of(const DetailsView& view, const Visitor& visitor) {
    const bool more = static_cast<std::int64_t>(view.messages.size()) > rows_a_page;
    const std::string last =
        more ? std::to_string(view.messages[rows_a_page - 1].position.value) : "";
    if (!view.search.empty()) {
        return when(more, [&] {
            return form(
                attr<"method">("post"),
                action(search_address(view)),
                token_field(visitor),
                hidden("show", shown_as(view.which)),
                hidden("q", view.search),
                hidden("after", last),
                nhs::button(
                    {.text = "More patients", .look = nhs::ButtonLook::secondary, .small = true}
                )
            );
        });
    }
    const Url first =
        view.which == send::Which::errors ? self(view).with_query("show", "errors") : self(view);
    nhs::Pagination pages{.aria_label = "Patients"};
    if (view.after > 0) {
        pages.previous = {.href = first, .text = "First patients"};
    }
    if (more) {
        pages.next = {.href = first.with_query("after", last), .text = "More patients"};
    }
    return when(more || view.after > 0, [&] { return nhs::pagination(pages); });
}

Html messages_of(const DetailsView& view, const Visitor& visitor) {
    std::vector<nhs::TableRow> rows;
    for (const send::MessageView& message : view.messages) {
        if (static_cast<std::int64_t>(rows.size()) == rows_a_page) {
            break;
        }
        rows.push_back(
            {{.text = message.patient_name},
             {.text = spelled(message.date_of_birth)},
             {.text = message.to.empty() ? "None" : message.to},
             {.text = tag_of(message.state), .is_block = true},
             {.text = title_of(message.reason)},
             {.text = with_commas(message.attempts.value), .format = nhs::CellFormat::numeric},
             {.text = domain::say_moment_short(message.state_at)}}
        );
    }
    if (rows.empty()) {
        return p(
            !view.search.empty()
                ? "Nobody was found. Try part of the name, or the number without spaces."
            : view.which == send::Which::errors
                ? "Nobody has an error."
                : "The messages are being made. They appear here in a moment."
        );
    }
    Html all = nhs::table(
        {.caption =
             {.text = view.which == send::Which::errors ? "Patients who may not have received it"
                                                        : "All patients",
              .size = nhs::Size::s},
         .head =
             {{.text = "Name"},
              {.text = "Date of birth"},
              {.text = "Sent to"},
              {.text = "Status"},
              {.text = "Why"},
              {.text = "Tries"},
              {.text = "Since"}},
         .rows = rows,
         .responsive = true}
    );
    return all + pages_of(view, visitor);
}

Html actions_of(const DetailsView& view, const Visitor& visitor) {
    const send::Overview& overview = view.details.overview;
    const std::int64_t failed = overview.counts[domain::MessageState::failed]
                                + overview.counts[domain::MessageState::refused];
    Html all;
    if (failed > 0) {
        all += form(
            attr<"method">("post"),
            action(Url::path({"bulk-messages", overview.id.text(), "try-again"})),
            token_field(visitor),
            nhs::button({.text = "Try sending message again (" + patients(failed) + ")"})
        );
    }
    if (overview.counts.open() > 0) {
        all += nhs::button(
            {.text = "Stop sending",
             .href = Url::path({"bulk-messages", overview.id.text(), "stop"}),
             .look = nhs::ButtonLook::warning}
        );
    }
    return when(!all.empty(), [&] { return div(classes("nhsuk-button-group"), all); });
}

Html message_of(const send::Details& details) {
    std::vector<nhs::SummaryRow> rows{
        {.key = "Patient list", .value = details.overview.list_name},
        {.key = "Sent by", .value = details.overview.pressed_by},
        {.key = "Sent as", .value = name_of(details.overview.channel)},
        {.key = details.overview.started_at ? "Sent" : "Goes",
         .value = domain::say_moment(details.overview.started_at.value_or(details.overview.send_at))
        },
    };
    if (details.overview.channel == domain::Channel::sms) {
        rows.push_back({.key = "Length", .value = segments(details.overview.segments) + " in all"});
    } else {
        rows.push_back({.key = "Subject", .value = details.subject});
    }
    return nhs::summary_list({.rows = rows})
           + nhs::inset_text({.content = p(classes("cohort-message-text"), details.text)});
}

Html email_note(const send::Overview& overview) {
    return when(overview.channel == domain::Channel::email, [] {
        return p(
            classes("nhsuk-u-secondary-text-colour"),
            "An email counts as delivered when the next mail server took it and did not send it "
            "back in the time set "
            "for it. Mail systems do not tell us more."
        );
    });
}

Result<BulkMessageId> id_of(const http::Request& request) {
    return BulkMessageId::parse(request.param("bulk_message"));
}

std::string address_of(BulkMessageId id) {
    return "/bulk-messages/" + id.text();
}

}

namespace {

// Which patients of it, from where on.
struct Wanted {
    BulkMessageId bulk_message;
    send::Which which;
    std::string search;
    std::int64_t after;
};

send::Which read_which(std::string_view text) {
    return text == "errors" ? send::Which::errors : send::Which::all;
}

Task<http::Response> details_page(Site site, Visitor visitor, Wanted wanted) {
    const auto load = [&site, &visitor, &wanted](db::Snapshot& at) -> Result<DetailsView> {
        const send::Sending& sending = site.deps.sending;
        COHORT_TRY(details, sending.details(at, visitor.practice(), wanted.bulk_message));
        COHORT_TRY(
            messages,
            sending.messages(
                at,
                visitor.practice(),
                wanted.bulk_message,
                wanted.which,
                Position{wanted.after},
                rows_a_page + 1,
                wanted.search
            )
        );
        return DetailsView{
            .details = std::move(details),
            .messages = std::move(messages),
            .which = wanted.which,
            .search = wanted.search,
            .after = wanted.after
        };
    };
    const auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    const send::Overview& overview = view->details.overview;
    const bool moving =
        overview.counts.open() > 0 || overview.counts[domain::MessageState::accepted] > 0;
    const Html content =
        h1(classes("nhsuk-heading-l"), "Bulk message to ", overview.list_name)
        + div(
            attr<"data-events">(moving ? "/bulk-messages/events?id=" + overview.id.text() : ""),
            live_status(overview)
        )
        + when(moving, [&] { return reload_link(self(*view)); })
        + div(id("live-actions"), actions_of(*view, visitor)) + message_of(view->details)
        + email_note(overview)
        + nhs::details(
            {.summary = "What happened, and when",
             .content = div(id("live-timeline"), timeline_of(view->details.timeline))}
        )
        + h2(classes("nhsuk-heading-m"), "Patients") + tabs_of(*view) + search_of(*view, visitor)
        + div(id("live-patients"), messages_of(*view, visitor));
    co_return show(
        site.deps.random,
        &visitor,
        {.title = "Bulk message to " + overview.list_name,
         .before_content =
             nhs::back_link({.text = "Back to Bulk Messages", .href = "/bulk-messages"}),
         .content = content,
         .scripts = {asset_url("live.js")}}
    );
}

}

Task<http::Response> show_details(Site site, http::Request& request, Visitor visitor) {
    const auto bulk_message = id_of(request);
    if (!bulk_message.ok()) {
        co_return http::not_found();
    }
    Wanted wanted{
        *bulk_message,
        read_which(request.query.text("show")),
        "",
        read_position(request.query.text("after"))
    };
    co_return co_await details_page(site, std::move(visitor), std::move(wanted));
}

Task<http::Response> search_details(Site site, http::Request& request, Visitor visitor) {
    const auto bulk_message = id_of(request);
    if (!bulk_message.ok()) {
        co_return http::not_found();
    }
    Wanted wanted{
        *bulk_message,
        read_which(request.form.text("show")),
        read_line(request.form.text("q")),
        read_position(request.form.text("after"))
    };
    co_return co_await details_page(site, std::move(visitor), std::move(wanted));
}

Task<http::Response> try_again(Site site, http::Request& request, Visitor visitor) {
    const auto id = id_of(request);
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto again = [&](db::Transaction& tx) {
        return site.deps.sending.try_again(tx, visitor.actor(), *id);
    };
    const auto queued = co_await site.deps.database.write(again);
    // Nothing left to try: somebody else pressed first, and the page shows it.
    if (!queued.ok() && queued.error().kind != ErrorKind::conflict) {
        co_return http::failure(queued.error());
    }
    co_return http::see_other(address_of(*id));
}

Task<http::Response> show_stop(Site site, http::Request& request, Visitor visitor) {
    const auto id = id_of(request);
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto load = [&](db::Snapshot& at) {
        return site.deps.sending.overview(at, visitor.practice(), *id);
    };
    const auto overview = co_await site.deps.database.read(load);
    if (!overview.ok()) {
        co_return http::failure(overview.error());
    }
    const Html content =
        h1(classes("nhsuk-heading-l"), "Stop sending to ", overview->list_name, "?")
        + p(patients(overview->counts.of(domain::ShownState::waiting)),
            " have not been sent it yet, and will not get it. Those who were sent it already keep "
            "it: a message cannot be "
            "called back.")
        + form(
            attr<"method">("post"),
            action(Url::path({"bulk-messages", id->text(), "stop"})),
            token_field(visitor),
            div(classes("nhsuk-button-group"),
                nhs::button({.text = "Stop sending", .look = nhs::ButtonLook::warning}),
                nhs::button(
                    {.text = "Go on sending",
                     .href = Url::path({"bulk-messages", id->text()}),
                     .look = nhs::ButtonLook::secondary}
                ))
        );
    co_return show(
        site.deps.random,
        &visitor,
        {.title = "Stop sending", .content = content, .width = Width::two_thirds}
    );
}

Task<http::Response> stop(Site site, http::Request& request, Visitor visitor) {
    const auto id = id_of(request);
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto halt = [&](db::Transaction& tx) {
        return site.deps.sending.stop_bulk_message(tx, visitor.actor(), *id);
    };
    const auto stopped = co_await site.deps.database.write(halt);
    if (!stopped.ok()) {
        co_return http::failure(stopped.error());
    }
    co_return http::see_other(address_of(*id));
}

}
