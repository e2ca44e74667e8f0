#include "edge/smpp/septet_packing.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort::smpp;
using namespace std::string_literals;

TEST_CASE("packing: octets written by hand") {
    const struct {
        const char* label;
        std::string septets;
        std::size_t header_octets;
        std::string octets;
    } cases[] = {
        {"nothing", "", 0, ""},
        {"one septet", "A", 0, "\x41"},
        {"two: the second's lowest bit is the first octet's highest", "AC", 0, "\xC1\x21"},
        {"eight in seven", "12345678", 0, "\x31\xD9\x8C\x56\xB3\xDD\x70"},
        {"nine octets for ten", "hellohello", 0, "\xE8\x32\x9B\xFD\x46\x97\xD9\xEC\x37"},
        {"seven, and a carriage return in the bits left over",
         "1234567",
         0,
         "\x31\xD9\x8C\x56\xB3\xDD\x1A"},
        {"an @ is seven zero bits", "\0"s, 0, "\0"s},
        {"behind six octets of header one bit is left out", "AB", 6, "\x82\x42"},
        {"behind seven octets of header none is", "AC", 7, "\xC1\x21"},
        {"eight behind six of header, and a carriage return",
         "AAAAAAAA",
         6,
         "\x82\xC1\x60\x30\x18\x0C\x06\x1B"},
    };

    for (const auto& each : cases) {
        CAPTURE(each.label);
        CHECK(pack_septets(each.septets, each.header_octets) == each.octets);
    }
}

TEST_CASE("packing: a full part fills a short message to the octet") {
    CHECK(pack_septets(std::string(160, 'a'), 0).size() == 140);
    CHECK(pack_septets(std::string(153, 'a'), 6).size() == 140 - 6);
    CHECK(pack_septets(std::string(152, 'a'), 7).size() == 140 - 7);
}

TEST_CASE("packing: what is unpacked is what was packed") {
    CHECK(rc::check([] {
        std::string septets = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
        septets.push_back('x'
        ); // an @ or a carriage return at the very end may be taken for padding
        RC_ASSERT(unpack_septets(pack_septets(septets, 0)) == septets);
    }));
}
