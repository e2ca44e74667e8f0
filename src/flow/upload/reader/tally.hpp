#pragma once
// Adds up the rows of a list and decides what can only be decided between them: duplicates,
// conflicts, shared mobiles, too many. In constant time a row.
#include "flow/upload/reader/number_table.hpp"
#include "flow/upload/reader/reading.hpp"
#include "flow/upload/reader/rows.hpp"

namespace cohort::upload {

class Tally {
public:
    explicit Tally(std::uint64_t patients_max);

    void add(std::uint64_t line, const RowVerdict& verdict);
    void warn(ErrorCode code); // about the file

    // Known as soon as there are more patients, or more than ten times as many records, than the
    // limit. Rows are then only counted.
    bool too_many() const { return too_many_; }

    // The NHS numbers of the rows so far.
    const NumberTable& seen() const { return seen_; }

    std::uint64_t records() const { return records_; }

    std::uint64_t patients() const { return seen_.size(); }

    // A refused file keeps its facts and the warnings about it as a whole, and no row.
    ListReading finish(ListFacts facts, const Heading* heading, std::optional<FileRefusal> refusal);

private:
    // A later row of a patient that an earlier row had already.
    struct Later {
        std::uint32_t line;
        std::uint32_t first; // index of the earlier
    };

    struct RowWarning {
        std::uint32_t patient; // index
        std::uint8_t code;
    };

    void add_patient(
        std::uint64_t line, std::uint64_t number, const RowVerdict& verdict, std::uint32_t& place
    );
    void add_rejected(std::uint64_t line, const RowVerdict& verdict);
    void add_reason(ErrorCode code, std::optional<Column> column, std::string_view cell);
    std::uint8_t code_index(ErrorCode code);
    void settle_duplicates();
    void settle_warnings();
    void find_shared();
    void drop_conflicts();

    std::uint64_t patients_max_;
    std::uint64_t records_ = 0;
    bool too_many_ = false;
    NumberTable seen_; // NHS number → index of its accepted row
    ListReading reading_;
    std::vector<Later> later_;
    std::vector<RowWarning> row_warnings_;
};

}
