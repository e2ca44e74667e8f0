#include "edge/staff_web/pages/new_list.hpp"

#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

// What the script shows when the connection is cut: the server cannot say it then.
Html cut_off() {
    return div(
        id("upload-cut"),
        flag<"hidden">(),
        attr<"tabindex">("-1"),
        nhs::error_summary(
            {.items = {{.text = sentence("upload.cut"), .href = "#file"}},
             .disable_auto_focus = true}
        )
    );
}

// What the script moves on while the file leaves.
Html progress_of_upload() {
    return div(
        id("upload-progress"),
        flag<"hidden">(),
        attr<"data-uploading">("Uploaded {sent} of {total}"),
        attr<"data-reading">("The file has arrived. Reading the list."),
        nhs::progress_bar({.label = "Uploading", .total = 100, .id = "upload-bar"})
    );
}

Html form_of(const NewListView& view) {
    return form(
        attr<"method">("post"),
        action("/bulk-messages/new"),
        attr<"enctype">("multipart/form-data"),
        attr<"novalidate">(""),
        attr<"data-upload">(""),
        token_field(view.token),
        hidden("upload_key", view.upload_key),
        nhs::input(
            {.label = {.text = "Name of this list"},
             .hint = {.text = "For example: Flu invitations, over 65. Patients do not see it."},
             .error = {.text = view.name_problem},
             .name = "name",
             .value = view.name}
        ),
        nhs::file_upload(
            {.label = {.text = "Patient list file (.csv)"},
             .hint =
                 {.text = "Upload it just as it was exported. You do not need to open or change it."
                 },
             .error = {.text = view.file_problem},
             .name = "file",
             .accept = ".csv,text/csv"}
        ),
        progress_of_upload(),
        nhs::button({.text = "Upload CSV file"})
    );
}

}

Page new_list_page(const NewListView& view) {
    std::vector<nhs::ErrorItem> errors;
    if (!view.name_problem.empty()) {
        errors.push_back({.text = view.name_problem, .href = "#name"});
    }
    if (!view.file_problem.empty()) {
        errors.push_back({.text = view.file_problem, .href = "#file"});
    }
    const Html content =
        cut_off() + span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 1 of 3")
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
        + form_of(view);
    return {
        .title = "Add a patient list",
        .before_content =
            nhs::back_link({.text = "Back to Bulk Messages", .href = "/bulk-messages"}),
        .errors = std::move(errors),
        .content = content,
        .width = Width::two_thirds,
        .scripts = {asset_url("upload.js")}
    };
}

}
