// Goal: a list says the same patients in whatever dialect it is written, and however it is damaged
// nothing is read that it does not say. Method: invented patients written in random dialects
// (tests/support/written_list); the same with random bytes changed, held against a plain reading of
// the file (tests/support/plain_list).
#include "flow/upload/reader/test_lists.hpp"
#include "tests/support/plain_list.hpp"
#include "tests/support/written_list.hpp"

#include <doctest/doctest.h>

#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::upload;
using namespace cohort::upload::test;

namespace {

using cohort::test::Patient;
using cohort::test::Pick;
using cohort::test::picks_from;
using cohort::test::write_list;

constexpr std::array<std::pair<const char*, const char*>, 12> odd_names = {{
    {"Siân", "Llŷr-Ffug"},
    {"Máire Áine", "Ní Fhicsean"},
    {"Seán", "Ó Notreal"},
    {"René", "D’Invent"},
    {"王", "小明"},
    {"فاطمة", "خيال"},
    {"Testina \"Tess\"", "Testpatient"},
    {"Mary Ann; Jane", "O'Notreal"},
    {"Test, Ina", "\"Sampleson\""},
    {"😀", "Zzz"},
    {"=1+1", "Testpatient"},
    {"Zoë", "de la Imaginary"},
}};

std::vector<Patient> patients(std::size_t count, const Pick& pick) {
    std::vector<Patient> all;
    for (std::size_t each = 0; each < count; ++each) {
        Patient patient = cohort::test::patient(each * 1000 + pick(1000));
        if (pick(2) == 0) {
            const auto& [given, family] = odd_names[pick(odd_names.size())];
            patient.given = given;
            patient.family = family;
        }
        const std::size_t without = pick(4);
        patient.mobile = without == 0 ? "" : patient.mobile;
        patient.email = without == 1 ? "" : patient.email;
        all.push_back(std::move(patient));
    }
    return all;
}

std::string iso(std::chrono::year_month_day date) {
    return fmt::format(
        "{:04}-{:02}-{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
}

// The pieces that matter to a list, put anywhere.
std::string damaged(std::string bytes, const Pick& pick) {
    static const std::vector<std::string> splinters = {
        "\"",   "\"\"",        ",",          ";",          "\t",       "\n",   "\r",
        "\r\n", " ",           "x",          "7",          "\"x",      "x\"",  "\",\"",
        "\"\n", "\n\"",        "=\"",        "'",          "\xC3\xA9", "\xE9", "\xE2\x80\xAE",
        "\x1A", "07700900009", "03/25/1980", "NHS Number", ",,,,,,,"
    };
    for (std::size_t changes = 1 + pick(5); changes > 0; --changes) {
        const std::size_t at = pick(bytes.size() + 1);
        const std::size_t length = pick(4) == 0 ? pick(80) : pick(3);
        switch (pick(5)) {
        case 0:
            bytes.insert(at, splinters[pick(splinters.size())]);
            break;
        case 1:
            bytes.erase(at, length);
            break;
        case 2:
            bytes.insert(at, bytes.substr(pick(bytes.size() + 1), length));
            break;
        case 3:
            bytes.replace(
                at, std::min(length, bytes.size() - at), splinters[pick(splinters.size())]
            );
            break;
        default:
            if (at < bytes.size()) {
                bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << pick(8)));
            }
            break;
        }
    }
    return bytes;
}

}

TEST_CASE("dialects: patients read back equal from any of them, each on its line") {
    CHECK(rc::check([](std::uint64_t seed) {
        const Pick pick = picks_from(seed);
        const auto wanted = patients(1 + pick(6), pick);
        const auto written = write_list(wanted, pick);
        const ListReading reading = read(written.bytes);
        RC_LOG() << written.bytes << "\n" << picture(reading);

        RC_ASSERT_FALSE(reading.refusal().has_value());
        RC_ASSERT(reading.accepted_count() == wanted.size());
        RC_ASSERT(reading.rejected_count() == written.footers);
        for (std::size_t index = 0; index < wanted.size(); ++index) {
            const auto row = reading.reveal(index);
            const auto& mobile = wanted[index].mobile;
            RC_ASSERT(row.line == written.lines[index]);
            RC_ASSERT(row.nhs_number == wanted[index].nhs_number);
            RC_ASSERT(row.given == wanted[index].given);
            RC_ASSERT(row.family == wanted[index].family);
            RC_ASSERT(row.date_of_birth == iso(wanted[index].date_of_birth));
            RC_ASSERT(row.mobile == (mobile.empty() ? "" : "+44" + mobile.substr(1)));
            RC_ASSERT(row.email == wanted[index].email);
        }
        RC_ASSERT(cohort::test::disagreement(written.bytes, reading) == "");
    }));
}

TEST_CASE("dialects: a damaged list is refused, or read as a plain reading of it says") {
    CHECK(rc::check([](std::uint64_t seed) {
        const Pick pick = picks_from(seed);
        const std::string bytes =
            damaged(write_list(patients(1 + pick(6), pick), pick).bytes, pick);
        const ListReading reading = read(bytes);
        RC_LOG() << bytes << "\n" << picture(reading);

        RC_ASSERT(cohort::test::disagreement(bytes, reading) == "");
    }));
}

TEST_CASE("dialects: a plain reading of a list sees what a reading gets wrong") {
    using cohort::test::disagreement;
    const std::string list = text(heading, good_row, other_row, "Total: 2\n");
    const ListReading reading = read(list);
    REQUIRE(disagreement(list, reading) == "");

    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string other = list;
        other.replace(other.find(from), from.size(), to);
        return disagreement(other, reading);
    };
    CHECK(changed("9990000018", "9990000034") == "line 2 does not say this NHS number");
    CHECK(changed("25/03/1980", "26/03/1980") == "line 2 does not say this date of birth");
    CHECK(changed("Notreal", "Notreally") == "line 3 does not say this name");
    CHECK(changed("07700900002", "07700900003") == "line 3 does not say this mobile");
    CHECK(changed("testina@", "tess@") == "line 2 does not say this email");
    CHECK(changed("Total: 2", "Total: 3") == "line 4 has other cells than are told");
    CHECK(changed("Total: 2\n", "") == "2 records are 3");
    CHECK(changed("Total: 2", "\"Total: 2") == "a quote stays open");
    CHECK(changed("\nTotal", "\n\nTotal") == "line 5 is neither accepted nor rejected");
    CHECK(changed("Testina,", "\"Testina\"x,") == "line 2 has bad quoting and is accepted");
    CHECK(changed("Testina,", "Ren\xE9,") == "the file is in another encoding");
}
