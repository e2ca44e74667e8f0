#pragma once
// What reading a list gave: facts about the file, the patients accepted, the rows refused and why,
// the warnings. Held compactly (about 90 bytes a patient), because a list may have a million;
// patients are handed out one at a time as the domain's types. It is in memory only and holds
// identities: never log it, never store it whole. Immutable once made; any thread may read.
#include "base/result.hpp"
#include "domain/date_of_birth.hpp"
#include "domain/email_address.hpp"
#include "domain/mobile_number.hpp"
#include "domain/nhs_number.hpp"
#include "domain/patient_name.hpp"
#include "flow/upload/reader/decode.hpp"
#include "flow/upload/reader/heading.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::upload {

// A whole file refused. `limit` and `found` are the two numbers of too_many_rows; of too_large only
// the limit is known, because reading stops there. `columns` are the missing or doubled ones,
// `headings` what the file has instead.
struct FileRefusal {
    ErrorCode code;
    std::optional<std::uint64_t> line = {};
    std::uint64_t limit = 0;
    std::uint64_t found = 0;
    std::vector<std::string_view> columns = {};
    std::vector<std::string> headings = {};
};

struct ListFacts {
    std::uint64_t bytes = 0;
    Encoding encoding = Encoding::utf_8;
    char separator = ',';
    ListSource source = ListSource::other;
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

// The same, revealed: for the edges that write it out. Empty where there is none. Views into the
// reading.
struct RevealedPatient {
    std::uint64_t line;
    std::string nhs_number;
    std::string_view given;
    std::string_view family;
    std::string date_of_birth; // yyyy-mm-dd
    std::string_view mobile;   // E.164
    std::string_view email;
};

// The beginning of a cell as it was found, for the review page alone. Never printed by accident.
class FoundCell {
public:
    explicit FoundCell(std::string_view text) : text_(text) {}

    std::string_view reveal() const { return text_; }

    friend std::ostream& operator<<(std::ostream&, const FoundCell&) = delete;

private:
    std::string_view text_;
};

struct RejectionReason {
    ErrorCode code;
    std::optional<Column> column; // none: the row as a whole
    std::string_view heading;     // of that column, as the file has it
    FoundCell cell;
};

struct RejectedRow {
    std::uint64_t line;
    std::vector<RejectionReason> reasons;
};

struct ListWarning {
    std::optional<std::uint64_t> line; // none: the file as a whole
    ErrorCode code;
};

struct SharedMobile {
    domain::MobileNumber mobile;
    std::uint64_t patients;
};

// Text that stays where it is until the whole is let go.
class TextStore {
public:
    // Requires: bytes <= 1 MiB. Room for that many.
    char* take(std::size_t bytes);

private:
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t left_ = 0;
    char* next_ = nullptr;
};

class ListReading {
public:
    const std::optional<FileRefusal>& refusal() const { return refusal_; }

    const ListFacts& facts() const { return facts_; }

    // In the order of the file. A refused file has none.
    std::size_t accepted_count() const { return patients_.size(); }

    ListedPatient accepted(std::size_t index) const;
    RevealedPatient reveal(std::size_t index) const;

    std::size_t rejected_count() const { return rejected_.size(); }

    RejectedRow rejected(std::size_t index) const;

    // The file's first, then by line.
    std::span<const ListWarning> warnings() const { return warnings_; }

    // Mobiles of at least three accepted patients, the most shared first.
    std::span<const SharedMobile> shared_mobiles() const { return shared_; }

private:
    friend class Tally;

    struct Patient {
        std::uint64_t nhs_number;
        const char* text; // given, family, mobile, email, one after the other
        std::uint32_t line;
        domain::DateOfBirth date_of_birth;
        std::uint16_t given_bytes;
        std::uint16_t family_bytes;
        std::uint8_t mobile_bytes;
        std::uint8_t email_bytes;
        bool in_conflict;
    };

    struct Reason {
        const char* text;
        std::uint8_t bytes;
        std::uint8_t code; // in codes_
        std::int8_t column;
    };

    struct Rejected {
        std::uint32_t line;
        std::uint32_t first_reason;
        std::uint8_t reasons;
    };

    static std::string_view mobile_of(const Patient& patient);
    static std::string_view email_of(const Patient& patient);

    std::optional<FileRefusal> refusal_;
    ListFacts facts_;
    std::array<int, column_count> indexes_ = {};
    std::vector<Patient> patients_;
    std::vector<Rejected> rejected_;
    std::vector<Reason> reasons_;
    std::vector<ErrorCode> codes_;
    std::vector<ListWarning> warnings_;
    std::vector<SharedMobile> shared_;
    TextStore text_;
};

}
