#include "flow/upload/reader/decode.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cohort;
using namespace cohort::upload;
using namespace std::string_literals;

namespace {

struct Decoded {
    std::string text;
    std::string_view fault;
    Encoding encoding;
};

// In chunks of `chunk` bytes.
Decoded decoded(std::string_view bytes, std::size_t chunk) {
    Decoder decoder;
    std::string text;
    bytes.remove_prefix(decoder.begin(bytes.substr(0, head_bytes)));
    while (!bytes.empty()) {
        const std::string own{bytes.substr(0, chunk)};
        std::string_view rest = own;
        bytes.remove_prefix(own.size());
        while (!rest.empty()) {
            const auto slice = decoder.next(rest);
            if (!slice) {
                return {text, slice.error().code.text(), decoder.encoding()};
            }
            text += slice->text;
        }
    }
    while (true) {
        const auto slice = decoder.finish();
        if (!slice) {
            return {text, slice.error().code.text(), decoder.encoding()};
        }
        if (slice->text.empty()) {
            return {text, "", decoder.encoding()};
        }
        text += slice->text;
    }
}

struct Case {
    std::string_view label;
    std::string bytes;
    Decoded expected;
};

const Case cases[] = {
    {"ASCII", "a,b\r\n", {"a,b\r\n", "", Encoding::utf_8}},
    {"UTF-8", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", {"é€😀", "", Encoding::utf_8}},
    {"a mark", "\xEF\xBB\xBFx", {"x", "", Encoding::utf_8_with_bom}},
    {"UTF-16 LE", "\xFF\xFEx\0\xAC\x20"s, {"x€", "", Encoding::utf_16_le}},
    {"UTF-16 BE", "\xFE\xFF\0x\xD8\x3D\xDE\x00"s, {"x😀", "", Encoding::utf_16_be}},
    {"UTF-16 LE without a mark", "a\0b\0\xE9\0"s, {"abé", "", Encoding::utf_16_le}},
    {"UTF-16 BE without a mark", "\0a\0b\0c"s, {"abc", "", Encoding::utf_16_be}},
    {"half a unit", "\xFF\xFEx\0y"s, {"x", "encoding_unknown", Encoding::utf_16_le}},
    {"a lone surrogate", "\xFF\xFEx\0\x3D\xD8"s, {"x", "encoding_unknown", Encoding::utf_16_le}},
    {"a wrong second half", "\xFF\xFE\x3D\xD8x\0"s, {"", "encoding_unknown", Encoding::utf_16_le}},
    {"Windows-1252", "Ren\xE9 \x80\x9C", {"René €œ", "", Encoding::windows_1252}},
    {"Windows-1252 at the end", "Ren\xE9", {"René", "", Encoding::windows_1252}},
    {"half a character at the end", "x\xE2\x82", {"xâ‚", "", Encoding::windows_1252}},
    {"an unassigned byte", "x\x8D", {"x", "encoding_unknown", Encoding::windows_1252}},
    {"UTF-8, then not", "\xC3\xA9-\xE9-", {"é-", "encoding_unknown", Encoding::utf_8}},
    {"not UTF-8, then it is", "\xE9-\xC3\xA9", {"é-", "encoding_unknown", Encoding::windows_1252}},
    {"an overlong form", "\xC3\xA9\xC0\xAF", {"é", "encoding_unknown", Encoding::utf_8}},
    {"a surrogate in UTF-8", "\xC3\xA9\xED\xA0\x80", {"é", "encoding_unknown", Encoding::utf_8}},
    {"NUL", "ab\0c"s, {"ab", "nul_bytes", Encoding::utf_8}},
    {"NUL in Windows-1252", "\xE9 \0"s, {"é ", "nul_bytes", Encoding::windows_1252}},
    {"Ctrl-Z at the end", "ab\x1A\x1A", {"ab", "", Encoding::utf_8}},
    {"Ctrl-Z inside",
     "a\x1A"
     "b\x1A",
     {"a\x1A"
      "b",
      "",
      Encoding::utf_8}},
    {"Ctrl-Z after Windows-1252", "\xE9\x1A", {"é", "", Encoding::windows_1252}},
};

}

TEST_CASE("decode: each encoding is told and read, in chunks of any size") {
    for (const Case& each : cases) {
        for (const std::size_t chunk : {1U, 2U, 3U, 5U, 100U}) {
            CAPTURE(each.label);
            CAPTURE(chunk);
            const Decoded found = decoded(each.bytes, chunk);
            CHECK(found.text == each.expected.text);
            CHECK(found.fault == each.expected.fault);
            CHECK(found.encoding == each.expected.encoding);
        }
    }
}

TEST_CASE("decode: a long text comes through whole") {
    std::string bytes;
    for (int number = 0; number < 40'000; ++number) {
        bytes += "0123456789abcde\xC3\xA9";
    }
    CHECK(decoded(bytes, 70'001).text == bytes);
}
