// Any text as the records of a list: cutting changes nothing, and they are those of a plain reading
// of the whole. The first byte chooses the cut, the second the separator and which columns are
// kept.
#include "domain/text_normal.hpp"
#include "flow/upload/reader/records.hpp"
#include "tests/fuzz/pieces.hpp"
#include "tests/support/plain_list.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace cohort;
using namespace cohort::upload;

// Of a cell, before it is known which columns are kept.
constexpr std::size_t cell_bytes_kept = 256;
constexpr std::size_t columns_kept = 3;

struct Seen {
    std::uint64_t line;
    std::vector<std::string> cells; // none where the quoting is bad
    std::size_t columns;            // likewise
    bool bad_quoting;
    bool blank;

    friend bool operator==(const Seen&, const Seen&) = default;
};

struct AllSeen {
    std::vector<Seen> records;
    std::optional<std::uint64_t> open_quote_line;

    friend bool operator==(const AllSeen&, const AllSeen&) = default;
};

Seen seen(const RecordScanner& scanner) {
    Seen record{scanner.line(), {}, 0, scanner.bad_quoting(), scanner.blank()};
    if (!record.bad_quoting) {
        record.columns = scanner.columns();
        for (std::size_t slot = 0; slot < scanner.slots(); ++slot) {
            record.cells.emplace_back(scanner.cell(slot));
        }
    }
    return record;
}

// At least so many bytes, as the decoder cuts text.
std::size_t whole_characters(std::string_view text, std::size_t bytes) {
    std::size_t end = 0;
    do {
        end += domain::decode_utf8(text, end).bytes;
    } while (end < std::min(bytes, text.size()));
    return end;
}

enum class Columns { all, last_of_three_first };

AllSeen scanned(std::string_view text, char separator, Columns columns, std::size_t piece_bytes) {
    RecordScanner scanner{separator};
    if (columns == Columns::last_of_three_first) {
        scanner.keep({2, 1, 0}, columns_kept);
    }
    AllSeen all;
    while (!text.empty()) {
        const std::string own{text.substr(0, whole_characters(text, piece_bytes))};
        text.remove_prefix(own.size());
        std::string_view piece = own;
        while (scanner.next(piece, domain::is_ascii(own))) {
            all.records.push_back(seen(scanner));
        }
    }
    std::string_view rest; // what is left to be read again
    while (scanner.next(rest, true)) {
        all.records.push_back(seen(scanner));
    }
    if (scanner.finish()) {
        all.records.push_back(seen(scanner));
    }
    all.open_quote_line = scanner.unterminated_quote_line();
    return all;
}

AllSeen plain(std::string_view text, char separator, Columns columns) {
    test::PlainRecords read = test::plain_records(text, separator);
    AllSeen all{{}, read.open_quote_line};
    for (test::PlainRecord& record : read.all) {
        Seen one{record.line, {}, 0, record.bad_quoting, record.blank()};
        if (!record.bad_quoting) {
            one.columns = record.cells.size();
            one.cells = std::move(record.cells);
        }
        if (columns == Columns::last_of_three_first && !one.bad_quoting) {
            one.cells.resize(columns_kept);
            std::swap(one.cells.front(), one.cells.back());
        }
        all.records.push_back(std::move(one));
    }
    return all;
}

// The scanner keeps the beginning of a long cell.
bool agree(const AllSeen& scanned, AllSeen plain) {
    for (std::size_t at = 0; at < std::min(scanned.records.size(), plain.records.size()); ++at) {
        auto& cells = plain.records[at].cells;
        const auto& kept = scanned.records[at].cells;
        for (std::size_t slot = 0; slot < std::min(cells.size(), kept.size()); ++slot) {
            if (kept[slot].size() >= cell_bytes_kept) {
                cells[slot].resize(std::min(cells[slot].size(), kept[slot].size()));
            }
        }
    }
    return scanned == plain;
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t piece_bytes = fuzz::take_choice(bytes);
    const std::uint8_t choice = fuzz::take_choice(bytes);
    const char separator = std::array{',', ';', '\t', ' '}[choice % 4U];
    const auto columns = choice < 128 ? Columns::all : Columns::last_of_three_first;
    const std::string text = domain::repair_utf8(bytes);

    const AllSeen whole = scanned(text, separator, columns, text.size());

    COHORT_ENSURE(
        scanned(text, separator, columns, piece_bytes) == whole, "cutting changed the records"
    );
    COHORT_ENSURE(agree(whole, plain(text, separator, columns)), "the text has other records");
    return 0;
}
