#include "flow/upload/sha256.hpp"
#include "server/commands/json_text.hpp"
#include "server/commands/list_report.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace cohort::commands {

namespace {

using upload::ListReading;
using Accepted = ListCheckOptions::Accepted;

// Text on its way out, kept until there is a good deal of it.
class Pieces {
public:
    explicit Pieces(WriteBytes write) : write_(std::move(write)) {}

    // To append to; may have been written out since the last call.
    std::string& text() {
        constexpr std::size_t piece_bytes = std::size_t{64} * 1024;
        if (text_.size() >= piece_bytes) {
            flush();
        }
        return text_;
    }

    bool flush() {
        somebody_reads_ = somebody_reads_ && write_(text_);
        text_.clear();
        return somebody_reads_;
    }

private:
    WriteBytes write_;
    std::string text_;
    bool somebody_reads_ = true;
};

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

std::string number_or_null(const std::optional<std::uint64_t>& number) {
    return number ? std::to_string(*number) : "null";
}

std::string json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
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
        number_or_null(refusal->line)
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
        ",\n \"encoding\": \"{}\", \"separator\": {}, \"source\": {}, \"source_evidence\": {}, "
        "\"heading_line\": {}, "
        "\"report_run_date\": {},\n \"bytes\": {}, \"records\": {}, \"patients\": {}, "
        "\"with_mobile\": {}, \"with_email\": {}",
        upload::name_of(facts.encoding),
        headed ? json_string({&facts.separator, 1}) : "null",
        headed ? json_string(upload::name_of(facts.source.system)) : "null",
        headed ? json_string(upload::name_of(facts.source.evidence)) : "null",
        headed ? std::to_string(facts.heading_line) : "null",
        facts.report_run ? json_string(iso(*facts.report_run)) : "null",
        facts.bytes,
        facts.records,
        facts.patients,
        facts.with_mobile,
        facts.with_email
    );
}

void append_string_or_null(std::string& out, std::string_view text) {
    if (text.empty()) {
        out += "null";
    } else {
        append_json_string(out, text);
    }
}

void append_patient(std::string& out, const upload::RevealedPatient& row) {
    out += R"({"line": )";
    append_number(out, row.line);
    out += R"(, "nhs_number": )";
    append_json_string(out, row.nhs_number);
    out += R"(, "given": )";
    append_json_string(out, row.given);
    out += R"(, "family": )";
    append_json_string(out, row.family);
    out += R"(, "dob": )";
    append_json_string(out, row.date_of_birth);
    out += R"(, "mobile": )";
    append_string_or_null(out, row.mobile);
    out += R"(, "email": )";
    append_string_or_null(out, row.email);
    out += '}';
}

// ,\n "name": [ … ] with one item a line, each written by `append(out, index)`.
template <class Append>
void write_items(Pieces& pieces, std::string_view name, std::size_t count, Append append) {
    pieces.text() += fmt::format(",\n \"{}\": [", name);
    for (std::size_t index = 0; index < count; ++index) {
        std::string& out = pieces.text();
        out += index == 0 ? "\n  " : ",\n  ";
        append(out, index);
    }
    pieces.text() += ']';
}

void append_rejected(std::string& out, const upload::RejectedRow& row) {
    out += R"({"line": )";
    append_number(out, row.line);
    out += R"(, "reasons": [)";
    bool first = true;
    for (const auto& reason : row.reasons) {
        out += first ? "" : ", ";
        append_json_string(out, reason.code.text());
        first = false;
    }
    out += "]}";
}

// The column of a warning about one cell; what stood there and what was made of it only where the
// patients are listed too and the second is one of their values: nothing else of a cell is shown.
void append_warning(std::string& out, const upload::ListWarning& warning, Accepted accepted) {
    out += R"({"line": )";
    if (warning.line) {
        append_number(out, *warning.line);
    } else {
        out += "null";
    }
    out += R"(, "code": )";
    append_json_string(out, warning.code.text());
    if (!warning.heading.empty()) {
        out += R"(, "column": )";
        append_json_string(out, warning.heading);
    }
    if (accepted == Accepted::listed && !warning.kept.reveal().empty()) {
        out += R"(, "found": )";
        append_json_string(out, warning.found.reveal());
        out += R"(, "kept": )";
        append_json_string(out, warning.kept.reveal());
    }
    out += '}';
}

}

std::string accepted_sha256(const ListReading& reading) {
    upload::Sha256 sum;
    Pieces lines{[&sum](std::string_view piece) {
        sum.add(piece);
        return true;
    }};
    upload::ListReading::Walk walk;
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        const auto row = reading.reveal(index, walk);
        std::string& line = lines.text();
        for (const std::string_view part :
             {std::string_view{row.nhs_number},
              row.given,
              row.family,
              std::string_view{row.date_of_birth},
              std::string_view{row.mobile}}) {
            line += part;
            line += '|';
        }
        line += row.email;
        line += '\n';
    }
    lines.flush();
    return sum.hex();
}

bool write_list_json(const ListReading& reading, Accepted accepted, const WriteBytes& write) {
    Pieces pieces{write};
    append_refusal(pieces.text(), reading);
    append_facts(pieces.text(), reading.facts());
    if (accepted == Accepted::summed_up) {
        pieces.text() += fmt::format(
            ",\n \"accepted_count\": {}, \"accepted_sha256\": \"{}\"",
            reading.accepted_count(),
            accepted_sha256(reading)
        );
    } else {
        upload::ListReading::Walk walk;
        write_items(
            pieces,
            "accepted",
            reading.accepted_count(),
            [&](std::string& out, std::size_t index) {
                append_patient(out, reading.reveal(index, walk));
            }
        );
    }
    write_items(
        pieces,
        "rejected",
        reading.rejected_count(),
        [&](std::string& out, std::size_t index) { append_rejected(out, reading.rejected(index)); }
    );
    const auto warnings = reading.warnings();
    auto next = warnings.begin();
    write_items(pieces, "warnings", warnings.size(), [&](std::string& out, std::size_t) {
        append_warning(out, *next++, accepted);
    });
    pieces.text() += "}\n";
    return pieces.flush();
}

bool write_unread_json(ErrorCode code, Accepted accepted, const WriteBytes& write) {
    return write(fmt::format(
        "{{\"file_error\": {}, \"file_error_line\": null,\n {},\n \"rejected\": [],\n "
        "\"warnings\": []}}\n",
        json_string(code.text()),
        accepted == Accepted::summed_up
            ? fmt::format(
                  "\"accepted_count\": 0, \"accepted_sha256\": \"{}\"", upload::Sha256{}.hex()
              )
            : "\"accepted\": []"
    ));
}

}
