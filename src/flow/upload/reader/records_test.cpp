#include "flow/upload/reader/records.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace cohort;
using namespace cohort::upload;

namespace {

struct Row {
    std::uint64_t line;
    std::vector<std::string> cells;
    bool bad = false;

    friend bool operator==(const Row&, const Row&) = default;
};

std::vector<Row> rows(std::string_view text, std::size_t chunk = 1000) {
    RecordScanner scanner{','};
    std::vector<Row> all;
    const auto take = [&] {
        if (scanner.blank()) {
            return;
        }
        Row row{scanner.line(), {}, scanner.bad_quoting()};
        for (std::size_t slot = 0; !row.bad && slot < scanner.slots(); ++slot) {
            row.cells.emplace_back(scanner.cell(slot));
        }
        all.push_back(std::move(row));
    };
    while (!text.empty()) {
        const std::string own{text.substr(0, chunk)};
        text.remove_prefix(own.size());
        std::string_view rest = own;
        while (scanner.next(rest, false)) {
            take();
        }
    }
    if (scanner.finish()) {
        take();
    }
    return all;
}

struct Case {
    std::string_view label;
    std::string_view text;
    std::vector<Row> expected;
};

const Case cases[] = {
    {"plain", "a,b\nc,d\n", {{1, {"a", "b"}}, {2, {"c", "d"}}}},
    {"no last line end", "a,b", {{1, {"a", "b"}}}},
    {"every kind of line end", "a\r\nb\rc\nd", {{1, {"a"}}, {2, {"b"}}, {3, {"c"}}, {4, {"d"}}}},
    {"blank records are counted as lines", "a\n\n,,\n \"\" \nb", {{1, {"a"}}, {5, {"b"}}}},
    {"empty cells", "a,,\n", {{1, {"a", "", ""}}}},
    {"quotes", "\"a,\"\"b\"\"\",c\n", {{1, {"a,\"b\"", "c"}}}},
    {"blanks around quotes", "x, \"a\" ,b\n", {{1, {"x", "a", "b"}}}},
    {"a quote inside an unquoted cell", "5'10\",b\"c\n", {{1, {"5'10\"", "b\"c"}}}},
    {"line ends inside quotes", "\"a\r\nb\rc\nd\",e\nf", {{1, {"a\r\nb\rc\nd", "e"}}, {5, {"f"}}}},
    {"text after a closing quote", "\"a\" b,c\nd\n", {{1, {}, true}, {2, {"d"}}}},
    {"more quotes after it", "\"a\"b\"c\",d\ne\n", {{1, {}, true}, {2, {"e"}}}},
    {"a stray quote gives the rows below it back",
     "a,\"b\nc,d\ne,\"f\"\ng",
     {{1, {}, true}, {2, {"c", "d"}}, {3, {"e", "f"}}, {4, {"g"}}}},
    {"two stray quotes", "\"a\n\"b\nc,\"d\"\n", {{1, {}, true}, {2, {}, true}, {3, {"c", "d"}}}},
    {"half a cell is no row", "a,\"b\nc\"d,e\nf\n", {{1, {}, true}, {2, {}, true}, {3, {"f"}}}},
    {"a stray quote with CRLF", "\"a\r\nb\r\n\"c\"\r\n", {{1, {}, true}, {2, {"b"}}, {3, {"c"}}}},
};

}

TEST_CASE("records: cells, lines and quotes, in chunks of any size") {
    for (const Case& each : cases) {
        for (const std::size_t chunk : {1U, 2U, 3U, 1000U}) {
            CAPTURE(each.label);
            CAPTURE(chunk);
            CHECK((rows(each.text, chunk) == each.expected));
        }
    }
}

TEST_CASE("records: a quote that never closes names the line it opened on") {
    RecordScanner scanner{','};
    std::string_view text = "a,b\n\nc,\"d\ne,f\n";
    while (scanner.next(text, true)) {
    }
    CHECK_FALSE(scanner.finish());
    REQUIRE(scanner.unterminated_quote_line());
    CHECK(*scanner.unterminated_quote_line() == 3);
}

TEST_CASE("records: a file made to be read again and again is refused in linear time") {
    // Opened at a line's start, each line leaves a quote open; read inside quotes, it does so too;
    // the end is a fault.
    std::string list;
    for (int line = 0; line < 400'000; ++line) {
        list += "b\",\"d\n";
    }
    list = "\"a\n" + list + "\"x\"y\n";
    RecordScanner scanner{','};
    std::string_view text = list;
    std::size_t records = 0;
    while (scanner.next(text, true)) {
        ++records;
    }
    scanner.finish();
    CHECK(scanner.unterminated_quote_line());
    CHECK(records < 400'000);
}

TEST_CASE("records: what is not kept is counted all the same") {
    RecordScanner scanner{','};
    scanner.keep({-1, 0}, 1);
    const std::string long_cell(4097, 'x');
    const std::string list = long_cell + ",kept,,x\n";
    std::string_view text = list;

    REQUIRE(scanner.next(text, true));

    CHECK(scanner.cell(0) == "kept");
    CHECK(scanner.cell_too_long());
    CHECK(scanner.columns() == 4);
    CHECK(scanner.filled_columns() == 4);
}

TEST_CASE("records: a cell's length is in characters") {
    std::string cell;
    for (int each = 0; each < 4096; ++each) {
        cell += "é";
    }
    for (const bool longer : {false, true}) {
        RecordScanner scanner{','};
        const std::string list = cell + (longer ? "é\n" : "\n");
        std::string_view text = list;
        REQUIRE(scanner.next(text, false));
        CHECK(scanner.cell_too_long() == longer);
    }
}
