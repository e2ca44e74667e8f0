#include "edge/staff_web/pages/help.hpp"

#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <initializer_list>

namespace cohort::staff_web {

using namespace html;

namespace {

Html steps(std::initializer_list<const char*> all) {
    return ol(classes("nhsuk-list nhsuk-list--number"), each(all, [](const char* one) {
                  return li(one);
              }));
}

Html before_you_export() {
    return nhs::warning_callout(
        {.heading = {.text = "Before you export", .level = 2},
         .text = "Leave out patients who have died, who have left the practice, or who do not want "
                 "messages. Cohort reads "
                 "the file as it is and cannot see this in your clinical system."}
    );
}

Page help_page(const char* title, const Html& content) {
    return {
        .title = title,
        .before_content =
            nhs::back_link({.text = "Back to Add a patient list", .href = "/bulk-messages/new"}),
        .content = h1(classes("nhsuk-heading-l"), title) + content,
        .width = Width::two_thirds
    };
}

}

Page emis_help_page() {
    const Html content =
        before_you_export()
        + steps(
            {"In EMIS Web, open Population Reporting and find the search that holds the patients "
             "you want to message. Run it, so "
             "that the list is up to date.",
             "Make a new report on that search, of the kind List Report.",
             "Add the column group Patient Details, and in it these columns: Given Name, Family "
             "Name, Date of Birth, NHS Number, "
             "Mobile Telephone, E-mail Address. Other columns do no harm.",
             "Save the report and run it.",
             "When it is ready, choose View Results, then Export, and CSV as the format. Keep the "
             "names and numbers in: a "
             "pseudonymised export cannot be used.",
             "Save the file where you will find it. Do not open it in Excel: Excel changes dates "
             "and telephone numbers when it "
             "saves.",
             "Upload it in Cohort as it is. The lines above the headings can stay."}
        )
        + h2(classes("nhsuk-heading-m"), "The headings Cohort looks for")
        + p("\"Given Name\", \"Family Name\", \"Date of Birth\", \"NHS Number\", \"Mobile "
            "Telephone\", \"E-mail Address\". Their order "
            "does not matter. For texts the mobile column is needed, for emails the e-mail column."
        );
    return help_page("How to make the file in EMIS Web", content);
}

Page systmone_help_page() {
    const Html content = before_you_export()
                         + steps(
                             {"In SystmOne, open Reporting, then Clinical Reporting, and find the "
                              "report that holds the patients you want to message. "
                              "Run it, so that the list is up to date.",
                              "Right-click the report and choose Breakdown Results.",
                              "Tick these columns: First name, Surname, Date of birth, NHS number, "
                              "Mobile telephone, Email address. If yours has Full "
                              "name instead of the two names, or Telecom number instead of Mobile "
                              "telephone, that works too.",
                              "Choose Refresh, and wait until the list is shown.",
                              "Right-click in the list, choose Table, then Save as CSV.",
                              "Save the file where you will find it. Do not open it in Excel: "
                              "Excel changes dates and telephone numbers when it "
                              "saves.",
                              "Upload it in Cohort as it is. A column Patient Count can stay."}
                         )
                         + h2(classes("nhsuk-heading-m"), "If a patient is on several lines")
                         + p("A report with events has a line for each event. Lines with the "
                             "same NHS number, date of birth, mobile number and email address "
                             "count once. "
                             "Lines that differ are refused, because we would have to guess; the "
                             "review page shows them.");
    return help_page("How to make the file in SystmOne", content);
}

}
