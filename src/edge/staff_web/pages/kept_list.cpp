#include "edge/staff_web/pages/kept_list.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/list_patients.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

const lists::Summary& list_of(const KeptListView& view) {
    return view.review.list;
}

Html facts_of(const KeptListView& view) {
    const lists::Summary& list = list_of(view);
    std::vector<nhs::SummaryRow> facts = reach_of(list);
    facts.push_back(
        {.key = "Report run on",
         .value =
             list.report_run_at ? say_run(*list.report_run_at, view.now) : "The file does not say"}
    );
    if (list.confirmed_at) {
        facts.push_back({.key = "First used", .value = domain::say_moment(*list.confirmed_at)});
    }
    return nhs::summary_list({.rows = std::move(facts)});
}

Html using_again(const KeptListView& view) {
    const lists::Summary& list = list_of(view);
    return form(
        attr<"method">("post"),
        action(list_address(list.id)),
        attr<"novalidate">(""),
        token_field(view.token),
        still_right_field(list, view.now, view.said),
        nhs::button({.text = "Use this list again"})
    );
}

Html patients_part(const KeptListView& view) {
    const lists::Summary& list = list_of(view);
    nhs::Pagination pages{.aria_label = "Patients"};
    const bool begins_later = view.after.value > 0;
    if (begins_later) {
        pages.previous = {.href = list_address(list.id), .text = "First patients"};
    }
    if (!view.more.empty()) {
        pages.next = {.href = view.more, .text = "More patients"};
    }
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), id("patients"), "Patients")
           + find_patient_form(list.id, "", view.token)
           + (view.patients.empty()
                  ? p("There are no more patients.")
                  : patients_table(view.review.files, view.patients, "Patients on the list"))
           + when(begins_later || !view.more.empty(), [&] { return nhs::pagination(pages); });
}

Html refused_part(const KeptListView& view) {
    const lists::Summary& list = list_of(view);
    if (list.refused == 0) {
        return {};
    }
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), "Rows that were refused")
           + p(rows(list.refused),
               list.refused == 1 ? " was refused. " : " were refused. ",
               refused_is_not_used(list.refused))
           + refused_reasons_of(list.id, view.review.refused) + refused_file_button(list.id);
}

Html deleting(const KeptListView& view) {
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), "Delete the list")
           + p("Delete it when it is not needed any more. What was sent to its patients stays on "
               "the "
               "Bulk Messages page.")
           + nhs::button(
               {.text = "Delete this list",
                .href = list_address(list_of(view).id, "delete"),
                .look = nhs::ButtonLook::warning}
           );
}

}

Page kept_list_page(const KeptListView& view) {
    const lists::Summary& list = list_of(view);
    const Html content = news_banner(view.news) + span(classes("nhsuk-caption-l"), "Patient list")
                         + h1(classes("nhsuk-heading-l"), list.name) + facts_of(view)
                         + using_again(view) + patients_part(view) + refused_part(view)
                         + h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), "Where it came from")
                         + files_of(view.review.files, view.now, Digests::shown) + deleting(view);
    return {
        .title = list.name,
        .before_content = nhs::back_link({.text = "Back to Patient lists", .href = "/lists"}),
        .errors = still_right_errors(view.said),
        .content = content
    };
}

}
