// Writes a page that shows the components, and the files it loads, to a folder: html_sample FOLDER.
// For looking at them in a browser; serve the folder with any static web server. The people in it
// are invented.
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"
#include "platform/html/page.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace cohort::sample {

using namespace html;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, std::string_view bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

Html counts() {
    const auto count = [](int number, const char* what) {
        return li(
            classes("cohort-counts__item"), strong(classes("cohort-counts__number"), number), what
        );
    };
    return ul(
        classes("cohort-counts"), count(94, "Waiting"), count(118, "Delivered"), count(2, "Failed")
    );
}

Html sending() {
    return nhs::progress_bar({
               .label = "Flu clinic, 28 November",
               .done = 120,
               .total = 214,
               .in_words = "120 of 214 messages sent",
               .id = "sending",
           })
           + counts();
}

nhs::TableRow sent_row(const char* when, const char* text, nhs::Tag status) {
    return {
        {.text = when},
        {.text = a(href(Url::path({"bulk-messages", "7"})), text), .is_block = true},
        {.text = "SMS"},
        {.text = "1,214", .format = nhs::CellFormat::numeric},
        {.text = nhs::tag(status), .is_block = true},
    };
}

Html sent_messages() {
    return nhs::table({
        .caption = {.text = "Sent messages", .size = nhs::Size::m},
        .head =
            {{.text = "Sent"},
             {.text = "Message"},
             {.text = "Channel"},
             {.text = "Patients", .format = nhs::CellFormat::numeric},
             {.text = "Status"}},
        .rows =
            {sent_row(
                 "23 Nov 2026, 9:05am",
                 "Dear %first name%, your flu vaccine is due…",
                 {.text = "Sending", .colour = nhs::TagColour::blue}
             ),
             sent_row(
                 "20 Nov 2026, 2:30pm",
                 "We are closed on the afternoon of 27 November",
                 {.text = "Error", .colour = nhs::TagColour::red}
             ),
             sent_row(
                 "2 Nov 2026, 8:00am",
                 "Your blood pressure check",
                 {.text = "OK", .colour = nhs::TagColour::green}
             )},
        .responsive = true,
    });
}

Html phone() {
    return div(
        classes("cohort-phone"),
        p(classes("cohort-phone__sender"), "Riverside"),
        p(classes("cohort-phone__bubble"),
          "Dear Ann, your flu vaccine is due.\nRing 020 7946 0000 to book.\n\nRiverside Surgery")
    );
}

Html compose_form() {
    return form(
        action("/compose"),
        attr<"method">("post"),
        flag<"novalidate">(),
        nhs::input({
            .label = {.text = "List name", .size = nhs::Size::s},
            .hint = {.text = "Patients do not see this"},
            .error = {.text = "Enter a name for this list"},
            .name = "list-name",
            .width = 20,
        }),
        nhs::file_upload({
            .label = {.text = "Patient list", .size = nhs::Size::s},
            .hint = {.text = "A .csv file from EMIS Web or SystmOne, up to 10,000 patients"},
            .name = "file",
            .accept = ".csv",
        }),
        nhs::radios({
            .fieldset = {.legend = {.text = "When should it go?", .size = nhs::Size::s}},
            .name = "when",
            .items =
                {{.value = "now", .text = "Now"},
                 {.value = "later",
                  .text = "Later",
                  .reveals = nhs::date_input({
                      .id = "day",
                      .fieldset = {.legend = {.text = "Day"}},
                  })}},
            .values = {"now"},
        }),
        nhs::character_count({
            .textarea =
                {.label = {.text = "Message", .size = nhs::Size::s},
                 .name = "text",
                 .value = "Dear %first name%, your flu vaccine is due."},
            .characters_max = 918,
        }),
        div(classes("nhsuk-button-group"),
            nhs::button({.text = "Send to 214 patients", .prevent_double_click = true}),
            nhs::button({.text = "Save and close", .look = nhs::ButtonLook::secondary}))
    );
}

Html content() {
    return h1(classes("nhsuk-heading-xl"), "Bulk Messages")
           + nhs::notification_banner(
               {.text = "214 patients will get your message",
                .look = nhs::BannerLook::success,
                .disable_auto_focus = true}
           )
           + sending() + sent_messages()
           + nhs::pagination(
               {.previous = {.href = "?page=1", .label = "Newer"},
                .next = {.href = "?page=3", .label = "Older"}}
           )
           + div(
               classes("nhsuk-grid-row"),
               div(classes("nhsuk-grid-column-two-thirds"), compose_form()),
               div(classes("nhsuk-grid-column-one-third"),
                   h2(classes("nhsuk-heading-m"), "Preview"),
                   phone())
           )
           + nhs::summary_list({
               .rows =
                   {{.key = "List",
                     .value = "Flu, over 65",
                     .actions = {{.text = "Change", .href = "#x", .visually_hidden = "list"}}},
                    {.key = "Segments", .value = "428"}},
               .card =
                   nhs::Card{.heading = {.text = "Check before you send", .size = nhs::Size::m}},
           })
           + nhs::tabs(
               {.items =
                    {{.label = "All patients", .content = p("1,214 patients")},
                     {.label = "Only patients with errors", .content = p("2 patients")}},
                .id_prefix = "patients"}
           )
           + nhs::details(
               {.summary = "How to make this file in EMIS Web",
                .content = p("Open Population Reporting.")}
           )
           + nhs::warning_callout(
               {.heading = {.text = "Not confirmed"},
                .text = "The gateway did not answer for 3 patients."}
           )
           + nhs::inset_text({.text = "Messages go out between 8am and 6pm."});
}

Page page() {
    return {
        .title = "Bulk Messages",
        .practice_name = "Riverside Surgery",
        .menu =
            {{.text = "Home", .href = "/"},
             {.text = "Bulk Messages", .href = "/bulk-messages", .current = true},
             {.text = "Lists", .href = "/lists"},
             {.text = "Settings", .href = "/settings"}},
        .account =
            {{.text = "Pat Manager", .icon = true}, {.text = "Sign out", .action = "/sign-out"}},
        .before_content = nhs::breadcrumb(
            {.items =
                 {{.text = "Home", .href = "/"}, {.text = "Bulk Messages", .href = "/bulk-messages"}
                 }}
        ),
        .errors = {{.text = "Enter a name for this list", .href = Url::to_id("list-name")}},
        .content = content(),
        .nonce = "c2FtcGxl",
        .footer_links =
            {{.text = "Help", .href = "/help"}, {.text = "Privacy", .href = "/privacy"}},
    };
}

}

void write_all(const fs::path& folder) {
    write(folder / "index.html", document(page()));
    for (const EmbeddedFile& file : asset_files()) {
        write(folder / "assets" / file.path, file.bytes);
    }
}

}

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "html_sample FOLDER\n";
        return 2;
    }
    cohort::sample::write_all(arguments[1]);
    return 0;
}
