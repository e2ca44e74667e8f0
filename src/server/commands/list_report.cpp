#include "server/commands/list_report.hpp"

#include "base/ensure.hpp"
#include "domain/sentences/sentences.hpp"
#include "server/commands/json_text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <memory>
#include <openssl/evp.h>
#include <string_view>

namespace cohort::commands {

namespace {

using upload::ListReading;

// Of a page of words: enough rows to see what is wrong with the file.
constexpr std::size_t rows_shown_max = 100;

std::string json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string json_or_null(std::string_view text) {
    return text.empty() ? "null" : json_string(text);
}

std::string iso(std::chrono::year_month_day date) {
    return fmt::format(
        "{:04}-{:02}-{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
}

template <class Strings>
std::string json_strings(const Strings& strings) {
    std::string out = "[";
    for (const auto& each : strings) {
        out += out.size() > 1 ? ", " : "";
        append_json_string(out, each);
    }
    return out + "]";
}

void append_refusal(std::string& out, const ListReading& reading) {
    const auto& refusal = reading.refusal();
    if (!refusal) {
        out += "{\"file_error\": null, \"file_error_line\": null";
        return;
    }
    out += fmt::format(
        "{{\"file_error\": {}, \"file_error_line\": {}",
        json_string(refusal->code.text()),
        refusal->line ? std::to_string(*refusal->line) : "null"
    );
    if (refusal->limit > 0) {
        out += fmt::format(
            ", \"file_error_limit\": {}, \"file_error_found\": {}",
            refusal->limit,
            refusal->found > 0 ? std::to_string(refusal->found) : "null"
        );
    }
    if (!refusal->columns.empty()) {
        out += fmt::format(
            ", \"file_error_columns\": {}, \"file_error_headings\": {}",
            json_strings(refusal->columns),
            json_strings(refusal->headings)
        );
    }
}

void append_facts(std::string& out, const upload::ListFacts& facts) {
    const bool headed = facts.heading_line > 0;
    out += fmt::format(
        ",\n \"encoding\": \"{}\", \"separator\": {}, \"source\": {}, \"heading_line\": {}, "
        "\"report_run_date\": {},\n \"bytes\": {}, \"records\": {}, \"patients\": {}, "
        "\"with_mobile\": {}, \"with_email\": {}",
        upload::name_of(facts.encoding),
        headed ? json_string({&facts.separator, 1}) : "null",
        headed ? json_string(upload::name_of(facts.source)) : "null",
        headed ? std::to_string(facts.heading_line) : "null",
        facts.report_run ? json_string(iso(*facts.report_run)) : "null",
        facts.bytes,
        facts.records,
        facts.patients,
        facts.with_mobile,
        facts.with_email
    );
}

void append_accepted(std::string& out, const ListReading& reading) {
    out += ",\n \"accepted\": [";
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        const auto row = reading.reveal(index);
        out += index == 0 ? "\n  " : ",\n  ";
        fmt::format_to(
            std::back_inserter(out),
            R"({{"line": {}, "nhs_number": "{}", "given": )",
            row.line,
            row.nhs_number
        );
        append_json_string(out, row.given);
        out += ", \"family\": ";
        append_json_string(out, row.family);
        out += ", \"dob\": \"" + row.date_of_birth + "\", \"mobile\": " + json_or_null(row.mobile)
               + ", \"email\": " + json_or_null(row.email) + "}";
    }
    out += "]";
}

void append_rejected(std::string& out, const ListReading& reading) {
    out += ",\n \"rejected\": [";
    for (std::size_t index = 0; index < reading.rejected_count(); ++index) {
        const auto row = reading.rejected(index);
        out += index == 0 ? "\n  " : ",\n  ";
        fmt::format_to(std::back_inserter(out), R"({{"line": {}, "reasons": [)", row.line);
        bool first = true;
        for (const auto& reason : row.reasons) {
            out += first ? "" : ", ";
            append_json_string(out, reason.code.text());
            first = false;
        }
        out += "]}";
    }
    out += "]";
}

void append_warnings(std::string& out, const ListReading& reading) {
    out += ",\n \"warnings\": [";
    bool first = true;
    for (const auto& warning : reading.warnings()) {
        fmt::format_to(
            std::back_inserter(out),
            R"({}{{"line": {}, "code": "{}"}})",
            first ? "\n  " : ",\n  ",
            warning.line ? std::to_string(*warning.line) : "null",
            warning.code.text()
        );
        first = false;
    }
    out += "]";
}

std::string sentence(ErrorCode code) {
    const auto* words = domain::sentence_for(code.text());
    return words ? std::string{words->title} : std::string{code.text()};
}

std::string advice(ErrorCode code) {
    const auto* words = domain::sentence_for(code.text());
    return words ? std::string{words->what_to_do} : std::string{};
}

std::string refusal_words(const upload::FileRefusal& refusal) {
    std::string out = "This file cannot be used.\n" + sentence(refusal.code) + "\n";
    if (refusal.line) {
        out += fmt::format("It is on line {}.\n", *refusal.line);
    }
    if (refusal.found > 0) {
        out += fmt::format("The limit is {}; the file has {}.\n", refusal.limit, refusal.found);
    } else if (refusal.limit > 0) {
        out += fmt::format("The limit is {} bytes.\n", refusal.limit);
    }
    for (const std::string_view column : refusal.columns) {
        out += fmt::format("  column: {}\n", column);
    }
    return out + advice(refusal.code) + "\n";
}

}

std::string accepted_sha256(const ListReading& reading) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{
        EVP_MD_CTX_new(), &EVP_MD_CTX_free
    };
    bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    std::string line;
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        const auto row = reading.reveal(index);
        line.clear();
        for (const std::string_view part :
             {std::string_view{row.nhs_number},
              row.given,
              row.family,
              std::string_view{row.date_of_birth},
              row.mobile}) {
            line += part;
            line += '|';
        }
        line += row.email;
        line += '\n';
        good = good && EVP_DigestUpdate(context.get(), line.data(), line.size()) == 1;
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    good = good && EVP_DigestFinal_ex(context.get(), digest.data(), &length) == 1;
    COHORT_ENSURE(good, "SHA-256 is not to be had");
    std::string hex;
    for (unsigned at = 0; at < length; ++at) {
        fmt::format_to(std::back_inserter(hex), "{:02x}", digest[at]);
    }
    return hex;
}

std::string list_json(const ListReading& reading, ListCheckOptions::Accepted accepted) {
    std::string out;
    append_refusal(out, reading);
    append_facts(out, reading.facts());
    if (accepted == ListCheckOptions::Accepted::summed_up) {
        out += fmt::format(
            ",\n \"accepted_count\": {}, \"accepted_sha256\": \"{}\"",
            reading.accepted_count(),
            accepted_sha256(reading)
        );
    } else {
        append_accepted(out, reading);
    }
    append_rejected(out, reading);
    append_warnings(out, reading);
    return out + "}\n";
}

std::string list_words(const ListReading& reading) {
    if (reading.refusal()) {
        return refusal_words(*reading.refusal());
    }
    const auto& facts = reading.facts();
    std::string out = fmt::format(
        "{} rows: {} patients accepted ({} with a mobile number, {} with an email address), {} "
        "rows left out.\n",
        facts.records,
        reading.accepted_count(),
        facts.with_mobile,
        facts.with_email,
        reading.rejected_count()
    );
    if (facts.report_run) {
        out += fmt::format("The report was run on {}.\n", iso(*facts.report_run));
    }
    for (const auto& warning : reading.warnings()) {
        if (!warning.line) {
            out += sentence(warning.code) + " " + advice(warning.code) + "\n";
        }
    }
    const std::size_t shown = std::min(reading.rejected_count(), rows_shown_max);
    for (std::size_t index = 0; index < shown; ++index) {
        const auto row = reading.rejected(index);
        for (const auto& reason : row.reasons) {
            out += fmt::format(
                "Line {}: {} {}\n", row.line, sentence(reason.code), advice(reason.code)
            );
        }
    }
    if (shown < reading.rejected_count()) {
        out += fmt::format("... and {} rows more.\n", reading.rejected_count() - shown);
    }
    return out;
}

std::string list_report(const ListReading& reading, const ListCheckOptions& options) {
    return options.report == ListCheckOptions::Report::json ? list_json(reading, options.accepted)
                                                            : list_words(reading);
}

}
