#include "edge/staff_web/pages/list_patients.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

nhs::TableRow row_of(const std::vector<lists::File>& files, const lists::Placed& placed) {
    const lists::Patient& patient = placed.patient;
    nhs::TableRow cells{
        {.text = patient.name.full()},
        {.text = patient.date_of_birth.spelled(), .classes = "cohort-nowrap"},
        {.text = patient.mobile ? spell_contact(patient.mobile->reveal()) : "None",
         .classes = "cohort-nowrap"},
        {.text = patient.email ? patient.email->reveal() : "None", .classes = "cohort-break"},
    };
    if (files.size() > 1) {
        cells.push_back({.text = name_of_file(files, patient.file), .classes = "cohort-break"});
    }
    cells.push_back({.text = with_commas(patient.line), .format = nhs::CellFormat::numeric});
    return cells;
}

}

Html patients_table(
    const std::vector<lists::File>& files,
    const std::vector<lists::Placed>& patients,
    const std::string& caption
) {
    std::vector<nhs::TableCell> head{
        {.text = "Name"}, {.text = "Date of birth"}, {.text = "Mobile"}, {.text = "Email"}
    };
    if (files.size() > 1) {
        head.push_back({.text = "File"});
    }
    head.push_back({.text = "Line of the file", .format = nhs::CellFormat::numeric});
    std::vector<nhs::TableRow> rows;
    rows.reserve(patients.size());
    for (const lists::Placed& placed : patients) {
        rows.push_back(row_of(files, placed));
    }
    return nhs::table(
        {.caption = {.text = caption, .size = nhs::Size::s},
         .head = std::move(head),
         .rows = std::move(rows),
         .responsive = true}
    );
}

// A POST, although it changes nothing: what is looked for is about a patient, and addresses are
// kept by browsers and written into logs.
Html find_patient_form(ListId list, const std::string& words, const std::string& token) {
    return form(
        attr<"method">("post"),
        action(list_address(list, "search")),
        attr<"role">("search"),
        classes("cohort-search"),
        token_field(token),
        nhs::input(
            {.label = {.text = "Find a patient by name, NHS number, mobile or email"},
             .name = "q",
             .value = words,
             .type = "search",
             .width = 20,
             .autocomplete = "off"}
        ),
        nhs::button({.text = "Search", .look = nhs::ButtonLook::secondary, .small = true})
    );
}

}
