#pragma once
// The patients of a list, in a table, and the form that looks for one of them.
#include "flow/lists/lists.hpp"
#include "platform/html/html.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

html::Html patients_table(
    const std::vector<lists::File>& files,
    const std::vector<lists::Placed>& patients,
    const std::string& caption
);

html::Html find_patient_form(ListId list, const std::string& words, const std::string& token);

}
