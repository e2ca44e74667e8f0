#include "domain/snomed_code.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort::domain;

namespace {

std::string read(std::string_view text) {
    const auto code = SnomedCode::parse(text);
    return code.ok() ? code->text() : std::string{code.error().code.text()};
}

} // namespace

TEST_CASE("snomed: codes in use are read") {
    for (const char* text : {
             "279991000000102",
             "401271004",
             "445450000",
             "163181000000107",
             "1484821000000104",
             "138875005",
             "900000000000548007",
             "999001261000000100",
             "72313002",
         }) {
        CAPTURE(text);
        CHECK(read(text) == text);
    }
    CHECK(read(" 401271004 ") == "401271004");
    CHECK(SnomedCode::parse("401271004")->value() == 401271004);
}

TEST_CASE("snomed: each fault has its code") {
    CHECK(read("") == "snomed.missing");
    CHECK(read(" ") == "snomed.missing");
    for (const char* text :
         {"12345", "1234567890123456789", "0401271004", "40127100x", "-401271004", "4012 71004"}) {
        CAPTURE(text);
        CHECK(read(text) == "snomed.invalid");
    }
    CHECK(read("401271005") == "snomed.check_digit");
    CHECK(read("410271004") == "snomed.check_digit"); // two digits exchanged
    CHECK(read("680946014") == "snomed.not_a_concept");
}

TEST_CASE("snomed: of ten last digits exactly one is right, and exchanged neighbours are noticed") {
    CHECK(rc::check([] {
        std::string digits =
            std::to_string(*rc::gen::inRange<std::int64_t>(100'000, 1'000'000'000'000));
        int right = 0;
        std::string good;
        for (char last = '0'; last <= '9'; ++last) {
            if (has_verhoeff_check(digits + last)) {
                ++right;
                good = digits + last;
            }
        }
        RC_ASSERT(right == 1);
        const auto at = *rc::gen::inRange<std::size_t>(0, good.size() - 1);
        RC_PRE(good[at] != good[at + 1]);
        std::swap(good[at], good[at + 1]);
        RC_ASSERT(!has_verhoeff_check(good));
    }));
}
