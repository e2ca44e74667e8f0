#include "edge/staff_web/pages/deleted_list.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

Page deleted_list_page(const DeletedListView& view) {
    const std::string by = view.list.deleted_at ? " by " + view.list.deleted_by + " on "
                                                      + domain::say_moment(*view.list.deleted_at)
                                                : std::string();
    const Html content =
        span(classes("nhsuk-caption-l"), "Patient list")
        + h1(classes("nhsuk-heading-l"), view.list.name)
        + nhs::inset_text(
            {.text = "This list was deleted" + by
                     + ". Its patients are gone from it. What was sent to them stays on the Bulk "
                       "Messages page."}
        )
        + h2(classes("nhsuk-heading-m"), "Where it came from")
        + files_of(view.files, view.now, Digests::shown);
    return {
        .title = view.list.name,
        .before_content = nhs::back_link({.text = "Back to Patient lists", .href = "/lists"}),
        .content = content
    };
}

}
