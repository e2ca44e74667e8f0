#include "domain/sentences/sentences.hpp"
#include "domain/text_normal.hpp"
#include "server/commands/list_report.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string_view>
#include <vector>

namespace cohort::commands {

namespace {

// Enough rows to see what is wrong with the file.
constexpr std::size_t rows_shown_max = 100;

std::string sentence(ErrorCode code) {
    const auto* words = domain::sentence_for(code.text());
    return words ? std::string{words->title} : std::string{code.text()};
}

std::string advice(ErrorCode code) {
    const auto* words = domain::sentence_for(code.text());
    return words ? std::string{words->what_to_do} : std::string{};
}

std::string words_of(std::string_view code) {
    const auto* words = domain::sentence_for(code);
    return words ? fmt::format("{} {}", words->title, words->what_to_do) : std::string{code};
}

std::string counted(std::uint64_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

// A file's own words, on a terminal that takes some characters for orders.
std::string harmless(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const domain::DecodedCharacter character = domain::decode_utf8(text, at);
        const bool shown =
            !domain::is_control(character.code) && !domain::is_direction_override(character.code);
        domain::append_utf8(out, shown ? character.code : U'?');
        at += character.bytes;
    }
    return out;
}

// The headings that have a name, as many as a person would read.
std::vector<std::string> shown_headings(const std::vector<std::string>& headings) {
    constexpr std::size_t headings_shown_max = 30;
    std::vector<std::string> shown;
    for (const std::string& heading : headings) {
        if (!heading.empty() && shown.size() < headings_shown_max) {
            shown.push_back(harmless(heading));
        }
    }
    return shown;
}

std::string refusal_words(const upload::FileRefusal& refusal) {
    std::string out = "This file cannot be used.\n" + sentence(refusal.sentence()) + "\n";
    if (refusal.line) {
        out += fmt::format("It is on line {}.\n", *refusal.line);
    }
    if (refusal.found > 0) {
        const bool rows = refusal.counted == upload::FileRefusal::Counted::records;
        out += fmt::format(
            "The limit is {}; the file has {}.\n",
            counted(refusal.limit, rows ? "row" : "patient"),
            refusal.found
        );
    } else if (refusal.limit > 0) {
        out += fmt::format("The limit is {} bytes.\n", refusal.limit);
    }
    if (!refusal.columns.empty()) {
        const bool twice = refusal.code == ErrorCode{"duplicate_columns"};
        out +=
            fmt::format("{}: {}.\n", twice ? "Twice" : "Missing", fmt::join(refusal.columns, ", "));
        out +=
            fmt::format("The file has: {}.\n", fmt::join(shown_headings(refusal.headings), ", "));
    }
    return out + advice(refusal.sentence()) + "\n";
}

}

std::string iso(std::chrono::year_month_day date) {
    return fmt::format(
        "{:04}-{:02}-{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
}

std::string list_words(const upload::ListReading& reading) {
    if (reading.refusal()) {
        return refusal_words(*reading.refusal());
    }
    const auto& facts = reading.facts();
    std::string out = fmt::format(
        "{}: {} accepted ({} with a mobile number, {} with an email address), {} left out.\n",
        counted(facts.records, "row"),
        counted(reading.accepted_count(), "patient"),
        facts.with_mobile,
        facts.with_email,
        counted(reading.rejected_count(), "row")
    );
    if (facts.report_run) {
        out += fmt::format("The report was run on {}.\n", iso(*facts.report_run));
    }
    std::map<std::string_view, std::size_t> of_patients; // by code
    for (const auto& warning : reading.warnings()) {
        if (warning.line) {
            ++of_patients[warning.code.text()];
        } else {
            out += words_of(warning.code.text()) + "\n";
        }
    }
    for (const auto& [code, count] : of_patients) {
        out += fmt::format("{}: {}\n", counted(count, "patient"), words_of(code));
    }
    const std::size_t shown = std::min(reading.rejected_count(), rows_shown_max);
    for (std::size_t index = 0; index < shown; ++index) {
        const auto row = reading.rejected(index);
        for (const auto& reason : row.reasons) {
            out += fmt::format("Line {}: {}\n", row.line, words_of(reason.code.text()));
        }
    }
    if (shown < reading.rejected_count()) {
        out += fmt::format("... and {} rows more.\n", reading.rejected_count() - shown);
    }
    return out;
}

}
