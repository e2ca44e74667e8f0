#pragma once
// Adds up the rows of a list and decides what can only be decided between them: duplicates,
// conflicts, shared mobiles, too many. In constant time a row.
#include "flow/upload/reader/number_table.hpp"
#include "flow/upload/reader/reading.hpp"
#include "flow/upload/reader/rows.hpp"

namespace cohort::upload {

class Tally {
public:
    // `today`: in London, for the ages.
    Tally(std::uint64_t patients_max, std::chrono::year_month_day today);

    void add(std::uint64_t line, const RowVerdict& verdict);
    void warn(ErrorCode code); // about the file

    // Known as soon as there are more patients, or more than ten times as many records, than the
    // limit. Rows are then only counted.
    bool too_many() const { return too_many_; }

    // The NHS numbers of the rows so far.
    const NumberTable& seen() const { return seen_; }

    std::uint64_t records() const { return records_; }

    std::uint64_t patients() const { return seen_.size(); }

    // Call once. A refused file keeps its facts and the warnings about it as a whole, and no row.
    ListReading finish(
        ListFacts facts,
        const Heading* heading,
        const DateColumn& dates,
        std::optional<FileRefusal> refusal
    );

private:
    void add_patient(
        std::uint64_t line, std::uint64_t number, const RowVerdict& verdict, std::uint32_t& place
    );
    void place_patient(const ListReading::Patient& patient, std::uint32_t& place);
    void add_rejected(std::uint64_t line, const RowVerdict& verdict);
    void reject_ambiguous(const ListReading::Patient& patient);
    const char* store_cells(const std::array<std::string_view, column_count>& cells);
    void add_warning(std::uint64_t line, const RowWarning& warning, const RowVerdict& verdict);
    std::uint8_t code_index(ErrorCode code);
    void forget_rows();
    void refuse_ambiguous_dates();
    void settle_duplicates();
    void reject_set_aside(std::uint32_t patient, ErrorCode code);
    std::vector<ListReading::Warning> find_shared();
    void drop_conflicts();
    void settle_warnings(const std::vector<ListReading::Warning>& about_shared);
    void count_patients(ListFacts& facts);

    std::uint64_t patients_max_;
    std::chrono::year_month_day today_;
    std::uint64_t records_ = 0;
    bool too_many_ = false;
    NumberTable seen_; // NHS number → index of its accepted row
    ListReading reading_;
    std::vector<std::uint32_t> firsts_; // for each set aside so far: index of the patient's first
    std::vector<ListReading::Warning> file_warnings_;
};

}
