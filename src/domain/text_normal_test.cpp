#include "domain/text_normal.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <vector>

using namespace cohort::domain;

TEST_CASE("text: ASCII is known at every length and place") {
    for (std::size_t length = 0; length < 40; ++length) {
        CHECK(is_ascii(std::string(length, 'x')));
        for (std::size_t at = 0; at < length; ++at) {
            std::string text(length, 'x');
            text[at] = '\x80';
            CHECK_FALSE(is_ascii(text));
        }
    }
}

TEST_CASE("text: only well-formed UTF-8 is valid") {
    for (const char* good : {"", "a", "é", "€", "😀", "\xF4\x8F\xBF\xBF"}) {
        CAPTURE(good);
        CHECK(is_valid_utf8(good));
    }
    for (const char* bad :
         {"\x80",
          "\xC0\xAF",
          "\xE0\x80\xAF",
          "\xED\xA0\x80",
          "\xF4\x90\x80\x80",
          "\xFF",
          "\xE2\x82",
          "a\xC3"}) {
        CHECK_FALSE(is_valid_utf8(bad));
    }
}

TEST_CASE("text: ill-formed pieces become one U+FFFD for each maximal subpart") {
    CHECK(repair_utf8("a\xE2\x82z") == "a\uFFFDz");
    CHECK(repair_utf8("\xFF\xFE") == "\uFFFD\uFFFD");
    CHECK(repair_utf8("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
    CHECK(repair_utf8("é") == "é");
}

TEST_CASE("text: repaired bytes are always valid, and valid ones stay as they are") {
    CHECK(rc::check([](const std::vector<char>& bytes) {
        const std::string text{bytes.begin(), bytes.end()};
        const std::string repaired = repair_utf8(text);
        RC_ASSERT(is_valid_utf8(repaired));
        RC_ASSERT(repair_utf8(repaired) == repaired);
        RC_ASSERT(!is_valid_utf8(text) || repaired == text);
    }));
}

TEST_CASE("text: trimming takes every kind of blank, at both ends only") {
    CHECK(trim(" \t\u00A0\u2003a b\u200B\uFEFF\n") == "a b");
    CHECK(trim("\u3000") == "");
    CHECK(trim("") == "");
    CHECK(trim("\xA0") == "\xA0"); // a broken byte is not a blank
    CHECK(trim("é ") == "é");
}

TEST_CASE("text: runs of blanks become one space") {
    CHECK(squeeze_blanks("  Ann\u00A0\n Mary  ") == "Ann Mary");
    CHECK(squeeze_blanks("   ") == "");
}

TEST_CASE("text: a zero-width character inside a word does not cut it in two") {
    CHECK(squeeze_blanks("An\u200Bn") == "An\u200Bn");
    CHECK(squeeze_blanks("\u200BAnn\uFEFF") == "Ann");
}

TEST_CASE("text: white space is Unicode's property of that name") {
    std::vector<char32_t> members;
    for (char32_t code = 0; code <= 0x10FFFF; ++code) {
        if (is_white_space(code)) {
            members.push_back(code);
        }
    }
    CHECK(members == std::vector<char32_t>{0x09,   0x0A,   0x0B,   0x0C,   0x0D,   0x20,   0x85,
                                           0xA0,   0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
                                           0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028,
                                           0x2029, 0x202F, 0x205F, 0x3000});
}

TEST_CASE("text: normal forms") {
    CHECK(nfc("e\u0301") == "é");
    CHECK(nfc("\uFF11") == "\uFF11");
    CHECK(nfkc("\uFF11\u00A0") == "1 ");
    CHECK(nfc("plain") == "plain");
    CHECK(nfc("\xFF") == "\uFFFD");
}
