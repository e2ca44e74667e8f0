#include "edge/smtp/verp.hpp"

#include "edge/smtp/base32.hpp"
#include "edge/smtp/xtext.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cctype>

using namespace cohort;
using namespace cohort::smtp;

namespace {

const Verp our_verp("bounces.example.org", VerpKey{"a key of the test's own"});

// What the engine gives: 32 letters of base32.
const std::string usual = "abcdefghijklmnopqrstuvwxyz234567";

rc::Gen<std::string> any_bytes() {
    return rc::gen::container<std::string>(rc::gen::arbitrary<char>());
}

}

TEST_CASE("verp: an address leads back to its reference, in whatever case it returns") {
    for (const auto& reference :
         {usual, std::string{"a"}, std::string{"1.2.3.1"}, std::string{"Ref-7"}}) {
        CAPTURE(reference);
        const auto address = our_verp.address(reference);
        REQUIRE(address);
        CHECK(address->find('@') <= 64);
        CHECK(our_verp.reference(*address) == reference);
        auto upper = *address;
        std::ranges::transform(upper, upper.begin(), [](unsigned char c) {
            return static_cast<char>(std::toupper(c));
        });
        CHECK(our_verp.reference(upper) == reference);
    }
    CHECK(our_verp.address(usual)->starts_with("bounce+" + usual));
    CHECK(our_verp.address(usual)->find('@') == 7 + 32 + 16);
}

TEST_CASE("verp: any reference that fits comes back") {
    CHECK(rc::check([] {
        const auto reference = *any_bytes();
        const auto address = our_verp.address(reference);
        RC_ASSERT(address.has_value() || reference.empty() || reference.size() > 24);
        if (address) {
            RC_ASSERT(address->find('@') <= 64U);
            RC_ASSERT(our_verp.reference(*address) == reference);
        }
    }));
}

TEST_CASE("verp: one letter changed anywhere, and the token proves nothing") {
    const auto address = our_verp.address(usual).value();
    const auto token_end = address.find('@');
    for (std::size_t i = 7; i < token_end; ++i) {
        for (const char other : {'a', 'b', '7', '0', '9', '-'}) {
            auto changed = address;
            changed[i] = other;
            if (changed != address) {
                CAPTURE(changed);
                CHECK_FALSE(our_verp.reference(changed));
            }
        }
    }
}

TEST_CASE("verp: what is not ours is not read") {
    const auto address = our_verp.address(usual).value();
    const Verp stranger("bounces.example.org", VerpKey{"another key"});
    CHECK_FALSE(stranger.reference(address));
    for (const std::string& other :
         {std::string{},
          std::string{"bounce+"},
          std::string{"bounce+@bounces.example.org"},
          std::string{"@bounces.example.org"},
          std::string{"bounces.example.org"},
          std::string{"bounce+aaaaaaaaaaaaaaaa@bounces.example.org"},
          address.substr(0, address.find('@')),
          address.substr(0, address.find('@')) + "@example.org",
          address + ".example",
          "x" + address,
          std::string(10'000, 'a')}) {
        CAPTURE(other);
        CHECK_FALSE(our_verp.reference(other));
    }
    CHECK_FALSE(our_verp.address(""));
    CHECK_FALSE(our_verp.address(std::string(42, 'a')));
    CHECK(our_verp.address(std::string(41, 'a')));
}

TEST_CASE("base32: the examples of RFC 4648, in lower case and without padding") {
    struct Row {
        const char* text;
        const char* coded;
    };

    for (const Row& row : {
             Row{"", ""},
             Row{"f", "my"},
             Row{"fo", "mzxq"},
             Row{"foo", "mzxw6"},
             Row{"foob", "mzxw6yq"},
             Row{"fooba", "mzxw6ytb"},
             Row{"foobar", "mzxw6ytboi"},
         }) {
        CHECK(base32(row.text) == row.coded);
        CHECK(read_base32(row.coded) == row.text);
    }
    for (const char* not_ours : {"m", "mz", "MY", "my======", "m1", "mzxw6ytbo"}) {
        CAPTURE(not_ours);
        CHECK_FALSE(read_base32(not_ours));
    }
}

TEST_CASE("xtext: any bytes come back, and nothing of it ends a parameter") {
    CHECK(xtext("a+b=c d") == "a+2Bb+3Dc+20d");
    CHECK(read_xtext("a+2Bb+3dc") == "a+b=c");
    for (const char* broken : {"+", "+2", "+2G", "a b", "a=b", "+ 2", "+-1"}) {
        CAPTURE(broken);
        CHECK_FALSE(read_xtext(broken));
    }
    CHECK(rc::check([] {
        const auto bytes = *any_bytes();
        const auto coded = xtext(bytes);
        RC_ASSERT(std::ranges::all_of(coded, [](char c) {
            return c > ' ' && c < '\x7f' && c != '=';
        }));
        RC_ASSERT(read_xtext(coded) == bytes);
    }));
}
