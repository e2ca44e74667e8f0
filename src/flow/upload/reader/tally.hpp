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
    const SeenPatients& seen() const { return seen_; }

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
    static constexpr std::uint32_t nobody = 0xFFFF'FFFF;

    void place_patient(const PackedPatients::Row& row, SeenPatients::Place place);
    void place_again(const PackedPatient& patient);
    void add_rejected(std::uint64_t line, const RowVerdict& verdict);
    void reject_ambiguous(const PackedPatient& patient);
    void
    reject_patient(const PackedPatient& patient, std::string_view date, ListReading::Reason reason);
    const char* store_cells(const std::array<std::string_view, column_count>& cells);
    void add_warning(std::uint64_t line, const RowWarning& warning, const RowVerdict& verdict);
    std::uint8_t code_index(ErrorCode code);
    void forget_rows();
    void refuse_ambiguous_dates();
    void settle_duplicates();
    std::vector<ListReading::Warning> find_shared();
    void find_shared_of(std::size_t part, std::size_t parts, std::vector<bool>& shares);
    void settle_warnings(const std::vector<ListReading::Warning>& about_shared);
    void count_patients(ListFacts& facts);

    std::uint64_t patients_max_;
    std::chrono::year_month_day today_;
    std::uint64_t records_ = 0;
    bool too_many_ = false;
    SeenPatients seen_; // NHS number → index of its accepted row
    ListReading reading_;
    PackedPatients set_aside_;          // patients by themselves, of rows that others stand against
    std::vector<std::uint32_t> firsts_; // for each set aside so far: index of the patient's first
    std::vector<ListReading::Warning> file_warnings_;
};

}
