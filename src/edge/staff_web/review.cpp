// The review of an uploaded list: what the file is, who is reached, which rows were refused and
// why, by file line.
#include "domain/london_time.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

#include <map>

namespace cohort::staff_web {
namespace {

using namespace html;

constexpr std::int64_t refused_a_page = 50;
constexpr std::int64_t warnings_counted = 5'000;

struct ReviewView {
    lists::Summary list = {};
    std::vector<lists::Problem> refused = {}; // a page of them, and one more when there are more
    std::map<std::string, std::int64_t> warnings = {}; // by code
    std::int64_t refused_before = 0;
};

std::string name_of(lists::Source source) {
    return source == lists::Source::emis       ? "EMIS Web"
           : source == lists::Source::systmone ? "TPP SystmOne"
                                               : "Not recognised; read by its headings";
}

Html facts_of(const lists::Summary& list) {
    std::vector<nhs::SummaryRow> rows{
        {.key = "File", .value = list.file_name},
        {.key = "Made by", .value = name_of(list.source)},
        {.key = "Rows read", .value = with_commas(list.records)},
        {.key = "Patients accepted", .value = with_commas(list.accepted)},
        {.key = "Can be reached by text message", .value = with_commas(list.by_sms)},
        {.key = "Can be reached by email", .value = with_commas(list.by_email)},
        {.key = "Rows refused", .value = with_commas(list.rejected)},
    };
    if (list.report_run_at) {
        rows.push_back({.key = "Report run on", .value = domain::say_date(*list.report_run_at)});
    }
    return nhs::summary_list({.rows = rows});
}

// An NHS number is not shown on a page where it is not needed: the line of the file says which row
// it is.
std::string found_of(const lists::Problem& problem) {
    if (problem.code.starts_with("nhs_number.") && !problem.found.empty()) {
        return "A number that we do not show here";
    }
    return problem.found.empty() ? "Nothing" : problem.found;
}

Html refused_of(const ReviewView& view) {
    if (view.refused.empty()) {
        return {};
    }
    const bool more = static_cast<std::int64_t>(view.refused.size()) > refused_a_page;
    std::vector<nhs::TableRow> rows;
    for (const lists::Problem& problem : view.refused) {
        if (static_cast<std::int64_t>(rows.size()) == refused_a_page) {
            break;
        }
        rows.push_back(
            {{.text = problem.line ? with_commas(*problem.line) : "",
              .format = nhs::CellFormat::numeric},
             {.text = problem.heading.empty() ? "The whole row" : problem.heading},
             {.text = found_of(problem)},
             {.text = sentence(problem.code)}}
        );
    }
    Html table = nhs::table(
        {.caption = {.text = "Refused rows, by line of the file", .size = nhs::Size::m},
         .head =
             {{.text = "Line"},
              {.text = "Column"},
              {.text = "What we found"},
              {.text = "Why, and what to do"}},
         .rows = rows,
         .responsive = true}
    );
    if (more) {
        const Url next =
            Url::path({"lists", view.list.id.text()})
                .with_query("after", std::to_string(view.refused_before + refused_a_page));
        table += nhs::pagination(
            {.next = {.href = next, .text = "More refused rows"}, .aria_label = "Refused rows"}
        );
    }
    return table;
}

Html warnings_of(const ReviewView& view) {
    if (view.warnings.empty()) {
        return {};
    }
    const Html items = each(view.warnings, [](const auto& warning) {
        return li(sentence(warning.first), " (", with_commas(warning.second), ")");
    });
    return nhs::details(
        {.summary = "What we noticed or repaired",
         .content = ul(classes("nhsuk-list nhsuk-list--bullet"), items)}
    );
}

Html next_steps(const ReviewView& view, const Visitor& visitor) {
    const Html other = nhs::button(
        {.text = "Choose another file",
         .href = "/bulk-messages/new",
         .look = nhs::ButtonLook::secondary}
    );
    if (view.list.accepted == 0) {
        return nhs::warning_callout(
                   {.heading = {.text = "Nobody on this list can be sent a message", .level = 2},
                    .text = "No row of the file was accepted. Correct the rows below in your file, "
                            "or export it "
                            "again, and upload it."}
               )
               + other;
    }
    return form(
        attr<"method">("post"),
        action(Url::path({"lists", view.list.id.text()})),
        token_field(visitor),
        div(classes("nhsuk-button-group"),
            nhs::button({.text = "Continue with " + patients(view.list.accepted)}),
            other)
    );
}

Result<ListId> list_of(const http::Request& request) {
    return ListId::parse(request.param("list"));
}

}

Task<http::Response> show_review(Site site, http::Request& request, Visitor visitor) {
    const auto id = list_of(request);
    if (!id.ok()) {
        co_return http::not_found();
    }
    const std::int64_t after = read_position(request.query.text("after"));
    const auto load = [&site, &visitor, &id, after](db::Snapshot& at) -> Result<ReviewView> {
        const lists::Lists& lists = site.deps.lists;
        using Effect = lists::Problem::Effect;
        ReviewView view{.refused_before = after};
        COHORT_TRY(summary, lists.summary(at, visitor.practice(), *id));
        view.list = std::move(summary);
        COHORT_TRY(
            refused,
            lists.problems(at, visitor.practice(), *id, Effect::refused, after, refused_a_page + 1)
        );
        view.refused = std::move(refused);
        COHORT_TRY(
            warnings,
            lists.problems(at, visitor.practice(), *id, Effect::warning, 0, warnings_counted)
        );
        for (const lists::Problem& warning : warnings) {
            ++view.warnings[warning.code];
        }
        return view;
    };
    const auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    const Html content =
        span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 1 of 3")
        + h1(classes("nhsuk-heading-l"), "Check the patient list: ", view->list.name)
        + facts_of(view->list) + next_steps(*view, visitor) + warnings_of(*view)
        + refused_of(*view);
    co_return show(
        site.deps.random,
        &visitor,
        {.title = "Check the patient list",
         .before_content = nhs::back_link({.href = "/bulk-messages/new"}),
         .content = content}
    );
}

Task<http::Response> use_list(Site site, http::Request& request, Visitor visitor) {
    const auto id = list_of(request);
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto confirm = [&site, &visitor, &id](db::Transaction& tx) -> Result<DraftId> {
        COHORT_CHECK(site.deps.lists.confirm(tx, visitor.actor(), *id));
        return site.deps.composing.start(tx, visitor.actor(), *id);
    };
    const auto draft = co_await site.deps.database.write(confirm);
    if (!draft.ok()) {
        co_return http::failure(draft.error());
    }
    co_return http::see_other("/drafts/" + draft->text());
}

}
