#pragma once
// The form by which a patient-list file is uploaded: for a new list, in place of one, or added to
// one. With JavaScript it shows how far the upload is (assets/upload.js).
#include "platform/html/html.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

// Whether the form has a field for the list's name.
enum class ListName { asked, known };

struct UploadForm {
    ListName list_name = ListName::asked;
    std::string name = {};         // as typed
    std::string name_problem = {}; // a sentence
    std::string file_problem = {};
    std::string upload_key = {}; // one upload makes one file
    std::string token = {};
};

html::Html upload_form(const UploadForm& form, const html::Url& to);
// What the script shows when the connection is cut: the server cannot say it then. Stands first.
html::Html upload_cut_off();
std::vector<nhs::ErrorItem> errors_of(const UploadForm& form);
html::Url upload_script();

}
