#include "domain/sms_text.hpp"

#include "domain/text_normal.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace cohort::domain;

TEST_CASE("gsm: the whole table by septet, both ways") {
    std::set<char32_t> seen;
    for (int septet = 0; septet < 128; ++septet) {
        if (septet == 0x1B) {
            continue;
        }
        const GsmCode code{static_cast<std::uint8_t>(septet), false};
        const char32_t character = gsm_character(code);
        CAPTURE(septet);
        CHECK(seen.insert(character).second);
        REQUIRE(gsm_code(character).has_value());
        CHECK(*gsm_code(character) == code);
    }
    CHECK(seen.size() == 127);
}

TEST_CASE("gsm: known places of the table") {
    struct Row {
        char32_t character;
        int septet;
        bool extended;
    };

    for (const Row row : {
             Row{U'@', 0x00, false}, Row{U'£', 0x01, false},  Row{U'$', 0x02, false},
             Row{U'Ç', 0x09, false}, Row{U'\n', 0x0A, false}, Row{U'\r', 0x0D, false},
             Row{U'Δ', 0x10, false}, Row{U'_', 0x11, false},  Row{U'Ξ', 0x1A, false},
             Row{U'É', 0x1F, false}, Row{U' ', 0x20, false},  Row{U'¤', 0x24, false},
             Row{U'A', 0x41, false}, Row{U'§', 0x5F, false},  Row{U'¿', 0x60, false},
             Row{U'à', 0x7F, false}, Row{U'\f', 0x0A, true},  Row{U'^', 0x14, true},
             Row{U'{', 0x28, true},  Row{U'}', 0x29, true},   Row{U'\\', 0x2F, true},
             Row{U'[', 0x3C, true},  Row{U'~', 0x3D, true},   Row{U']', 0x3E, true},
             Row{U'|', 0x40, true},  Row{U'€', 0x65, true},
         }) {
        CAPTURE(static_cast<unsigned>(row.character));
        const auto code = gsm_code(row.character);
        REQUIRE(code.has_value());
        CHECK(int{code->septet} == row.septet);
        CHECK(code->extended == row.extended);
        CHECK(gsm_character(*code) == row.character);
    }
}

TEST_CASE("gsm: exactly 137 characters have a code") {
    int count = 0;
    for (char32_t character = 0; character <= 0x10FFFF; ++character) {
        count += gsm_code(character) ? 1 : 0;
    }
    CHECK(count == 127 + 10);
}

TEST_CASE("gsm: these are not in it") {
    for (const char32_t character :
         {U'`', U'ç', U'á', U'ê', U'ŵ', U'ŷ', U'\t', U'\x1B', U'“', U'😀', U'\0'}) {
        CAPTURE(static_cast<unsigned>(character));
        CHECK_FALSE(gsm_code(character).has_value());
    }
    CHECK(gsm_character({0x1B, false}) == U' ');
    CHECK(gsm_character({0x01, true}) == U' ');
}

TEST_CASE("substitutes: typography has one that nobody notices") {
    struct Row {
        char32_t character;
        const char* with;
    };

    for (const Row row : {
             Row{U'\u2018', "'"},
             Row{U'\u2019', "'"},
             Row{U'\u201C', "\""},
             Row{U'\u201D', "\""},
             Row{U'\u2013', "-"},
             Row{U'\u2014', "-"},
             Row{U'\u2212', "-"},
             Row{U'\u2011', "-"},
             Row{U'\u2026', "..."},
             Row{U'\u00A0', " "},
             Row{U'\t', " "},
             Row{U'\u2009', " "},
             Row{U'\u200B', ""},
             Row{U'\uFEFF', ""},
             Row{U'`', "'"},
             Row{U'\uFB01', "fi"},
             Row{U'\uFF01', "!"},
         }) {
        CAPTURE(static_cast<unsigned>(row.character));
        const auto substitute = substitute_for(row.character);
        REQUIRE(substitute.has_value());
        CHECK(substitute->with == row.with);
        CHECK(substitute->kind == Substitute::Kind::typography);
    }
}

TEST_CASE("substitutes: a letter loses its accent only as an offer, and never becomes another sign"
) {
    for (const auto& [letter, base] : {
             std::pair{U'á', "a"},
             std::pair{U'ç', "c"},
             std::pair{U'ł', "l"},
             std::pair{U'Ł', "L"},
             std::pair{U'ő', "o"},
             std::pair{U'Š', "S"},
             std::pair{U'ẁ', "w"},
         }) {
        const auto substitute = substitute_for(letter);
        REQUIRE(substitute.has_value());
        CHECK(substitute->with == base);
        CHECK(substitute->kind == Substitute::Kind::letter);
    }
    for (const char32_t kept :
         {U'â',
          U'ê',
          U'î',
          U'ô',
          U'û',
          U'ŵ',
          U'ŷ',
          U'Ŵ',
          U'😀',
          U'ж',
          U'中',
          U'é',
          U'a',
          U'\u0301',
          U'\uFFFD'}) {
        CAPTURE(static_cast<unsigned>(kept));
        CHECK_FALSE(substitute_for(kept).has_value());
    }
}

TEST_CASE("substitutes: all of them are GSM 7-bit themselves") {
    for (char32_t character = 0; character < 0x30000; ++character) {
        if (character >= 0xD800 && character < 0xE000) {
            continue;
        }
        const auto substitute = substitute_for(character);
        if (!substitute) {
            continue;
        }
        for (std::size_t at = 0; at < substitute->with.size();) {
            const DecodedCharacter with = decode_utf8(substitute->with, at);
            CHECK(gsm_code(with.code).has_value());
            at += with.bytes;
        }
    }
}

TEST_CASE("sms_normal: only CR LF and broken bytes change") {
    CHECK(sms_normal("a\r\nb\rc\n") == "a\nb\rc\n");
    CHECK(sms_normal("\r\r\n") == "\n");
    CHECK(sms_normal("a\r") == "a\r");
    CHECK(sms_normal("a\xFF") == "a\uFFFD");
    CHECK(sms_normal("“ŵ”") == "“ŵ”");
}
