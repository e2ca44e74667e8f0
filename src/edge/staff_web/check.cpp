// Step 3: exactly what will happen, and the button that says so. One press sends once.
#include "domain/london_time.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {
namespace {

using namespace html;

Html paragraphs(std::string_view text) {
    Html all;
    std::size_t from = 0;
    while (from <= text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        all += Html(text.substr(from, end - from));
        if (end < text.size()) {
            all += br();
        }
        from = end + 1;
    }
    return all;
}

Html phone_of(
    const compose::Rendered& rendered, const practice::Practice& practice, domain::Channel channel
) {
    const bool sms = channel == domain::Channel::sms;
    return div(
        classes("cohort-phone"),
        div(classes("cohort-phone__sender"), sms ? practice.sms_sender : practice.name),
        when(!sms, [&] { return p(strong(rendered.subject)); }),
        div(classes("cohort-phone__bubble"), paragraphs(rendered.text))
    );
}

Html left_out_of(const compose::Check& check) {
    if (check.left_out == 0) {
        return {};
    }
    std::vector<nhs::TableRow> rows;
    for (const auto& one : check.left_out_first) {
        rows.push_back(
            {{.text = with_commas(one.line), .format = nhs::CellFormat::numeric},
             {.text = one.name},
             {.text = title_of(one.reason)}}
        );
    }
    return nhs::details(
        {.summary = patients(check.left_out) + " will not get this message, and why",
         .content = nhs::table(
             {.caption =
                  {.text = check.left_out > static_cast<std::int64_t>(rows.size())
                               ? "The first " + std::to_string(rows.size())
                               : "Left out"},
              .head = {{.text = "Line of the file"}, {.text = "Name"}, {.text = "Why"}},
              .rows = rows,
              .responsive = true}
         )}
    );
}

std::string segments_in_words(const compose::Check& check) {
    std::string words = segments(check.segments) + " in all";
    std::string kinds;
    for (std::size_t parts = 1; parts < check.by_segments.size(); ++parts) {
        if (check.by_segments[parts] > 0) {
            kinds += (kinds.empty() ? "" : "; ") + patients(check.by_segments[parts]) + " with "
                     + std::to_string(parts) + (parts == 1 ? " segment" : " segments") + " each";
        }
    }
    return kinds.empty() ? words : words + " (" + kinds + ")";
}

http::Response page_of(
    Site site,
    const Visitor& visitor,
    DraftId draft,
    const compose::Check& check,
    std::string_view notice,
    int status
) {
    const bool later = check.content.later.has_value();
    const bool waits = later || check.send_at > site.deps.clock.now() + std::chrono::minutes{5};
    std::vector<nhs::SummaryRow> rows{
        {.key = "To", .value = check.list.name + ", " + patients(check.reached)},
        {.key = "Sent as", .value = name_of(check.content.channel)},
        {.key = "When", .value = waits ? domain::say_moment(check.send_at) : "Now"},
    };
    if (check.content.channel == domain::Channel::sms) {
        rows.push_back({.key = "Length", .value = segments_in_words(check)});
    }
    const std::string button = check.reached == 0 ? std::string()
                               : waits            ? "Schedule for " + patients(check.reached)
                                                  : "Send to " + patients(check.reached);
    const Html content =
        when(!notice.empty(), [&] { return nhs::notification_banner({.text = notice}); })
        + span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 3 of 3")
        + h1(classes("nhsuk-heading-l"), "Check and send") + nhs::summary_list({.rows = rows})
        + left_out_of(check) + h2(classes("nhsuk-heading-m"), "What patients will see")
        + each(
            check.previews,
            [&](const compose::Rendered& one) {
                return phone_of(one, visitor.session.practice, check.content.channel);
            }
        )
        + (button.empty() ? nhs::warning_callout(
                                {.heading = {.text = "Nobody would get this message", .level = 2},
                                 .text = "Nobody on this list can be reached in this way. Go back "
                                         "and choose another way to send it, "
                                         "or another list."}
                            )
                          : form(
                                attr<"method">("post"),
                                action(Url::path({"drafts", draft.text(), "check"})),
                                token_field(visitor),
                                html::input(
                                    attr<"type">("hidden"),
                                    attr<"name">("content"),
                                    attr<"value">(check.content_hash)
                                ),
                                nhs::button({.text = button, .prevent_double_click = true})
                            ));
    return show(
        site.deps.random,
        &visitor,
        {.title = "Check and send",
         .before_content = nhs::back_link(
             {.text = "Change the message", .href = Url::path({"drafts", draft.text()})}
         ),
         .content = content,
         .width = Width::two_thirds},
        status
    );
}

Task<http::Response>
check_page(Site site, const Visitor& visitor, DraftId draft, std::string notice, int status) {
    const auto check = co_await site.deps.composing.check(
        site.deps.database, site.deps.pool, visitor.practice(), draft
    );
    if (!check.ok()) {
        co_return http::failure(check.error());
    }
    co_return page_of(site, visitor, draft, *check, notice, status);
}

}

Task<http::Response> show_check(Site site, http::Request& request, Visitor visitor) {
    const auto draft = DraftId::parse(request.param("draft"));
    if (!draft.ok()) {
        co_return http::not_found();
    }
    const auto load = [&site, &visitor, &draft](db::Snapshot& at) -> Result<bool> {
        const Deps& deps = site.deps;
        COHORT_TRY(found, deps.composing.draft(at, visitor.practice(), *draft));
        COHORT_TRY(list, deps.lists.summary(at, visitor.practice(), found.content.list));
        return deps.composing.faults(visitor.session.practice, list, found.content).empty();
    };
    const auto ready = co_await site.deps.database.read(load);
    if (!ready.ok()) {
        co_return http::failure(ready.error());
    }
    if (!*ready) {
        co_return http::see_other("/drafts/" + draft->text() + "?why=1");
    }
    std::string notice;
    if (request.query.has("moved")) {
        notice = sentence("time.skipped");
    }
    co_return co_await check_page(site, visitor, *draft, std::move(notice), 200);
}

Task<http::Response> send_now(Site site, http::Request& request, Visitor visitor) {
    const auto draft = DraftId::parse(request.param("draft"));
    if (!draft.ok()) {
        co_return http::not_found();
    }
    const std::string shown(request.form.text("content"));

    struct Sent {
        compose::Accepted accepted;
        bool later;
    };

    const auto accept = [&](db::Transaction& tx) -> Result<Sent> {
        COHORT_TRY(accepted, site.deps.composing.accept_draft(tx, visitor.actor(), *draft, shown));
        COHORT_TRY(message, site.deps.composing.load(tx, visitor.practice(), accepted.id));
        return Sent{accepted, message.send_at > message.pressed_at + std::chrono::minutes{5}};
    };
    const auto sent = co_await site.deps.database.write(accept);
    if (sent.ok()) {
        co_return http::see_other(
            sent->later ? "/bulk-messages?said=scheduled" : "/bulk-messages?said=sent"
        );
    }
    const ErrorKind kind = sent.error().kind;
    if (kind != ErrorKind::invalid && kind != ErrorKind::conflict) {
        co_return http::failure(sent.error());
    }
    co_return co_await check_page(
        site, visitor, *draft, sentence(sent.error().code.text()), http::status_of(sent.error())
    );
}

}
