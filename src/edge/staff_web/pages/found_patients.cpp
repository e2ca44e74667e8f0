#include "edge/staff_web/pages/found_patients.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/list_patients.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

using By = lists::Found::By;

// What they have, or nobody has: an NHS number is not repeated.
std::string sought(const FoundPatientsView& view) {
    switch (view.found->by) {
    case By::nhs_number:
        return "this NHS number";
    case By::mobile:
        return "the mobile number " + view.words;
    case By::number:
        return "this number, as an NHS number or as a mobile number";
    case By::email:
        return "the email address " + view.words;
    case By::no_nhs_number:
        return "this number";
    case By::name:
        return "'" + view.words + "' in the name";
    }
    return {};
}

Html result_of(const FoundPatientsView& view) {
    if (!view.found) {
        return p("Type a name or a part of one, an NHS number, a mobile number or an email address."
        );
    }
    if (view.found->by == By::no_nhs_number) {
        return p("This is not a valid NHS number: its last digit does not fit the others. Check it "
                 "and type it again.");
    }
    const std::int64_t count = std::ssize(view.found->patients);
    if (count == 0) {
        return p("No patient of this list has ", sought(view), ".");
    }
    const std::string how_many =
        view.found->more ? "More than " + patients(count) + " have " + sought(view)
                               + ". These are the first. Type more of it to find fewer."
                         : patients(count) + (count == 1 ? " has " : " have ") + sought(view) + ".";
    return p(how_many) + patients_table(view.files, view.found->patients, "Patients found");
}

}

Page found_patients_page(const FoundPatientsView& view) {
    const std::string title = "Find a patient in " + view.list.name;
    const Html content =
        span(classes("nhsuk-caption-l"), "Patient list") + h1(classes("nhsuk-heading-l"), title)
        + find_patient_form(view.list.id, view.words, view.token) + result_of(view);
    return {
        .title = title,
        .before_content =
            nhs::back_link({.text = "Back to the list", .href = list_address(view.list.id)}),
        .content = content
    };
}

}
