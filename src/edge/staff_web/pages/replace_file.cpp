#include "edge/staff_web/pages/replace_file.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

Page replace_file_page(const ReplaceFileView& view) {
    const Html content =
        upload_cut_off() + span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 1 of 3")
        + h1(classes("nhsuk-heading-l"), "Replace the file of ", view.list.name)
        + p("The new file makes a new list. When it has been read, this one is gone, with its ",
            patients(view.list.accepted),
            " and everything that you corrected.")
        + upload_form(view.form, list_address(view.list.id, "replace"));
    return {
        .title = "Replace the file of " + view.list.name,
        .before_content =
            nhs::back_link({.text = "Back to the list", .href = list_address(view.list.id)}),
        .errors = errors_of(view.form),
        .content = content,
        .width = Width::two_thirds,
        .scripts = {upload_script()}
    };
}

}
