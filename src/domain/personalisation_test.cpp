#include "domain/personalisation.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort::domain;

namespace {

constexpr PersonalValues ann{"Ann", "Bell", "Ann Bell", "Old Mill Surgery"};

std::string rendered(std::string_view text, const PersonalValues& values = ann) {
    const auto parsed = Personalisation::parse(text);
    return parsed.ok() ? parsed->render(values) : std::string{parsed.error().code.text()};
}

} // namespace

TEST_CASE("personalisation: each placeholder gives its value, however it is typed") {
    CHECK(rendered("Dear ((first name)),") == "Dear Ann,");
    CHECK(rendered("((last name))") == "Bell");
    CHECK(rendered("((full name)) of ((practice name))") == "Ann Bell of Old Mill Surgery");
    CHECK(
        rendered("((First Name))((FIRSTNAME))(( first_name "
                 "))((first-name))((first\u00A0name))")
        == "AnnAnnAnnAnnAnn"
    );
    for (const Placeholder placeholder : placeholders_all) {
        const auto parsed = Personalisation::parse(written(placeholder));
        REQUIRE(parsed.ok());
        CHECK(parsed->uses(placeholder));
        CHECK_FALSE(parsed->is_plain());
    }
}

TEST_CASE("personalisation: plain text stays as it is, single brackets too") {
    for (const char* text : {"", "Hello", "(call us)", "a ) ( b", "))", "(a)(b)", "Œuf €5 (£6)"}) {
        CAPTURE(text);
        CHECK(rendered(text) == text);
        CHECK(Personalisation::parse(text)->is_plain());
        CHECK_FALSE(Personalisation::parse(text)->uses(Placeholder::first_name));
    }
    CHECK(rendered("(((first name)))") == "(Ann)");
}

TEST_CASE("personalisation: what cannot be filled in is refused") {
    for (const char* text :
         {"((name))", "(())", "((first name s))", "((nhs number))", "((first (name)))", "((((x))))"
         }) {
        CAPTURE(text);
        CHECK(rendered(text) == "personalisation.unknown_placeholder");
    }
    for (const char* text :
         {"((first name", "((first name)", "((", "((first\nname))", "Dear ((first name)\nyours))"
         }) {
        CAPTURE(text);
        CHECK(rendered(text) == "personalisation.unclosed");
    }
    CHECK(Personalisation::parse("((Nickname ))").error().detail == "Nickname");
}

TEST_CASE("personalisation: a value is never read for placeholders") {
    const PersonalValues sly{"((last name))", "((", "((full name)) ))", "P"};
    CHECK(
        rendered("((first name)) ((last name)) ((full name))", sly)
        == "((last name)) (( ((full name)) ))"
    );
    CHECK(rendered("(((first name)))", sly) == "(((last name)))");
}

TEST_CASE("personalisation: any text without two opening brackets renders to itself") {
    CHECK(rc::check([](const std::string& text) {
        RC_PRE(text.find("((") == text.npos);
        RC_ASSERT(rendered(text) == text);
    }));
}
