#include "domain/typed_text.hpp"

#include "domain/text_normal.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace cohort::domain {

TEST_CASE("fields: a line has no blanks at its ends, no breaks and no controls inside") {
    using namespace std::string_view_literals;
    CHECK(read_line("  Flu \t over\r\n65  ") == "Flu over 65");
    CHECK(read_line("Flu\0\x1b[31m"sv) == "Flu[31m");
    CHECK(read_line(" \n ").empty());
}

TEST_CASE("fields: a name has no character that turns the direction of what follows") {
    CHECK(read_name("list\u202Excod.csv") == "listxcod.csv");
    CHECK(read_name("\u2067 Flu \u2069\u200F over 65") == "Flu over 65");
    CHECK(read_name("\u0639\u0631\u0628\u064A") == "\u0639\u0631\u0628\u064A");
    CHECK(read_line("a\u200Fb") == "a\u200Fb"); // of a subject it may be a part
}

TEST_CASE("fields: a message keeps its line breaks and its accents") {
    CHECK(read_lines("Dear Zoë,\r\n\tcome") == "Dear Zoë,\r\n\tcome");
}

TEST_CASE("fields: any bytes become well-formed text without NUL") {
    const bool held = rc::check([](const std::string& bytes) {
        for (const std::string& text : {read_line(bytes), read_lines(bytes)}) {
            RC_ASSERT(domain::is_valid_utf8(text));
            RC_ASSERT(text.find('\0') == std::string::npos);
        }
    });
    CHECK(held);
}

}
