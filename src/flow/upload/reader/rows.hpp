#pragma once
// One record of a list, judged by itself: a patient, or the reasons why not. Pure but for the
// column of dates, which it adds to.
#include "base/result.hpp"
#include "domain/date_of_birth.hpp"
#include "domain/email_address.hpp"
#include "domain/mobile_number.hpp"
#include "domain/nhs_number.hpp"
#include "domain/patient_name.hpp"
#include "flow/upload/reader/dates.hpp"
#include "flow/upload/reader/heading.hpp"
#include "flow/upload/reader/number_table.hpp"
#include "flow/upload/reader/records.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::upload {

struct RowReason {
    ErrorCode code;
    std::optional<Column> column; // none where the row as a whole is at fault
};

struct RowWarning {
    ErrorCode code;
    Column column;
};

struct RowVerdict {
    std::vector<RowReason> reasons; // none: a patient, and the first three below are there
    std::vector<RowWarning> warnings;
    std::optional<domain::NhsNumber> nhs_number; // also where something else was wrong
    std::optional<domain::PatientName> name;
    std::optional<domain::DateOfBirth> date_of_birth;
    bool date_differs_by_order = false; // and was read day first
    std::optional<domain::MobileNumber> mobile;
    std::optional<domain::EmailAddress> email;
    // By Column, trimmed, as found but for what guards a name or an address in a spreadsheet's
    // file; live as long as the record. Empty where they may not be where they seem.
    std::array<std::string_view, column_count> cells;

    bool accepted() const { return reasons.empty(); }

    std::string_view cell(Column column) const { return cells[static_cast<std::size_t>(column)]; }
};

// What became of a cell that a warning is about. Empty: nothing. Requires: accepted.
std::string kept_of(const RowVerdict& verdict, Column column);

class RowJudge {
public:
    RowJudge(
        const Heading& heading,
        std::chrono::year_month_day today,
        domain::International international
    );

    // Requires: the record is not blank. The verdict is used again by the next call. `seen`, where
    // this patient will be looked for next, is told early.
    const RowVerdict&
    judge(const RecordScanner& record, DateColumn& dates, const SeenPatients& seen);
    // Nothing of the row is read.
    const RowVerdict& refuse(ErrorCode code);
    // The same of cells by Column that a person typed, where a row has no shape to be at fault.
    // Dates are read day first.
    const RowVerdict& judge_cells(const std::array<std::string, column_count>& cells);

private:
    void start_again();
    void take_cells(const RecordScanner& record);

    std::string_view cell(Column column) const { return verdict_.cell(column); }

    bool judge_shape(const RecordScanner& record);
    bool is_repeated_heading() const;
    bool is_not_a_patient(const RecordScanner& record) const;
    void judge_name();
    void judge_date(DateColumn& dates);
    void judge_nhs_number(Result<domain::NhsNumber> number);
    void judge_contacts();
    void warn_about_name(const domain::NameReading& reading);
    void reject(ErrorCode code, Column column);
    void warn(ErrorCode code, Column column);

    Heading heading_;
    std::chrono::year_month_day today_;
    domain::International international_;
    RowVerdict verdict_;
};

}
