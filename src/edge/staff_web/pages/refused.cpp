#include "edge/staff_web/pages/refused.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/pages/refused_rows.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <algorithm>

namespace cohort::staff_web {

using namespace html;

namespace {

Html pages_of(const RefusedView& view) {
    nhs::Pagination pages{.aria_label = "Refused rows"};
    if (view.after > 0) {
        pages.previous = {
            .href = refused_address(view.review.list.id, view.code), .text = "First rows"
        };
    }
    if (!view.more.empty()) {
        pages.next = {.href = view.more, .text = "More rows"};
    }
    return when(view.after > 0 || !view.more.empty(), [&] { return nhs::pagination(pages); });
}

Html about_duplicates(std::string_view code) {
    if (code == "duplicate.conflict") {
        return nhs::inset_text(
            {.text =
                 "These rows stand against each other: they have one NHS number between them, "
                 "and another date of birth, mobile number or email address. None of them is "
                 "used until you say which is right. Look the patient up in your clinical "
                 "system, then leave out the rows that are wrong: when one is left, or all that "
                 "are left agree, the patient is on the list."}
        );
    }
    return when(code == "duplicate.identical", [] {
        return nhs::inset_text(
            {.text = "Each of these rows says the same as an earlier row of the same patient. The "
                     "earlier row is used, so the patient is on the list once."}
        );
    });
}

bool is_being_left_out(const RefusedView& view) {
    return std::ranges::find(view.review.being_left_out, view.code)
           != view.review.being_left_out.end();
}

// Rows that stand against each other are left out one by one: which of them is right is a decision.
Html leaving_out_all(const RefusedView& view, std::int64_t count) {
    if (!is_open(view) || is_being_left_out(view) || view.code == "duplicate.conflict") {
        return {};
    }
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), "Leave them all out")
           + p("They stay off the list. Do this when they are of no use, or when a file with the "
               "corrected rows is on the list.")
           + form(
               attr<"method">("post"),
               action(leave_out_address(view.review.list.id, view.code)),
               token_field(view.token),
               nhs::button(
                   {.text = "Leave out " + (count == 1 ? "this row" : "all " + rows(count)),
                    .look = nhs::ButtonLook::secondary}
               )
           );
}

std::int64_t count_of(const RefusedView& view) {
    const auto found = std::ranges::find(view.review.refused, view.code, &lists::CodeCount::code);
    return found == view.review.refused.end() ? 0 : found->rows;
}

Html what_to_do(const RefusedView& view) {
    if (view.review.list.state != lists::State::draft) {
        return nhs::inset_text({.text = sentence("list.not_draft")});
    }
    if (view.review.file_being_added) {
        return nhs::inset_text({.text = sentence("list.file_being_added")});
    }
    if (is_being_left_out(view)) {
        return nhs::inset_text(
            {.content =
                 p("These rows are being left out, some thousand at a time, and you can go "
                   "on meanwhile. ",
                   a(href(refused_address(view.review.list.id, view.code)),
                     "Show how many are left"))}
        );
    }
    if (is_about_duplicates(view.code)) {
        return about_duplicates(view.code);
    }
    return p(below_headline(view.code))
           + p("Or do it here: choose Correct beside a row, or Leave out where its patient is not "
               "to "
               "be on this list.");
}

}

bool is_open(const RefusedView& view) {
    return view.review.list.state == lists::State::draft && !view.review.file_being_added;
}

Page refused_page(const RefusedView& view) {
    const lists::Summary& list = view.review.list;
    const std::int64_t count = count_of(view);
    const std::string title = headline_of(view.code);
    const Html content =
        news_banner(view.news) + span(classes("nhsuk-caption-l"), "Refused rows of ", list.name)
        + h1(classes("nhsuk-heading-l"), title)
        + (count == 0 ? p("No row is refused for this reason any more.")
                      : p(rows(count), count == 1 ? " was" : " were", " refused for this reason.")
                            + what_to_do(view) + refused_rows(view) + pages_of(view)
                            + leaving_out_all(view, count))
        + p(a(href(list_address(list.id)), "Back to the whole list"));
    return {
        .title = title,
        .before_content =
            nhs::back_link({.text = "Back to the list", .href = list_address(list.id)}),
        .content = content
    };
}

}
