#include "edge/staff_web/pages/list_parts.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>
#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

constexpr std::string_view number_not_shown = "Not shown here";
constexpr int child_until = 16; // years: whoever is younger is usually written to by a parent

// Headings are a hint of which system wrote the file, and no proof.
std::string headings_in_words(lists::Source source) {
    return source == lists::Source::emis       ? "As EMIS Web writes them"
           : source == lists::Source::systmone ? "As TPP SystmOne writes them"
                                               : "Known, but of no system's style";
}

std::string encoding_in_words(std::string_view encoding) {
    if (encoding == "windows-1252") {
        return "An older Windows format (Windows-1252)";
    }
    return encoding.starts_with("utf-16") ? "Unicode text (UTF-16)" : "Unicode text (UTF-8)";
}

Html digest_of(const std::string& sha256) {
    constexpr std::size_t short_digits = 12;
    return Html(sha256.substr(0, short_digits))
           + nhs::details(
               {.summary = "Show all of it",
                .content = p(classes("cohort-break"), sha256),
                .classes = "nhsuk-u-margin-bottom-0"}
           );
}

Html facts_of(
    const lists::File& file, TimePoint now, Digests digests, std::optional<nhs::Card> around
) {
    std::vector<nhs::SummaryRow> rows{
        {.key = "File", .value = span(classes("cohort-break"), file.name)},
        {.key = "Report run on",
         .value = file.report_run_at ? say_run(*file.report_run_at, now) : "The file does not say"},
        {.key = "Kind of text", .value = encoding_in_words(file.encoding)},
        {.key = "Headings",
         .value = headings_in_words(file.source) + ", on line " + with_commas(file.heading_line)},
        {.key = "Rows read", .value = with_commas(file.records)},
        {.key = "Uploaded",
         .value = "By " + file.uploaded_by + " on " + domain::say_moment(file.uploaded_at)},
    };
    if (digests == Digests::shown) {
        rows.push_back({.key = "Checksum (SHA-256)", .value = digest_of(file.sha256)});
    }
    return nhs::summary_list({.rows = std::move(rows), .card = std::move(around)});
}

}

Html news_banner(const News& news) {
    return when(!news.words.empty(), [&] {
        const bool done = news.kind == News::Kind::done;
        return nhs::notification_banner(
            {.text = news.words,
             .look = done ? nhs::BannerLook::success : nhs::BannerLook::important}
        );
    });
}

Html files_of(const std::vector<lists::File>& files, TimePoint now, Digests digests) {
    if (files.size() == 1) {
        return facts_of(files.front(), now, digests, std::nullopt);
    }
    return each(files, [&](const lists::File& file) {
        const std::string heading =
            "File " + with_commas(file.number) + " of " + with_commas(std::ssize(files));
        return facts_of(file, now, digests, nhs::Card{.heading = {.text = heading, .level = 3}});
    });
}

std::vector<nhs::SummaryRow> reach_of(const lists::Summary& list) {
    const auto share = [&list](std::int64_t reached) {
        return with_commas(reached) + " (" + percent(reached, list.accepted) + ")";
    };
    return {
        {.key = "Patients on the list", .value = with_commas(list.accepted)},
        {.key = "Can be reached by text message", .value = share(list.by_sms)},
        {.key = "Can be reached by email", .value = share(list.by_email)},
        {.key = "Ages", .value = ages_in_words(list.ages)},
    };
}

std::string ages_in_words(const domain::Ages& ages) {
    const auto youngest = ages.youngest();
    if (!youngest) {
        return "Nobody is on the list";
    }
    const int oldest = ages.oldest().value_or(*youngest);
    std::string words = *youngest == oldest
                            ? "All are " + std::to_string(oldest)
                            : "From " + std::to_string(*youngest) + " to " + std::to_string(oldest);
    const std::int64_t children = ages.under(child_until);
    words += children == 0
                 ? ". Nobody is under "
                 : ". " + patients(children) + (children == 1 ? " is" : " are") + " under ";
    return words + std::to_string(child_until);
}

Html refused_reasons_of(ListId list, const std::vector<lists::CodeCount>& counts) {
    std::vector<nhs::TableRow> table_rows;
    table_rows.reserve(counts.size());
    for (const lists::CodeCount& count : counts) {
        table_rows.push_back(
            {{.text = a(href(refused_address(list, count.code)), headline_of(count.code))},
             {.text = with_commas(count.rows), .format = nhs::CellFormat::numeric}}
        );
    }
    return nhs::table(
        {.caption = {.text = "Refused rows, by reason", .size = nhs::Size::s},
         .head = {{.text = "Why"}, {.text = "Rows", .format = nhs::CellFormat::numeric}},
         .rows = std::move(table_rows)}
    );
}

std::string_view refused_is_not_used(std::int64_t rows) {
    return rows == 1 ? "It is not used: its patient gets a message only if another row of the "
                       "patient is on the list."
                     : "They are not used: their patients get a message only where another row of "
                       "the patient is on the list.";
}

Html refused_file_button(ListId list) {
    return nhs::button(
        {.text = "Download the refused rows",
         .href = list_address(list, "refused.csv"),
         .look = nhs::ButtonLook::secondary}
    );
}

std::string name_of_file(const std::vector<lists::File>& files, std::int64_t file) {
    const auto found = std::ranges::find(files, file, &lists::File::number);
    if (found == files.end()) {
        return {};
    }
    const bool alone = std::ranges::count(files, found->name, &lists::File::name) == 1;
    return alone ? found->name : found->name + " (file " + with_commas(file) + ")";
}

std::string
line_in_words(const std::vector<lists::File>& files, std::int64_t file, std::int64_t line) {
    const std::string words = "line " + with_commas(line);
    return files.size() < 2 ? words : words + " of " + name_of_file(files, file);
}

std::string
line_at_first(const std::vector<lists::File>& files, std::int64_t file, std::int64_t line) {
    std::string words = line_in_words(files, file, line);
    words.front() = 'L';
    return words;
}

std::string shown_cell(std::string_view cell) {
    const bool is_a_mobile = domain::MobileNumber::parse(cell, domain::International::refused).ok();
    if (domain::NhsNumber::parse(cell).ok() && !is_a_mobile) {
        return std::string(number_not_shown);
    }
    return std::string(cell);
}

std::string shown_cell(const lists::RefusedRow& row, lists::Field field) {
    const std::string cell = spelled_cells(row)[static_cast<std::size_t>(field)];
    if (field == lists::Field::nhs_number && !cell.empty()) {
        return std::string(number_not_shown);
    }
    return shown_cell(cell);
}

bool is_about_duplicates(std::string_view code) {
    return code.starts_with("duplicate.");
}

lists::Cells spelled_cells(const lists::RefusedRow& row) {
    lists::Cells cells = row.cells;
    if (std::ranges::none_of(row.reasons, is_about_duplicates, &lists::Reason::code)) {
        return cells;
    }
    std::string& mobile = cells[static_cast<std::size_t>(lists::Field::mobile)];
    mobile = spell_contact(mobile);
    std::string& born = cells[static_cast<std::size_t>(lists::Field::date_of_birth)];
    const auto date = domain::DateOfBirth::parse_iso(born);
    if (date.ok()) {
        const std::string iso = date->iso(); // yyyy-mm-dd
        born = iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
    }
    return cells;
}

Html still_right_field(const lists::Summary& list, TimePoint now, StillRight said) {
    const auto age = lists::age_of(list, now);
    if (!age || !lists::is_old(list, now)) {
        return {};
    }
    return nhs::checkboxes(
        {.fieldset = {.legend = {.text = "Is the list still right?", .size = nhs::Size::s}},
         .hint =
             {.text = "Since the report was run, patients may have moved away, died, or been seen "
                      "already."},
         .error = {.text = said == StillRight::missing ? sentence("list.old") : ""},
         .name = "still_right",
         .items =
             {{.value = "yes",
               .text = "This list was run " + say_ago(*age)
                       + ". I have checked that it is still right."}}}
    );
}

std::vector<nhs::ErrorItem> still_right_errors(StillRight said) {
    if (said == StillRight::asked) {
        return {};
    }
    return {{.text = sentence("list.old"), .href = "#still_right"}};
}

}
