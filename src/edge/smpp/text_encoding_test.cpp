#include "edge/smpp/text_encoding.hpp"

#include "domain/segments.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace std::string_literals;

namespace {

constexpr TextForm latin1{.alphabet = DefaultAlphabet::latin1};
constexpr TextForm packed{.alphabet = DefaultAlphabet::gsm7_packed};
constexpr TextForm udh16{.long_texts = LongTexts::udh16};
constexpr TextForm sar{.long_texts = LongTexts::sar};
constexpr TextForm payload{.long_texts = LongTexts::payload};

}

TEST_CASE("text: GSM 7-bit goes as septets in the default alphabet, without a header when alone") {
    const auto text = encode_text("Hi @ £5 €", {}, 9);

    CHECK(text.data_coding == 0);
    CHECK(text.esm_class == 0);
    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0].octets == "Hi \x00 \x01\x35 \x1B\x65"s);
}

TEST_CASE("text: other scripts go as UCS-2 big endian") {
    const auto text = encode_text("ŵ", {}, 9);

    CHECK(text.data_coding == 8);
    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0].octets == "\x01\x75"s);
}

TEST_CASE("text: parts carry the 8-bit concatenation header in order") {
    const auto text = encode_text(std::string(161, 'a'), {}, 0xFE);

    CHECK(text.esm_class == 0x40);
    REQUIRE(text.parts.size() == 2);
    CHECK(text.parts[0].octets == "\x05\x00\x03\xFE\x02\x01"s + std::string(153, 'a'));
    CHECK(text.parts[1].octets == "\x05\x00\x03\xFE\x02\x02"s + std::string(8, 'a'));
}

TEST_CASE("text: a centre whose default alphabet is packed gets eight septets in seven octets") {
    const auto text = encode_text("hellohello", packed, 0);

    CHECK(text.data_coding == 0);
    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0].octets == "\xE8\x32\x9B\xFD\x46\x97\xD9\xEC\x37"s);
}

TEST_CASE("text: packed parts begin at a septet border behind either header") {
    const auto narrow = encode_text(std::string(160, 'a') + "AB", packed, 0x0102);
    REQUIRE(narrow.parts.size() == 2);
    CHECK(narrow.parts[0].octets.size() == 140);
    CHECK(narrow.parts[1].octets.starts_with("\x05\x00\x03\x02\x02\x02"s));
    // One bit left out, then seven a, A and B: 64 bits.
    CHECK(narrow.parts[1].octets.substr(6) == "\xC2\xE1\x70\x38\x1C\x0E\x07\x85"s);

    const auto wide = encode_text(
        std::string(152, 'a') + "hellohello",
        {.alphabet = DefaultAlphabet::gsm7_packed, .long_texts = LongTexts::udh16},
        0x0102
    );
    REQUIRE(wide.parts.size() == 2);
    CHECK(wide.parts[0].octets.size() == 140);
    CHECK(
        wide.parts[1].octets == "\x06\x08\x04\x01\x02\x02\x02\xE8\x32\x9B\xFD\x46\x97\xD9\xEC\x37"s
    );
}

TEST_CASE("text: what the packed alphabet has not goes as UCS-2, unpacked") {
    const auto text = encode_text("ŵa", packed, 0);

    CHECK(text.data_coding == 8);
    CHECK(text.parts.at(0).octets == "\x01\x75\x00\x61"s);
}

TEST_CASE("text: a packed payload is packed as a whole") {
    const auto text = encode_text(
        std::string(160, 'a') + "hellohel",
        {.alphabet = DefaultAlphabet::gsm7_packed, .long_texts = LongTexts::payload},
        0
    );

    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0].tlvs.size() == 4 + 168 * 7 / 8);
    CHECK(text.parts[0].tlvs.ends_with("\xE8\x32\x9B\xFD\x46\x97\xD9"s));
}

TEST_CASE("text: a centre whose default alphabet is Latin-1 gets Latin-1") {
    const auto text = encode_text("[é£@]", latin1, 0);

    CHECK(text.data_coding == 0);
    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0].octets == "[\xE9\xA3@]"s);
}

TEST_CASE("text: what Latin-1 has not goes as UCS-2, cut at 67 units") {
    const auto text = encode_text("€" + std::string(70, 'a'), latin1, 1);

    CHECK(text.data_coding == 8);
    REQUIRE(text.parts.size() == 2);
    CHECK(text.parts[0].octets.size() == 6 + 134);
    CHECK(text.parts[0].octets.substr(6, 4) == "\x20\xAC\x00\x61"s);
    CHECK(text.parts[1].octets.size() == 6 + 8);
}

TEST_CASE("text: with 16-bit references parts carry the longer header and one septet less") {
    const auto text = encode_text(std::string(161, 'a'), udh16, 0xBEEF);

    CHECK(text.esm_class == 0x40);
    REQUIRE(text.parts.size() == 2);
    CHECK(text.parts[0].octets == "\x06\x08\x04\xBE\xEF\x02\x01"s + std::string(152, 'a'));
    CHECK(text.parts[1].octets == "\x06\x08\x04\xBE\xEF\x02\x02"s + std::string(9, 'a'));
}

TEST_CASE("text: what 16-bit references would make a part longer than was counted goes with 8 bits"
) {
    // 306 septets are two parts on the screen, and three with the longer header.
    const auto text = encode_text(std::string(306, 'a'), udh16, 0xBEEF);

    REQUIRE(text.parts.size() == 2);
    CHECK(text.parts[0].octets == "\x05\x00\x03\xEF\x02\x01"s + std::string(153, 'a'));
    CHECK(text.parts[1].octets == "\x05\x00\x03\xEF\x02\x02"s + std::string(153, 'a'));
}

TEST_CASE("text: by sar_ TLVs the octets are the text alone, and each part says which it is") {
    const auto text = encode_text(std::string(161, 'a'), sar, 0xBEEF);

    CHECK(text.esm_class == 0);
    REQUIRE(text.parts.size() == 2);
    CHECK(text.parts[0].octets == std::string(153, 'a'));
    CHECK(text.parts[1].octets == std::string(8, 'a'));
    CHECK(
        text.parts[1].tlvs
        == "\x02\x0C\x00\x02\xBE\xEF"
           "\x02\x0E\x00\x01\x02"
           "\x02\x0F\x00\x01\x02"s
    );
}

TEST_CASE("text: as a payload a long text is one part that counts for several, a short one is not"
) {
    const auto text = encode_text("é" + std::string(170, 'a'), payload, 0xBEEF);

    CHECK(text.esm_class == 0);
    REQUIRE(text.parts.size() == 1);
    CHECK(text.parts[0].octets.empty());
    CHECK(text.parts[0].segments == 2);
    CHECK(text.parts[0].tlvs == "\x04\x24\x00\xAB\x05"s + std::string(170, 'a'));
    CHECK(encode_text("a", payload, 1).parts[0].octets == "a");
    CHECK(encode_text("a", payload, 1).parts[0].tlvs.empty());
}

TEST_CASE("text: whatever holds a text together, it is never more parts than the screen counted") {
    CHECK(rc::check([] {
        const auto* letter = *rc::gen::element("a", "€", "ŵ", "\xF0\x9F\x98\x80");
        std::string utf8;
        for (auto left = *rc::gen::inRange(1, 950); left > 0; --left) {
            utf8 += *rc::gen::weightedElement<std::string>({{9, "a"}, {1, letter}});
        }
        const auto counted = domain::measure_sms(utf8).segments;
        for (const auto form : {TextForm{}, udh16, sar, payload}) {
            std::size_t segments = 0;
            for (const auto& part : encode_text(utf8, form, 7).parts) {
                segments += part.segments;
                RC_ASSERT(part.octets.size() <= 160U);
            }
            RC_ASSERT(segments == counted);
        }
    }));
}

TEST_CASE("text: more parts than anybody allows are none") {
    for (const auto form : {TextForm{}, udh16, sar, payload}) {
        CHECK(encode_text(std::string(32 * 153, 'a'), form, 1).parts.size() >= 1);
        CHECK(encode_text(std::string(32 * 153 + 1, 'a'), form, 1).parts.empty());
        CHECK(encode_text(std::string(100'000, 'a'), form, 1).parts.empty());
    }
}

TEST_CASE("text: no part is longer than a short_message may be") {
    for (const auto alphabet :
         {DefaultAlphabet::gsm7, DefaultAlphabet::gsm7_packed, DefaultAlphabet::latin1}) {
        for (const auto* letter : {"a", "€", "ŵ", "\xF0\x9F\x98\x80"}) {
            std::string utf8;
            for (int i = 0; i < 400; ++i) {
                utf8 += letter;
            }
            for (const auto& part : encode_text(utf8, {.alphabet = alphabet}, 1).parts) {
                CHECK(part.octets.size() <= 160);
            }
        }
    }
}
