#include "edge/staff_web/pages/review.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

constexpr std::size_t outliers_told_most = 5;
// How far from its usual length a list has to be before it is worth a question.
constexpr std::int64_t unusual_times = 3;

ListId id_of(const ReviewView& view) {
    return view.review.list.id;
}

Html count_of(std::int64_t number, std::string_view one, std::string_view several) {
    return li(
        classes("cohort-counts__item"),
        span(classes("cohort-counts__number"), with_commas(number)),
        " ",
        number == 1 ? one : several
    );
}

Html counts_of(const lists::Summary& list) {
    return ul(
        classes("cohort-counts"),
        count_of(list.records, "row read", "rows read"),
        count_of(list.accepted, "patient on the list", "patients on the list"),
        count_of(list.refused, "row refused", "rows refused"),
        // Corrected, or used since the row that stood against it was dealt with.
        when(
            list.mended > 0,
            [&] { return count_of(list.mended, "row put on the list", "rows put on the list"); }
        ),
        when(
            list.left_out > 0,
            [&] {
                return li(
                    classes("cohort-counts__item"),
                    span(classes("cohort-counts__number"), with_commas(list.left_out)),
                    " ",
                    a(href(list_address(list.id, "left-out")),
                      list.left_out == 1 ? "row left out" : "rows left out")
                );
            }
        )
    );
}

Html being_added(const ReviewView& view) {
    return when(view.review.file_being_added, [&] {
        return nhs::notification_banner(
            {.content =
                 p(classes("nhsuk-notification-banner__heading"), sentence("list.file_being_added"))
                 + p(
                     a(classes("nhsuk-notification-banner__link"),
                       href(list_address(id_of(view))),
                       "Show how it stands now")
                 )}
        );
    });
}

Html files_part(const ReviewView& view) {
    const Html buttons =
        nhs::button(
            {.text = "Add another file to this list",
             .href = list_address(id_of(view), "files"),
             .look = nhs::ButtonLook::secondary}
        )
        + nhs::button(
            {.text = view.review.files.size() > 1 ? "Replace the files" : "Replace the file",
             .href = list_address(id_of(view), "replace"),
             .look = nhs::ButtonLook::secondary}
        );
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), "What you uploaded")
           + files_of(view.review.files, view.now, Digests::left_out)
           + when(!view.review.file_being_added, [&] {
                 return div(classes("nhsuk-button-group"), buttons);
             });
}

// "2 patients are 101"
std::string patients_of_age(const domain::AgeCount& age) {
    return patients(age.patients) + (age.patients == 1 ? " is " : " are ")
           + std::to_string(age.years);
}

// Those whose age stands apart from all the others'.
std::string outliers_in_words(const domain::Ages& ages) {
    const auto outliers = ages.outliers();
    if (outliers.empty()) {
        return {};
    }
    const std::size_t told = std::min(outliers.size(), outliers_told_most);
    std::string words;
    for (std::size_t i = 0; i < told; ++i) {
        const bool last = i + 1 == outliers.size();
        words += (i == 0 ? "" : last ? " and " : ", ") + patients_of_age(outliers[i]);
    }
    std::int64_t untold = 0;
    for (std::size_t i = told; i < outliers.size(); ++i) {
        untold += outliers[i].patients;
    }
    if (untold > 0) {
        words += " and so on, with " + patients(untold) + " more";
    }
    return words + ": much younger or older than the others. Is that right?";
}

// A list of quite another length than the practice's others may be the wrong report.
std::string length_in_words(const lists::Review& review) {
    if (!review.usual_patients || *review.usual_patients == 0) {
        return {};
    }
    const std::int64_t usual = *review.usual_patients;
    const std::int64_t now = review.list.accepted;
    const bool longer = now >= usual * unusual_times;
    const bool shorter = now * unusual_times <= usual;
    if (!longer && !shorter) {
        return {};
    }
    return "This list has " + patients(now) + ", and the lists your practice sends to usually have "
           + "about " + with_commas(usual) + ". Is it the list you mean?";
}

// What looks unusual, and may be right all the same.
Html questions_of(const ReviewView& view) {
    Html questions;
    for (const std::string& words :
         {length_in_words(view.review), outliers_in_words(view.review.list.ages)}) {
        if (!words.empty()) {
            questions += p(words);
        }
    }
    return when(!questions.empty(), [&] { return nhs::inset_text({.content = questions}); });
}

Html shared_of(const ReviewView& view) {
    if (view.review.shared.empty()) {
        return {};
    }
    std::vector<nhs::TableRow> table_rows;
    table_rows.reserve(view.review.shared.size());
    for (const lists::SharedMobile& shared : view.review.shared) {
        table_rows.push_back(
            {{.text = spell_contact(shared.mobile.reveal()), .classes = "cohort-nowrap"},
             {.text = with_commas(shared.patients), .format = nhs::CellFormat::numeric}}
        );
    }
    const std::string summary = view.review.shared.size() == 1
                                    ? "One mobile number is shared by three or more patients"
                                    : "Some mobile numbers are shared by three or more patients";
    return nhs::details(
        {.summary = summary,
         .content =
             p("Each of these patients gets a text of their own, and all the texts go to one "
               "phone. "
               "A text with a first name in it is then read by somebody else: a parent, a carer, "
               "or "
               "a stranger where the number is wrong or is the practice's own. Look at these "
               "numbers before you send something private.")
             + nhs::table(
                 {.caption = {.text = "Shared mobile numbers", .size = nhs::Size::s},
                  .head =
                      {{.text = "Mobile number"},
                       {.text = "Patients", .format = nhs::CellFormat::numeric}},
                  .rows = std::move(table_rows)}
             )}
    );
}

// Who would be on the list if anything reached them.
std::optional<nhs::SummaryRow> unreached_of(const ReviewView& view) {
    constexpr std::string_view code = "contact.missing";
    const auto found = std::ranges::find(view.review.refused, code, &lists::CodeCount::code);
    if (found == view.review.refused.end()) {
        return std::nullopt;
    }
    return nhs::SummaryRow{
        .key = "Can be reached by neither",
        .value =
            a(href(refused_address(id_of(view), code)), rows(found->rows) + ", not on the list")
    };
}

Html people_part(const ReviewView& view) {
    std::vector<nhs::SummaryRow> facts = reach_of(view.review.list);
    if (auto unreached = unreached_of(view)) {
        facts.insert(facts.end() - 1, std::move(*unreached));
    }
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), "Who is on the list")
           + nhs::summary_list({.rows = std::move(facts)}) + questions_of(view) + shared_of(view);
}

Html refused_part(const ReviewView& view) {
    const std::int64_t refused = view.review.list.refused;
    if (refused == 0) {
        return {};
    }
    std::int64_t counted = 0;
    for (const lists::CodeCount& count : view.review.refused) {
        counted += count.rows;
    }
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"),
              rows(refused),
              refused == 1 ? " was refused" : " were refused")
           + p(refused_is_not_used(refused),
               " ",
               "Choose a reason to see its rows. There you can correct a row or leave it out. Or "
               "download them, correct them in a spreadsheet, and add that file to this list. Or "
               "go "
               "on without them.")
           + refused_reasons_of(id_of(view), view.review.refused)
           + when(
               counted > refused,
               [] {
                   return p(
                       classes("nhsuk-u-secondary-text-colour"),
                       "A row that is refused for two reasons is counted under both."
                   );
               }
           )
           + refused_file_button(id_of(view))
           + p("Rows that you correct in a file stay in this table, because the first file has not "
               "changed. Leave them out when the corrected file is on the list.");
}

Html noticed_part(const ReviewView& view) {
    if (view.review.warnings.empty()) {
        return {};
    }
    std::vector<nhs::TableRow> table_rows;
    table_rows.reserve(view.review.warnings.size());
    for (const lists::CodeCount& count : view.review.warnings) {
        table_rows.push_back(
            {{.text = a(href(noticed_address(id_of(view), count.code)), headline_of(count.code))},
             {.text = with_commas(count.rows), .format = nhs::CellFormat::numeric}}
        );
    }
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), "What we repaired or noticed")
           + p("These patients are on the list. Choose a line to see what the file said and what "
               "we "
               "made of it.")
           + nhs::table(
               {.caption = {.text = "Repaired or noticed, by kind", .size = nhs::Size::s},
                .head = {{.text = "What"}, {.text = "Times", .format = nhs::CellFormat::numeric}},
                .rows = std::move(table_rows)}
           );
}

Html going_on(const ReviewView& view) {
    const lists::Summary& list = view.review.list;
    if (view.review.file_being_added) {
        return {};
    }
    if (list.accepted == 0) {
        return nhs::warning_callout(
            {.heading = {.text = "Nobody on this list can be sent a message", .level = 2},
             .text = "No row of the file was accepted. Correct rows here, or correct them in your "
                     "file, or export it again, and replace the file."}
        );
    }
    return h2(classes("nhsuk-heading-m nhsuk-u-margin-top-6"), "Go on with this list")
           + form(
               attr<"method">("post"),
               action(list_address(list.id)),
               attr<"novalidate">(""),
               token_field(view.token),
               hidden("revision", std::to_string(list.revision)),
               still_right_field(list, view.now, view.said),
               nhs::button({.text = "Continue with " + patients(list.accepted)})
           );
}

}

Page review_page(const ReviewView& view) {
    const lists::Summary& list = view.review.list;
    const Html content = news_banner(view.news) + being_added(view)
                         + span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 1 of 3")
                         + h1(classes("nhsuk-heading-l"), "Check the patient list: ", list.name)
                         + counts_of(list) + files_part(view) + people_part(view)
                         + refused_part(view) + noticed_part(view) + going_on(view);
    return {
        .title = "Check the patient list: " + list.name,
        .before_content =
            nhs::back_link({.text = "Back to Bulk Messages", .href = "/bulk-messages"}),
        .errors = still_right_errors(view.said),
        .content = content
    };
}

}
