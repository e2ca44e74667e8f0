#pragma once
// A patient list read the plain way, to hold the reader against: the whole file at once, a
// character at a time, with none of the reader's own code but the names of headings. It takes the
// encoding, the separator and the heading's line from the reading, and finds everything else
// itself. Pure; any thread.
#include "flow/upload/reader/reading.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::test {

struct PlainRecord {
    std::uint64_t line = 0;
    std::vector<std::string> cells = {}; // without their quotes
    bool bad_quoting = false;            // the cells then mean nothing
    std::string text = {};               // as it stands in the file, with its line ends

    bool blank() const;
};

struct PlainRecords {
    std::vector<PlainRecord> all;                 // the blank ones too
    std::optional<std::uint64_t> open_quote_line; // a quote that never closes, after all of these
};

// Nothing where the bytes are not in that encoding.
std::optional<std::string> plain_text(std::string_view bytes, upload::Encoding encoding);

PlainRecords plain_records(std::string_view text, char separator);

// What the reading says and the file does not, or the other way round: a record that is neither
// accepted nor rejected, or both; an accepted value that its cell does not say; a contact left out
// without a word; a rejected row's cells that are others. Empty where there is nothing. Never holds
// what a cell holds.
std::string disagreement(std::string_view bytes, const upload::ListReading& reading);

}
