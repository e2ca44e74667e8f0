#include "domain/patient_name.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <vector>

using cohort::domain::PatientName;

namespace {

std::string fault_of(std::string_view given, std::string_view family) {
    const auto result = PatientName::parse(given, family);
    return result.ok() ? "" : std::string{result.error().code.text()};
}

} // namespace

TEST_CASE("name: blanks are squeezed and accents joined to their letters") {
    const auto reading = PatientName::parse("  Ann\u00A0 \nMarie ", "O\u2019Hara-Se\u0301guin");
    REQUIRE(reading.ok());
    CHECK(reading->name.given() == "Ann Marie");
    CHECK(reading->name.family() == "O\u2019Hara-Séguin");
    CHECK(reading->name.full() == "Ann Marie O\u2019Hara-Séguin");
    CHECK_FALSE(reading->bidi_removed);
    CHECK_FALSE(reading->partial);
    CHECK_FALSE(reading->formula_like);
}

TEST_CASE("name: plain ASCII is treated no differently") {
    CHECK(PatientName::parse(" Penn", "Teller ")->name.full() == "Penn Teller");
    CHECK(PatientName::parse("Mary  Ann", "de  la  Mare")->name.full() == "Mary Ann de la Mare");
    CHECK(PatientName::parse("Mary Ann", "O'Neil-Smith")->name.full() == "Mary Ann O'Neil-Smith");
}

TEST_CASE("name: one part alone is kept, and said") {
    CHECK(PatientName::parse("", "Teller")->partial);
    CHECK(PatientName::parse("", "Teller")->name.full() == "Teller");
    CHECK(PatientName::parse("Penn", " ")->partial);
    CHECK(PatientName::parse("Penn", " ")->name.full() == "Penn");
    CHECK(fault_of("", " \u00A0") == "name.missing");
    CHECK(fault_of("\u202E", "") == "name.missing");
}

TEST_CASE("name: characters that turn the direction are removed, and said") {
    const auto reading = PatientName::parse("A\u202Enn", "B\u2066ell\u2069");
    REQUIRE(reading.ok());
    CHECK(reading->bidi_removed);
    CHECK(reading->name.full() == "Ann Bell");
}

TEST_CASE("name: control characters are refused, but white space is not one") {
    CHECK(fault_of("A\x01nn", "Bell") == "name.control_characters");
    CHECK(fault_of(std::string("A\0nn", 4), "Bell") == "name.control_characters");
    CHECK(fault_of("Ann", "B\x7F") == "name.control_characters");
    CHECK(fault_of("Ann", "B\u0080") == "name.control_characters");
    CHECK(PatientName::parse("Ann\tMarie\r\nJo", "Bell")->name.given() == "Ann Marie Jo");
}

TEST_CASE("name: 255 characters are the most, counted as people count") {
    CHECK(fault_of(std::string(255, 'a'), "b") == "");
    CHECK(fault_of(std::string(256, 'a'), "b") == "name.too_long");
    CHECK(fault_of("b", std::string(256, 'a')) == "name.too_long");
    std::string accents;
    for (int count = 0; count < 255; ++count) {
        accents += "é";
    }
    CHECK(fault_of(accents, "") == "");
    CHECK(fault_of(accents + "é", "") == "name.too_long");
}

TEST_CASE("name: what a spreadsheet would run is kept as text, and said") {
    for (const char* formula : {"=1+1", "+44", "-1", "@sum"}) {
        CAPTURE(formula);
        CHECK(PatientName::parse(formula, "Bell")->formula_like);
        CHECK(PatientName::parse("Ann", formula)->formula_like);
        CHECK(PatientName::parse(formula, "Bell")->name.given() == formula);
    }
    CHECK_FALSE(PatientName::parse("Ann=", "Bell-Smith")->formula_like);
}

TEST_CASE("name: one column for it all") {
    CHECK(PatientName::parse_full("SMITH, Ann Marie")->name.full() == "Ann Marie SMITH");
    CHECK(PatientName::parse_full("Ann Marie Smith")->name.family() == "Smith");
    CHECK(PatientName::parse_full("Ann Marie Smith")->name.given() == "Ann Marie");
    CHECK(PatientName::parse_full("Teller")->partial);
    CHECK(PatientName::parse_full(" ").error().code.text() == "name.missing");
}

TEST_CASE("name: what was accepted is accepted again and stays the same") {
    CHECK(rc::check([] {
        static const std::vector<std::string> pieces = {
            "a",
            "B",
            " ",
            "\u00A0",
            "\t",
            "e\u0301",
            "\u202E",
            "\u0301",
            "=",
            "\xFF",
            "\u200B",
            "\u4E2D",
            "'"
        };
        const auto name = [] {
            std::string text;
            for (const auto which : *rc::gen::container<std::vector<std::size_t>>(
                     rc::gen::inRange<std::size_t>(0, pieces.size())
                 )) {
                text += pieces[which];
            }
            return text;
        };
        const auto first = PatientName::parse(name(), "x" + name());
        RC_ASSERT(first.ok());
        const auto again = PatientName::parse(first->name.given(), first->name.family());
        RC_ASSERT(again.ok());
        RC_ASSERT(again->name == first->name);
        RC_ASSERT(!again->bidi_removed);
    }));
}
