#pragma once
// A reading in the terms of the lists stage: which rows are stored as patients, which as refused
// rows, and their warnings; handed out in pieces, so that no list is ever held twice. Refers to the
// reading, which must outlive it. Threads: any may read.
#include "flow/lists/receiving.hpp"
#include "flow/upload/against.hpp"
#include "flow/upload/reader/reading.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cohort::upload {

lists::Patient patient_of(ListedPatient listed, std::int64_t file);

// Of text, before it is sealed: a piece is held a few times over, and the next beside it.
inline constexpr std::size_t piece_bytes_max = std::size_t{256} * 1024;

class Intake {
public:
    // Of a list's first file.
    Intake(const ListReading& reading, std::int64_t file);
    // Of a file that is added. Requires: everything is decided.
    Intake(
        const ListReading& reading,
        std::int64_t file,
        const Against& against,
        const HashNumber& hash
    );

    std::size_t patients_count() const { return patients_.size(); }

    std::size_t refused_count() const { return refused_.size(); }

    std::size_t warnings_count() const { return warnings_.size(); }

    // How many of each, from `first` on, make a piece to be sealed and stored: at most a thousand,
    // and no more than hold piece_bytes_max, but for a single one.
    std::size_t patients_in_piece(std::size_t first) const;
    std::size_t refused_in_piece(std::size_t first) const;
    std::size_t warnings_in_piece(std::size_t first) const;

    std::vector<lists::Patient> patients(std::size_t first, std::size_t count) const;
    // In the order of the file.
    std::vector<lists::NewRefusedRow> refused(std::size_t first, std::size_t count) const;
    // Only those of patients that are stored, and of the file. A shared number is told by whose it
    // is and by the number, because the reading keeps neither with the warning.
    std::vector<lists::NewWarning> warnings(std::size_t first, std::size_t count) const;

    // All but what only the storing knows: patients in conflict, and shared numbers. `today` is
    // the day ages are told on.
    lists::WholeFile whole_file(std::chrono::year_month_day today) const;

private:
    enum class From : std::uint8_t {
        rejected,     // by the reading
        now_conflict, // by the reading as identical; now its number is in conflict
        identical,    // accepted by the reading
        in_conflict,  // accepted by the reading
    };

    struct Refused {
        std::uint32_t line;
        std::uint32_t index;
        From from;
    };

    std::vector<lists::Reason> reasons_of(const Refused& ref) const;
    lists::NewRefusedRow refused_row(const Refused& ref) const;
    void tell_shared(lists::NewWarning& warning) const;

    const ListReading& reading_;
    std::int64_t file_;
    std::vector<std::uint32_t> patients_; // among those the reading accepted
    std::vector<Refused> refused_;
    std::vector<std::uint32_t> warnings_;
};

}
