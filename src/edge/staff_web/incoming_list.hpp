#pragma once
// A patient-list file on its way in from a form: judged as it arrives and never kept.
#include "edge/staff_web/pages/upload_form.hpp"
#include "edge/staff_web/routes.hpp"

#include <optional>
#include <string>

namespace cohort::staff_web {

// The form to begin with.
UploadForm empty_upload_form(Site site, const Visitor& visitor, ListName list_name);

struct Received {
    std::optional<ListId> list = {}; // it is stored; else the form is shown again
    UploadForm form = {};            // with what is wrong
    int status = 200;
};

// Reads the whole form and stores its file, as a new list or in one. Errors: those that no form can
// mend (the body's, the token's, the database's). Requires: all outlive the call.
Task<Result<Received>> receive_list(
    Site site,
    http::Request& request,
    const Visitor& visitor,
    ListName list_name,
    std::optional<ListId> added_to
);

// The draft that an address names. Errors: list.not_found, list.not_draft.
Task<Result<lists::Summary>>
find_draft(Site site, const http::Request& request, const Visitor& visitor);

}
