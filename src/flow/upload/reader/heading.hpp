#pragma once
// The heading of a list: found among the first thirty records that are not blank, with the
// separator it goes by. Everything before it is preamble, from which an EMIS report's run date is
// read. Names of headings: patient-list-contract.md, Heading; what real exports hold: products.md
// (b).
#include "base/result.hpp"
#include "flow/upload/reader/records.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::upload {

// The columns a list is read for. A list has given and family, or full_name.
enum class Column : std::uint8_t {
    given,
    family,
    full_name,
    date_of_birth,
    nhs_number,
    mobile,
    email
};

inline constexpr std::size_t column_count = 7;

// As EMIS calls it.
std::string_view name_of(Column column);

// The system that writes headings so.
enum class ListSource { emis, systmone, other };

std::string_view name_of(ListSource source);

// Why it is thought to be that one. Headings are a hint: anybody can write them in another's way.
enum class SourceEvidence { none, headings, report };

std::string_view name_of(SourceEvidence evidence);

struct Source {
    ListSource system = ListSource::other;
    SourceEvidence evidence = SourceEvidence::none;

    friend bool operator==(const Source&, const Source&) = default;
};

// The column a heading names, whether for itself or as a stand-in.
struct KnownHeading {
    Column column;
    bool stand_in;
};

std::optional<KnownHeading> known_heading(std::string_view cell);

struct Heading {
    char separator = ',';
    std::uint64_t line = 0;
    std::vector<std::string> names; // as they are in the file, up to the last that is not blank
    std::array<int, column_count> indexes = {}; // where each Column is; -1 where it is not
    std::array<int, column_count> slots = {};   // where RecordScanner::cell finds it
    // pseudonymised, missing_columns, duplicate_columns; no_header where its own quoting is bad
    std::optional<ErrorCode> fault;
    std::vector<std::string_view> fault_columns; // the missing or doubled ones
    Source source;
    bool preamble = false;
    std::optional<std::chrono::year_month_day> report_run; // 'Last Run' of the preamble

    bool has(Column column) const { return indexes[static_cast<std::size_t>(column)] >= 0; }
};

// What the preamble told so far.
struct Preamble {
    std::size_t records = 0;
    bool emis_band = false;
    std::optional<std::chrono::year_month_day> report_run;
};

// Whether the record at hand is the heading, and what it says. Null for any other record.
std::optional<Heading> read_heading(const RecordScanner& record, const Preamble& preamble);

// Tells the scanner which columns to keep, and the heading where they are then.
void keep_columns(RecordScanner& scanner, Heading& heading);

class HeadingSearch {
public:
    // With the separator an Excel 'sep=' line gave, or with comma, semicolon and tab side by side.
    HeadingSearch(std::optional<char> separator, std::uint64_t first_line);

    enum class State { searching, found, not_found };

    // Takes all of `text`, or up to the end of the heading.
    State feed(std::string_view& text, bool ascii);
    State finish();

    // Requires: found. The scanner stands after the heading and keeps the columns that are read.
    Heading heading() const;
    RecordScanner scanner() &&;

    // Not found, because a quote before it never closed.
    std::optional<std::uint64_t> unterminated_quote_line() const;

private:
    struct Candidate {
        char separator;
        RecordScanner scanner;
        Preamble preamble;
        std::optional<Heading> heading;
        std::size_t text_left = 0; // of the slice, where the heading ended
        bool exhausted = false;
    };

    void look_at_record(Candidate& candidate);
    State decide();

    std::vector<Candidate> candidates_;
    std::size_t chosen_ = 0;
    State state_ = State::searching;
};

}
