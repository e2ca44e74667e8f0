#pragma once
// How much memory the upload of a file may take, so that it can be set aside before the file is
// read. Measured, worst case: memory_test.cpp holds the reader to it.
#include "domain/limits.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cohort::upload {

// A file, as far as it is known.
struct FileSize {
    std::uint64_t bytes;
    std::uint64_t lines; // at least those that have been read
    std::uint64_t patients_max;
};

// Bytes of memory.
constexpr std::uint64_t memory_for(const FileSize& file) {
    // A block of text, a thousand patients being sealed and stored, pieces from the network.
    constexpr std::uint64_t always = std::uint64_t{5} * 1024 * 1024;
    // Text as it is kept, and what a quote that is open for long may make be read again.
    constexpr std::uint64_t a_byte = 3;
    // A patient, or a refused row with its reasons, in vectors that double.
    constexpr std::uint64_t a_line = 200;
    // Also where no line has come yet: as many as a list of short rows has. It is what 16,384
    // headings take, too, of which no file has more.
    constexpr std::uint64_t short_row_bytes = 64;
    const std::uint64_t lines = std::max(file.lines, file.bytes / short_row_bytes);
    // More are only counted.
    const std::uint64_t kept = file.patients_max * domain::limits::list_records_per_patient_max;
    return always + a_byte * file.bytes + a_line * std::min(lines, kept);
}

// Of the list that a file is held against: two hashes and a position a patient, and the matches.
constexpr std::uint64_t memory_for_known(std::uint64_t patients_max) {
    constexpr std::uint64_t a_patient = 200;
    return a_patient * patients_max;
}

// No fewer than the records in them, in any encoding and however they are quoted.
inline std::uint64_t lines_in(std::string_view bytes) {
    std::uint64_t lines = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool crlf = bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n';
        lines += bytes[i] == '\n' || (bytes[i] == '\r' && !crlf) ? 1 : 0;
    }
    return lines;
}

}
