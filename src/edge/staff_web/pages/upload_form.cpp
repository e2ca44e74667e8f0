#include "edge/staff_web/pages/upload_form.hpp"

#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

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

Html name_field(const UploadForm& view) {
    return when(view.list_name == ListName::asked, [&] {
        return nhs::input(
            {.label = {.text = "Name of this list"},
             .hint = {.text = "For example: Flu invitations, over 65. Patients do not see it."},
             .error = {.text = view.name_problem},
             .name = "name",
             .value = view.name}
        );
    });
}

}

Html upload_form(const UploadForm& view, const Url& to) {
    return form(
        attr<"method">("post"),
        action(to),
        attr<"enctype">("multipart/form-data"),
        attr<"novalidate">(""),
        attr<"data-upload">(""),
        token_field(view.token),
        hidden("upload_key", view.upload_key),
        name_field(view),
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

Html upload_cut_off() {
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

std::vector<nhs::ErrorItem> errors_of(const UploadForm& view) {
    std::vector<nhs::ErrorItem> errors;
    if (!view.name_problem.empty()) {
        errors.push_back({.text = view.name_problem, .href = "#name"});
    }
    if (!view.file_problem.empty()) {
        errors.push_back({.text = view.file_problem, .href = "#file"});
    }
    return errors;
}

Url upload_script() {
    return asset_url("upload.js");
}

}
