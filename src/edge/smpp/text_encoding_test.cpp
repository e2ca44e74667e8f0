#include "edge/smpp/text_encoding.hpp"

#include <doctest/doctest.h>

using namespace cohort::smpp;
using namespace std::string_literals;

TEST_CASE("text: GSM 7-bit goes as septets in the default alphabet, without a header when alone") {
    const auto text = encode_text("Hi @ £5 €", DefaultAlphabet::gsm7, 9);

    CHECK(text.data_coding == 0);
    CHECK(text.esm_class == 0);
    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0] == "Hi \x00 \x01\x35 \x1B\x65"s);
}

TEST_CASE("text: other scripts go as UCS-2 big endian") {
    const auto text = encode_text("ŵ", DefaultAlphabet::gsm7, 9);

    CHECK(text.data_coding == 8);
    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0] == "\x01\x75"s);
}

TEST_CASE("text: parts carry the 8-bit concatenation header in order") {
    const auto text = encode_text(std::string(161, 'a'), DefaultAlphabet::gsm7, 0xFE);

    CHECK(text.esm_class == 0x40);
    REQUIRE(text.parts.size() == 2);
    CHECK(text.parts[0] == "\x05\x00\x03\xFE\x02\x01"s + std::string(153, 'a'));
    CHECK(text.parts[1] == "\x05\x00\x03\xFE\x02\x02"s + std::string(8, 'a'));
}

TEST_CASE("text: a centre whose default alphabet is Latin-1 gets Latin-1") {
    const auto text = encode_text("[é£@]", DefaultAlphabet::latin1, 0);

    CHECK(text.data_coding == 0);
    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0] == "[\xE9\xA3@]"s);
}

TEST_CASE("text: what Latin-1 has not goes as UCS-2, cut at 67 units") {
    const auto text = encode_text("€" + std::string(70, 'a'), DefaultAlphabet::latin1, 1);

    CHECK(text.data_coding == 8);
    REQUIRE(text.parts.size() == 2);
    CHECK(text.parts[0].size() == 6 + 134);
    CHECK(text.parts[0].substr(6, 4) == "\x20\xAC\x00\x61"s);
    CHECK(text.parts[1].size() == 6 + 8);
}

TEST_CASE("text: no part is longer than a short_message may be") {
    for (const auto alphabet : {DefaultAlphabet::gsm7, DefaultAlphabet::latin1}) {
        for (const auto* letter : {"a", "€", "ŵ", "\xF0\x9F\x98\x80"}) {
            std::string utf8;
            for (int i = 0; i < 400; ++i) {
                utf8 += letter;
            }
            for (const auto& part : encode_text(utf8, alphabet, 1).parts) {
                CHECK(part.size() <= 160);
            }
        }
    }
}
