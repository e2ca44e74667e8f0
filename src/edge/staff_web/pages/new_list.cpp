#include "edge/staff_web/pages/new_list.hpp"

#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

Page new_list_page(const NewListView& view) {
    const Html content =
        upload_cut_off() + span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 1 of 3")
        + h1(classes("nhsuk-heading-l"), "Add a patient list")
        + p("Choose the .csv file that you exported from your clinical system. You can send to ",
            patients(view.patients_max),
            " at most. Take out patients who have died or who do not want messages before you "
            "export.")
        + ul(
            classes("nhsuk-list nhsuk-list--bullet"),
            li(a(href("/help/emis"), "How to make this file in EMIS Web")),
            li(a(href("/help/systmone"), "How to make this file in SystmOne"))
        )
        + upload_form(view.form, "/bulk-messages/new");
    return {
        .title = "Add a patient list",
        .before_content =
            nhs::back_link({.text = "Back to Bulk Messages", .href = "/bulk-messages"}),
        .errors = errors_of(view.form),
        .content = content,
        .width = Width::two_thirds,
        .scripts = {upload_script()}
    };
}

}
