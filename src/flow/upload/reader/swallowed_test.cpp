// Goal: two quotes in the wrong place cost the rows that they stand in and between, and nobody
// else; each of those rows is told by its line, and a cell of several lines is nobody's row.
// Method: a table of both; then random lists with two stray quotes, and random notes.
#include "flow/upload/reader/test_lists.hpp"
#include "tests/support/plain_list.hpp"
#include "tests/support/written_list.hpp"

#include <doctest/doctest.h>

#include <rapidcheck.h>
#include <vector>

using namespace cohort;
using namespace cohort::upload;
using namespace cohort::upload::test;

namespace {

using cohort::test::Pick;
using cohort::test::picks_from;

// "2+" where a patient was accepted, "3!" where a row was refused for its quoting.
std::string lines_of(const ListReading& reading) {
    if (reading.refusal()) {
        return std::string{reading.refusal()->code.text()};
    }
    std::string out;
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        out += fmt::format("{}+ ", reading.reveal(index).line);
    }
    for (std::size_t index = 0; index < reading.rejected_count(); ++index) {
        const auto row = reading.rejected(index);
        const auto code = row.reasons.front().code.text();
        out += fmt::format("{}!{} ", row.line, code == "row.bad_quoting" ? "" : code);
    }
    return out;
}

struct Case {
    const char* label;
    std::string rows; // below the heading with a column 'Notes' at the end
    const char* lines;
};

constexpr std::string_view with_notes =
    "Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,E-mail Address,Notes\n";
constexpr std::string_view good = "Testina,Testpatient,25/03/1980,9990000018,07700900001,,\n";

const std::vector<Case> swallowing = {
    {"from a name to the name below it",
     "A,\"B,25/03/1980,9990000026,07700900002,,\n"
     "C,D\",25/03/1980,9990000034,07700900003,,\n",
     "4+ 2! 3! "},
    {"with a row between",
     "A,\"B,25/03/1980,9990000026,07700900002,,\n"
     "C,D,26/03/1980,9990000034,07700900003,,\n"
     "E,F\",25/03/1980,9990000042,07700900004,,\n",
     "5+ 2! 3! 4! "},
    {"in the column that is not read",
     "A,B,25/03/1980,9990000026,07700900002,,\"note\r\n"
     "C,D,25/03/1980,9990000034,07700900003,,note\"\r\n",
     "4+ 2! 3! "},
    {"where the swallowed number was mistyped",
     "A,B,25/03/1980,9990000026,07700900002,,\"note\n"
     "C,D,25/03/1980,999000003,07700900003,,note\"\n",
     "4+ 2! 3! "},
    {"where the swallowed row has no date",
     "A,B,25/03/1980,9990000026,07700900002,,\"note\n"
     "C,D,,9990000035,07700900003,,note\"\n",
     "4+ 2! 3! "},
    {"where the swallowed row has a comma of its own in quotes",
     "A,B,25/03/1980,9990000026,07700900002,,\"note\n"
     "C,\"\"D, E\"\",25/03/1980,9990000034,07700900003,,note\"\n",
     "4+ 2! 3! "},
    {"where the swallowed row is the same patient's",
     "A,B,25/03/1980,9990000026,07700900002,,\"note\n"
     "A,B,25/03/1980,9990000026,07700900009,,note\"\n",
     "4+ 2! 3! "},
    {"from the last column into the first",
     "A,B,25/03/1980,9990000026,07700900002,,\"note\n"
     "C\",D,25/03/1980,9990000034,07700900003,,\n",
     "4+ 2! 3! "},
    {"names alone", "A,\"B,,,,,\nC,D\",25/03/1980,9990000034,07700900003,,\n", "4+ 2! 3! "},
    {"lines that show nothing are no rows",
     "A,\"B,25/03/1980,9990000026,07700900002,,\n"
     "\n,,,\n"
     "C,D\",25/03/1980,9990000034,07700900003,,\n",
     "6+ 2! 5! "},
};

const std::vector<Case> standing = {
    {"an address with commas",
     "A,B,25/03/1980,9990000026,07700900002,,\"Flat 1, 2 Invented Road,\nNowhere, Shire,\nZZ99\"\n",
     "2+ 5+ "},
    {"a note with many commas",
     "A,B,25/03/1980,9990000026,07700900002,,\"Seen with wife.\n"
     "Diet, smoking, alcohol, exercise, stress, sleep, work, home, pets.\"\n",
     "2+ 4+ "},
    {"dates and numbers in a note",
     "A,B,25/03/1980,9990000026,07700900002,,\"25/03/2020, rang 07700900001, no answer\n"
     "26/03/2020, rang again, 27/03/2020, gave up\"\n",
     "2+ 4+ "},
    {"the patient's own number in a note",
     "A,B,25/03/1980,9990000026,07700900002,,\"see 9990000026,\n9990000026, A B\"\n",
     "2+ 4+ "},
    {"somebody else's in a sentence",
     "A,B,25/03/1980,9990000026,07700900002,,\"son, see\nNHS number 9990000034, too\"\n",
     "2+ 4+ "},
    {"a number alone on its line",
     "A,B,25/03/1980,9990000026,07700900002,,\"son, see\n9990000034\"\n",
     "2+ 4+ "},
    {"a name over two lines", "\"A\nB\",\"C,\nD\",25/03/1980,9990000026,07700900002,,\n", "2+ 5+ "},
    {"every cell in quotes",
     "\"A\nB\",\"C\",\"25/03/1980\",\"9990000026\",\"07700900002\",\"\",\"a, b\n, c\"\n",
     "2+ 5+ "},
};

void check(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
        CAPTURE(each.label);
        const std::string bytes = text(with_notes, each.rows, good);
        const ListReading reading = read(bytes);
        CHECK(lines_of(reading) == each.lines);
        CHECK(cohort::test::disagreement(bytes, reading) == "");
    }
}

using Cells = std::vector<std::string>;

Cells cells_of(const cohort::test::Patient& patient, const Pick& pick) {
    static const Cells notes = {"", "", "x", "\"seen, twice\"", "25/03/2020", "said ok"};
    const auto note = [&] { return notes[pick(notes.size())]; };
    const auto birth = patient.date_of_birth;
    return {
        note(),
        patient.given,
        patient.family,
        fmt::format(
            "{:02}/{:02}/{:04}",
            static_cast<unsigned>(birth.day()),
            static_cast<unsigned>(birth.month()),
            static_cast<int>(birth.year())
        ),
        note(),
        patient.nhs_number,
        patient.mobile,
        note(),
        note()
    };
}

std::string row_of(const Cells& cells) {
    return fmt::format("{}\n", fmt::join(cells, ","));
}

}

TEST_CASE("swallowed: each line of rows that became one is refused") {
    check(swallowing);
}

TEST_CASE("swallowed: a cell over several lines that holds no row is a cell") {
    check(standing);
}

TEST_CASE("swallowed: a record too long to be kept refuses the file") {
    std::string bytes = text(with_notes, "A,\"B,25/03/1980,9990000026,07700900002,,\n");
    const std::string row = "C,D,26/03/1980,9990000034,07700900003,,\n";
    while (bytes.size() < std::size_t{17} * 1024 * 1024) {
        bytes += row;
    }
    bytes += "E,F\",25/03/1980,9990000042,07700900004,,\n";

    const ListReading reading = read_list(bytes, {.patients_max = 100'000, .today = today});

    REQUIRE(reading.refusal());
    CHECK(reading.refusal()->code == ErrorCode{"unterminated_quote"});
    CHECK(reading.refusal()->line == 2);
}

TEST_CASE("swallowed: two stray quotes anywhere lose nobody and mix no two") {
    CHECK(rc::check([](std::uint64_t seed) {
        const Pick pick = picks_from(seed);
        const std::size_t count = 2 + pick(5);
        std::vector<Cells> rows;
        for (std::size_t each = 0; each < count; ++each) {
            rows.push_back(cells_of(cohort::test::patient(each * 1000 + pick(1000)), pick));
        }
        const std::vector<Cells> meant = rows;
        const std::size_t opened = pick(count - 1);
        const std::size_t closed = opened + 1 + pick(count - 1 - opened);
        std::string& first = rows[opened][pick(rows[opened].size())];
        first = "\"" + first;
        rows[closed][pick(rows[closed].size())] += '"';
        std::string bytes = "Ref,Given Name,Family Name,DOB,Seen,NHS No,Mobile,Note,Other\n";
        for (const Cells& row : rows) {
            bytes += row_of(row);
        }

        const ListReading reading = read(bytes);

        RC_LOG() << bytes << "\n" << picture(reading);
        if (reading.refusal()) {
            RC_ASSERT(reading.refusal()->code == ErrorCode{"unterminated_quote"});
            return;
        }
        RC_ASSERT(reading.accepted_count() + reading.rejected_count() == count);
        // A quote at the end of a cell that none began is a letter of it.
        for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
            const auto row = reading.reveal(index);
            const Cells& said = meant[row.line - 2];
            RC_ASSERT((row.given == said[1] || row.given == said[1] + '"'));
            RC_ASSERT((row.family == said[2] || row.family == said[2] + '"'));
            RC_ASSERT(row.nhs_number == said[5]);
            RC_ASSERT(row.mobile == "+44" + said[6].substr(1));
        }
        RC_ASSERT(cohort::test::disagreement(bytes, reading) == "");
    }));
}

TEST_CASE("swallowed: a note of words, commas and line ends is a cell") {
    CHECK(rc::check([] {
        static const std::vector<std::string> pieces = {
            "seen",
            " today",
            ",",
            ", ",
            "\n",
            "\r\n",
            "\"\"",
            "07700900001",
            " on 25/03/2020",
            ";",
            "'"
        };
        const auto parts =
            *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
        const std::string note = fmt::format("at home on{} again", fmt::join(parts, ""));
        const std::string bytes =
            text(with_notes, "A,B,25/03/1980,9990000026,07700900002,,\"", note, "\"\n", good);

        const ListReading reading = read(bytes);

        RC_LOG() << bytes;
        RC_ASSERT(reading.accepted_count() == 2U);
        RC_ASSERT(reading.rejected_count() == 0U);
    }));
}
