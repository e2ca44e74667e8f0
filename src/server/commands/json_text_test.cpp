#include "domain/text_normal.hpp"
#include "server/commands/json_text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <vector>

using namespace cohort::commands;

namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

} // namespace

TEST_CASE("json: strings are written so that any reader takes them") {
    CHECK(quoted("a\"b\\c/d") == R"("a\"b\\c/d")");
    CHECK(quoted("\n\r\t\b\x01") == R"("\n\r\t\u0008\u0001")");
    CHECK(quoted(std::string("\0", 1)) == R"("\u0000")");
    CHECK(quoted("é😀") == "\"é😀\"");
    CHECK(quoted("\xFF") == "\"\uFFFD\"");
    CHECK(quoted("a\x7F\u0085b\u009F") == R"("a\u007f\u0085b\u009f")");
    CHECK(quoted("\u2028\u2029\u202A") == "\"\\u2028\\u2029\u202A\"");
}

TEST_CASE("json: strings are read as RFC 8259 says") {
    CHECK(parse_json_string(R"( "a\n\"\\\/\b\f\r\t" )") == "a\n\"\\/\b\f\r\t");
    CHECK(parse_json_string(R"("\u00e9\uD83D\uDE00")") == "é😀");
    CHECK(parse_json_string(R"("\ud800")") == "\uFFFD");
    CHECK(parse_json_string(R"("\ud800\u0041")") == "\uFFFDA");
    CHECK(parse_json_string(R"("\udc00\ud800")") == "\uFFFD\uFFFD");
    CHECK(parse_json_string("\"\"") == "");
    CHECK(parse_json_string("\"\xFF\"") == "\xFF");
}

TEST_CASE("json: anything else is not a string") {
    for (const char* line :
         {"",
          "a",
          "\"",
          "\"a",
          "a\"",
          "\"a\"b\"",
          "\"\\\"",
          "\"\\x\"",
          "\"\\u12\"",
          "\"\\u12g4\"",
          "[\"a\"]",
          "null",
          "\"a\tb\"",
          "\"a\" x"}) {
        CAPTURE(line);
        CHECK_FALSE(parse_json_string(line).has_value());
    }
}

TEST_CASE("json: what is written is read back") {
    CHECK(rc::check([](const std::vector<char>& bytes) {
        const std::string text{bytes.begin(), bytes.end()};
        RC_ASSERT(parse_json_string(quoted(text)) == cohort::domain::repair_utf8(text));
    }));
}
