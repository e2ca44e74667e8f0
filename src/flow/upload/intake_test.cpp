// How a reading is cut into pieces to be stored.
#include "flow/upload/intake.hpp"

#include "flow/upload/reader/read_list.hpp"
#include "flow/upload/reader/test_lists.hpp"
#include "tests/support/patients.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace cohort::upload {
namespace {

ListReading reading_of(std::string_view bytes) {
    return read_list(bytes, {.today = test::today});
}

std::size_t bytes_of(const lists::NewRefusedRow& row) {
    std::size_t bytes = 0;
    for (const std::string& cell : row.cells) {
        bytes += cell.size();
    }
    return bytes;
}

}

TEST_CASE("intake: refused rows with the longest cells there may be are cut into small pieces") {
    const std::string longest(4'000, 'x');
    std::string csv(test::heading);
    for (int row = 0; row < 300; ++row) {
        csv += longest + "," + longest + "," + longest + "," + longest + "," + longest + ","
               + longest + "\n";
    }
    const ListReading reading = reading_of(csv);
    const Intake intake(reading, 1);
    REQUIRE(intake.refused_count() == 300);

    std::size_t pieces = 0;
    std::int64_t line = 1;
    for (std::size_t first = 0; first < intake.refused_count(); ++pieces) {
        const std::size_t rows = intake.refused_in_piece(first);
        REQUIRE(rows > 0);
        std::size_t bytes = 0;
        for (const lists::NewRefusedRow& row : intake.refused(first, rows)) {
            CHECK(row.line == ++line);
            bytes += bytes_of(row);
        }
        CHECK(bytes <= piece_bytes_max);
        first += rows;
    }
    CHECK(line == 301);
    CHECK(pieces == 30); // ten of 24,000 bytes each
}

TEST_CASE("intake: usual rows go a thousand at a time, and a single row always goes") {
    const ListReading reading =
        reading_of(::cohort::test::emis_csv(::cohort::test::patients(2'500)));
    const Intake intake(reading, 1);

    CHECK(intake.patients_in_piece(0) == 1'000);
    CHECK(intake.patients_in_piece(2'000) == 500);
    CHECK(intake.patients_in_piece(2'499) == 1);
    CHECK(intake.patients_in_piece(2'500) == 0);
}

}
