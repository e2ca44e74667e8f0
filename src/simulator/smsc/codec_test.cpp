#include "simulator/smsc/alphabet.hpp"
#include "simulator/smsc/pdu.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace cohort::simulator::smsc {

namespace {

using namespace std::string_literals;

std::string gsm7(std::string_view octets) {
    return decode(octets, 0, DefaultAlphabet::gsm7);
}

// A submit_sm body written out by hand.
std::string
submit_body(std::string_view user_data, std::uint8_t esm_class, std::string_view options = {}) {
    return "\0\5\0NHSgp\0\1\1"s + "447700900001\0"s + static_cast<char>(esm_class)
           + "\0\0\0\0\1\0\0\0"s + static_cast<char>(user_data.size()) + std::string(user_data)
           + std::string(options);
}

}

TEST_CASE("alphabet: the table's corners") {
    CHECK(gsm7("\0"s) == "@");
    CHECK(gsm7("\x01\x02\x03") == "£$¥");
    CHECK(gsm7("\x09\x0B\x0C\x0E\x0F") == "ÇØøÅå");
    CHECK(gsm7("\x10\x12\x13\x14\x15\x16\x17\x18\x19\x1A") == "ΔΦΓΛΩΠΨΣΘΞ");
    CHECK(gsm7("\x1C\x1D\x1E\x1F\x24\x40\x5B\x5C\x5D\x5E\x5F") == "ÆæßÉ¤¡ÄÖÑÜ§");
    CHECK(gsm7("\x60\x7B\x7C\x7D\x7E\x7F") == "¿äöñüà");
    CHECK(
        gsm7("\x1B\x14\x1B\x28\x1B\x29\x1B\x2F\x1B\x3C\x1B\x3D\x1B\x3E\x1B\x40\x1B\x65")
        == "^{}\\[~]|€"
    );
}

TEST_CASE("alphabet: what has no meaning is shown as such, never dropped") {
    CHECK(gsm7("a\x1B") == "a\uFFFD");
    CHECK(gsm7("\x1Bz") == "\uFFFDz");
    CHECK(gsm7("\xC3") == "\uFFFD");
    CHECK(decode("\xD8\x3D"s, 8, DefaultAlphabet::gsm7) == "\uFFFD");
    CHECK(decode("\0a\0"s, 8, DefaultAlphabet::gsm7) == "a\uFFFD");
}

TEST_CASE("alphabet: UCS-2 with a surrogate pair, and Latin-1 by both ways") {
    CHECK(decode("\x01\x75\xD8\x3D\xDE\x00"s, 8, DefaultAlphabet::gsm7) == "ŵ😀");
    CHECK(decode("\xA3\xE9", 3, DefaultAlphabet::gsm7) == "£é");
    CHECK(decode("\xA3\xE9", 0, DefaultAlphabet::latin1) == "£é");
}

TEST_CASE("alphabet: every septet but ESC goes round") {
    for (int septet = 0; septet < 128; ++septet) {
        if (septet != 0x1B) {
            const std::string one(1, static_cast<char>(septet));
            CHECK(gsm7_from_utf8(gsm7(one)) == one);
        }
    }
    CHECK(gsm7_from_utf8("€[x]ŵ") == "\x1B\x65\x1B\x3Cx\x1B\x3E?");
}

TEST_CASE("pdu: a plain submit") {
    const std::string body = submit_body("Hello", 0, "\x02\x04\0\2\x12\x34"s);

    const auto submit = read_submit(body);

    REQUIRE(submit);
    CHECK(submit->source == "NHSgp");
    CHECK(submit->source_ton == 5);
    CHECK(submit->destination == "447700900001");
    CHECK(submit->registered_delivery == 1);
    CHECK(submit->user_data == "Hello");
    CHECK(submit->concatenation.parts == 1);
    CHECK(submit->user_message_reference == 0x1234);
}

TEST_CASE("pdu: parts by 8-bit and 16-bit header, after other elements too") {
    const std::string short_body = submit_body("\5\0\3\x07\3\2text"s, 0x40);
    const std::string long_body = submit_body("\x09\x24\1\1\x08\4\x12\x34\2\1text"s, 0x40);

    const auto with_short = read_submit(short_body);
    const auto with_long = read_submit(long_body);

    REQUIRE(with_short);
    CHECK(with_short->concatenation.reference == 7);
    CHECK(with_short->concatenation.parts == 3);
    CHECK(with_short->concatenation.part == 2);
    CHECK(with_short->user_data == "text");
    REQUIRE(with_long);
    CHECK(with_long->concatenation.reference == 0x1234);
    CHECK(with_long->concatenation.part == 1);
    CHECK(with_long->user_data == "text");
}

TEST_CASE("pdu: a part number that cannot be is shown alone") {
    const std::string body = submit_body("\5\0\3\x07\2\3text"s, 0x40);

    const auto submit = read_submit(body);

    REQUIRE(submit);
    CHECK(submit->concatenation.parts == 1);
    CHECK(submit->user_data == "text");
}

TEST_CASE("pdu: a body cut at any byte is malformed or shorter, never a crash") {
    const std::string body = submit_body("\5\0\3\x07\3\2text"s, 0x40, "\x02\x04\0\2\x12\x34"s);
    const std::size_t before_options = body.size() - 6;
    for (std::size_t length = 0; length < body.size(); ++length) {
        const auto submit = read_submit(std::string_view(body).substr(0, length));
        CHECK(submit.ok() == (length == before_options));
    }
}

TEST_CASE("pdu: any bytes are read or refused") {
    CHECK(rc::check([](const std::string& bytes) {
        const auto submit = read_submit(bytes);
        const auto bind = read_bind(bytes);
        const bool submit_fits =
            !submit || submit->concatenation.part <= submit->concatenation.parts;
        const bool bind_fits = !bind || bind->system_id.size() < 16;
        RC_ASSERT(submit_fits);
        RC_ASSERT(bind_fits);
    }));
}

TEST_CASE("pdu: answers have their length and their own command id") {
    std::string bytes;

    append_submit_answer(bytes, 0, 7, "42");

    CHECK(bytes == "\0\0\0\x13\x80\0\0\4\0\0\0\0\0\0\0\7"s + "42\0"s);
    bytes.clear();
    append_submit_answer(bytes, status::throttled, 7, "42");
    CHECK(bytes.size() == header_bytes);
}

}
