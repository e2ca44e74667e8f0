#include "edge/staff_web/pages/add_file.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

Page add_file_page(const AddFileView& view) {
    const Html content =
        upload_cut_off() + span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 1 of 3")
        + h1(classes("nhsuk-heading-l"), "Add another file to ", view.list.name)
        + p("There ",
            view.list.accepted == 1 ? "is " : "are ",
            patients(view.list.accepted),
            " on the list now. The patients of the new file come onto it too: the next part of a "
            "report that came in parts, or refused rows that you corrected.")
        + p("Whoever is in both files with the same details is on the list once. Where the files "
            "disagree about a patient, you are asked which is right.")
        + upload_form(view.form, list_address(view.list.id, "files"));
    return {
        .title = "Add another file to " + view.list.name,
        .before_content =
            nhs::back_link({.text = "Back to the list", .href = list_address(view.list.id)}),
        .errors = errors_of(view.form),
        .content = content,
        .width = Width::two_thirds,
        .scripts = {upload_script()}
    };
}

}
