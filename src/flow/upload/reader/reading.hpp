#pragma once
// What reading a list gave: facts about the file, the patients accepted, the rows refused and why,
// the warnings. Held compactly (packed_patients), because a list may have ten million;
// patients, refused rows and warnings are handed out one at a time, with views into the reading. It
// is in memory only and holds identities: never log it, never store it whole. Immutable once made;
// any thread may read.
#include "base/result.hpp"
#include "domain/date_of_birth.hpp"
#include "domain/email_address.hpp"
#include "domain/mobile_number.hpp"
#include "domain/nhs_number.hpp"
#include "domain/patient_name.hpp"
#include "flow/upload/reader/decode.hpp"
#include "flow/upload/reader/heading.hpp"
#include "flow/upload/reader/packed_patients.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::upload {

// A whole file refused. `limit` and `found` are the two numbers of too_many_rows; of too_large only
// the limit is known, because reading stops there. `columns` are the missing or doubled ones,
// `headings` what the file has instead.
struct FileRefusal {
    enum class Counted { patients, records }; // by too_many_rows

    ErrorCode code;
    std::optional<std::uint64_t> line = {};
    std::uint64_t limit = 0;
    std::uint64_t found = 0;
    Counted counted = Counted::patients;
    std::vector<std::string_view> columns = {};
    std::vector<std::string> headings = {};

    // Under which the catalogue has the sentence: the code, but for too many records.
    ErrorCode sentence() const {
        return counted == Counted::records ? ErrorCode{"too_many_rows.records"} : code;
    }
};

struct ListFacts {
    std::uint64_t bytes = 0;
    Encoding encoding = Encoding::utf_8;
    char separator = ',';
    Source source;
    std::uint64_t heading_line = 0; // 0: none was found
    std::vector<std::string> headings;
    std::optional<std::chrono::year_month_day> report_run;
    std::uint64_t records = 0;  // after the heading, not blank
    std::uint64_t patients = 0; // distinct NHS numbers, whether their rows were accepted or not
    std::uint64_t with_mobile = 0;
    std::uint64_t with_email = 0;
};

// One accepted row.
struct ListedPatient {
    std::uint64_t line;
    domain::NhsNumber nhs_number;
    domain::PatientName name;
    domain::DateOfBirth date_of_birth;
    std::optional<domain::MobileNumber> mobile;
    std::optional<domain::EmailAddress> email;
};

// The same, revealed: for the edges that write it out. Empty where there is none. The names are
// views into the reading.
struct RevealedPatient {
    std::uint64_t line;
    std::string nhs_number;
    std::string_view given;
    std::string_view family;
    std::string date_of_birth; // yyyy-mm-dd
    std::string mobile;        // E.164
    std::string email;
};

// What a cell held, for the review page and the practice's own downloads alone. Never printed by
// accident.
class FoundCell {
public:
    FoundCell() = default;

    explicit FoundCell(std::string_view text) : text_(text) {}

    std::string_view reveal() const { return text_; }

    friend std::ostream& operator<<(std::ostream&, const FoundCell&) = delete;

private:
    std::string_view text_;
};

// Enough of a cell to recognise it by: at most 100 bytes, whole characters.
std::string_view beginning_of(std::string_view cell);

struct RejectionReason {
    ErrorCode code;
    std::optional<Column> column; // none: the row as a whole
    std::string_view heading;     // of that column, as the file has it
    FoundCell cell;               // the beginning of what was found there
};

struct RejectedRow {
    std::uint64_t line;
    std::vector<RejectionReason> reasons;
    // By Column: what the row held, trimmed and whole. Empty where the file has no such column, and
    // all of them where cells may not be where they seem. As read, not as found, where `patient` is
    // set; and where the date could be read in two orders, with that date as it was written.
    std::array<FoundCell, column_count> cells;
    // Where the row was a patient by itself, and only other rows of the same NHS number stand
    // against it: duplicate.identical, duplicate.conflict.
    std::optional<ListedPatient> patient;
};

// About a list as a whole, or about one cell of an accepted patient.
struct ListWarning {
    std::optional<std::uint64_t> line; // none: the file as a whole
    ErrorCode code;
    std::optional<Column> column; // none: the file as a whole
    std::string_view heading;     // of that column, as the file has it
    FoundCell found;              // the beginning of it; empty for contact.shared
    FoundCell kept; // as accepted() has it: E.164, yyyy-mm-dd; empty where nothing was kept
};

struct SharedMobile {
    domain::MobileNumber mobile;
    std::uint64_t patients;
};

class ListReading {
public:
    const std::optional<FileRefusal>& refusal() const { return refusal_; }

    const ListFacts& facts() const { return facts_; }

    // In the order of the file. A refused file has none.
    std::size_t accepted_count() const { return patients_.kept_count(); }

    // Who reads one after the other brings where they have come to, and is faster for it.
    using Walk = PackedPatients::Walk;
    ListedPatient accepted(std::size_t index, Walk& walk) const;
    RevealedPatient reveal(std::size_t index, Walk& walk) const;

    ListedPatient accepted(std::size_t index) const {
        Walk walk;
        return accepted(index, walk);
    }

    RevealedPatient reveal(std::size_t index) const {
        Walk walk;
        return reveal(index, walk);
    }

    std::size_t rejected_count() const { return rejected_.size(); }

    RejectedRow rejected(std::size_t index) const;

    // A random-access range of ListWarning: the file's first, then by line.
    auto warnings() const {
        return std::views::iota(std::uint32_t{0}, static_cast<std::uint32_t>(warnings_.size()))
               | std::views::transform([this](std::uint32_t index) { return warning(index); });
    }

    // Mobiles of at least three accepted patients, the most shared first.
    std::span<const SharedMobile> shared_mobiles() const { return shared_; }

    // What the file calls a column; empty where it has none. Never of a refused file.
    std::string_view heading(Column column) const;

    // How many accepted patients there are of each age in whole years on ReadOptions::today, from
    // newborn up to the oldest: at most 131 numbers.
    std::span<const std::uint32_t> ages() const { return ages_; }

private:
    friend class Tally;

    struct Reason {
        std::uint8_t code;  // in codes_
        std::int8_t column; // -1: none
    };

    // `text`: the bytes of each cell as CellSizes, then the cells; null where the row has none.
    struct Rejected {
        const char* text;
        std::uint32_t line;
        std::uint32_t first_reason;
        // Of a patient whose names stood in one cell: where the given name ends in it.
        std::uint16_t given_bytes;
        std::uint8_t reasons;
        bool is_patient; // by itself: the cells are what was made of them
    };

    struct Warning {
        std::uint32_t line;  // 0: the file as a whole
        std::uint32_t cells; // in warning_cells_, or no_cells
        std::uint8_t code;   // in codes_
        std::int8_t column;  // -1: none
    };

    struct WarningCells {
        const char* text; // found, then kept
        std::uint16_t found_bytes;
        std::uint16_t kept_bytes;
    };

    static constexpr std::uint32_t no_cells = 0xFFFF'FFFF;
    using CellSizes = std::array<std::uint16_t, column_count>;

    static std::array<FoundCell, column_count> cells_of(const Rejected& row);
    ListedPatient
    patient_of(const Rejected& row, const std::array<FoundCell, column_count>& cells) const;

    bool has_full_names() const {
        return indexes_[static_cast<std::size_t>(Column::full_name)] >= 0;
    }

    std::string_view heading_of(std::int8_t column) const;
    ListWarning warning(std::uint32_t index) const;

    std::optional<FileRefusal> refusal_;
    ListFacts facts_;
    std::array<int, column_count> indexes_ = {};
    PackedPatients patients_; // those in conflict are dropped
    std::vector<Rejected> rejected_;
    std::vector<Reason> reasons_;
    std::vector<ErrorCode> codes_;
    std::vector<Warning> warnings_;
    std::vector<WarningCells> warning_cells_;
    std::vector<SharedMobile> shared_;
    std::vector<std::uint32_t> ages_;
    TextStore text_;
};

}
