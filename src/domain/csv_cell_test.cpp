#include "domain/csv_cell.hpp"

#include "domain/cell_text.hpp"
#include "domain/text_normal.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <optional>

using cohort::domain::append_csv_literal;
using cohort::domain::append_csv_words;
using cohort::domain::PlainCell;
using cohort::domain::trim;
using cohort::domain::unwrapped_words;

namespace {

std::string words(std::string_view text) {
    std::string out;
    append_csv_words(out, text);
    return out;
}

std::string literal(std::string_view text) {
    std::string out;
    append_csv_literal(out, text);
    return out;
}

// What a reader finds in one written cell (RFC 4180); nothing where it is more or less than one.
std::optional<std::string> read_cell(std::string_view written) {
    if (written.empty()) {
        return std::string();
    }
    if (written.size() < 2 || !written.starts_with('"') || !written.ends_with('"')) {
        return std::nullopt;
    }
    written = written.substr(1, written.size() - 2);
    std::string cell;
    for (std::size_t at = 0; at < written.size(); ++at) {
        cell += written[at];
        if (written[at] == '"') {
            if (++at == written.size() || written[at] != '"') {
                return std::nullopt; // it ends within, and the rest is another cell
            }
        }
    }
    return cell;
}

// ="…" with no quotation mark inside is text to every spreadsheet.
bool is_text_formula(std::string_view cell) {
    return cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"')
           && !cell.substr(2, cell.size() - 3).contains('"');
}

bool runs(std::string_view cell) {
    constexpr std::string_view starts{"=+-@\t\r\n\0", 8};
    return !cell.empty() && starts.contains(cell.front()) && !is_text_formula(cell);
}

// What an attacker would write, put together from the pieces that matter.
rc::Gen<std::string> hostile_text() {
    const auto piece = rc::gen::element<std::string>(
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "\"",
        "\"\"",
        "'",
        ",",
        ";",
        "\uFF1D",
        "cmd|' /C calc'!A0",
        "HYPERLINK(\"http://x.example\")",
        " ",
        "07700 900123",
        "01/02/1980",
        "Zoë",
        std::string(1, '\0'),
        std::string(300, '1')
    );
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(piece),
        [](const auto& pieces) {
            std::string text;
            for (const std::string& each : pieces) {
                text += each;
            }
            return text;
        }
    );
}

} // namespace

TEST_CASE("csv cell: nothing is written for nothing") {
    CHECK(words("").empty());
    CHECK(literal("").empty());
}

TEST_CASE("csv cell: words stand as they are, but for an apostrophe before a formula") {
    CHECK(words("O'Hara, \"Bob\"") == "\"O'Hara, \"\"Bob\"\"\"");
    CHECK(words("=1+1") == "\"'=1+1\"");
    CHECK(words("+44 7700") == "\"'+44 7700\"");
    CHECK(words("-1") == "\"'-1\"");
    CHECK(words("@SUM(A1)") == "\"'@SUM(A1)\"");
    CHECK(words("\t=1") == "\"'\t=1\"");
    CHECK(words("\r=1") == "\"'\r=1\"");
    CHECK(words("\uFF1D1+1") == "\"'\uFF1D1+1\"");
    CHECK(words("a=b") == "\"a=b\"");
    CHECK(words("'t Hooft") == "\"'t Hooft\"");
    CHECK(words("'=1+1") == "\"''=1+1\"");
}

TEST_CASE("csv cell: an apostrophe is taken off where one was put, and nowhere else") {
    CHECK(unwrapped_words("'=Ann") == "=Ann");
    CHECK(unwrapped_words("'+44") == "+44");
    CHECK(unwrapped_words("''=Ann") == "'=Ann");
    CHECK(unwrapped_words("'\uFF1DAnn") == "\uFF1DAnn");
    CHECK(unwrapped_words("'t Hooft") == "'t Hooft");
    CHECK(unwrapped_words("' =Ann") == "' =Ann");
    CHECK(unwrapped_words("'") == "'");
    CHECK(unwrapped_words("''") == "''");
    CHECK(unwrapped_words("=Ann") == "=Ann");
    CHECK(unwrapped_words("").empty());
}

TEST_CASE("csv cell: numbers and dates are kept as text by a spreadsheet") {
    CHECK(literal("07700 900123") == "\"=\"\"07700 900123\"\"\"");
    CHECK(literal("01/02/1980") == "\"=\"\"01/02/1980\"\"\"");
    CHECK(literal("+44 7700 900123") == "\"=\"\"+44 7700 900123\"\"\"");
}

TEST_CASE("csv cell: what could end the text inside a formula is written as words") {
    CHECK(literal("1\"&cmd|' /C calc'!A0&\"") == "\"1\"\"&cmd|' /C calc'!A0&\"\"\"");
    CHECK(literal("=\"0123\"") == "\"'=\"\"0123\"\"\"");
    CHECK(literal(std::string(256, '1')) == "\"" + std::string(256, '1') + "\"");
}

TEST_CASE("csv cell: no text whatever runs in a spreadsheet, and each is one cell") {
    CHECK(rc::check([] {
        const std::string text = *hostile_text();
        for (const std::string& written : {words(text), literal(text)}) {
            const auto cell = read_cell(written);
            RC_ASSERT(cell.has_value());
            RC_ASSERT(!runs(*cell));
        }
    }));
    CHECK(rc::check([] {
        const auto text = *rc::gen::string<std::string>();
        for (const std::string& written : {words(text), literal(text)}) {
            const auto cell = read_cell(written);
            RC_ASSERT(cell.has_value());
            RC_ASSERT(!runs(*cell));
        }
    }));
}

TEST_CASE("csv cell: a number or a date is read back as it was") {
    CHECK(rc::check([] {
        const auto text =
            *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789 /.-+()abcJ")
            ));
        const auto cell = read_cell(literal(text));
        RC_ASSERT(cell.has_value());
        RC_ASSERT(PlainCell(*cell).view() == trim(text));
    }));
}

TEST_CASE("csv cell: words are read back as they were, behind the apostrophe") {
    CHECK(rc::check([] {
        const std::string text = *hostile_text();
        const auto cell = read_cell(words(text));
        RC_ASSERT(cell.has_value());
        RC_ASSERT(*cell == text || *cell == "'" + text);
        RC_ASSERT(unwrapped_words(*cell) == text);
    }));
}
