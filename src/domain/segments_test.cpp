#include "domain/segments.hpp"

#include "domain/sms_text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort::domain;

namespace {

std::string times(std::size_t count, std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < count; ++at) {
        out += text;
    }
    return out;
}

struct Row {
    std::string text;
    SmsEncoding encoding;
    std::size_t units;
    std::size_t segments;
};

constexpr auto gsm7 = SmsEncoding::gsm7;
constexpr auto ucs2 = SmsEncoding::ucs2;

std::size_t most_bytes(SmsEncoding encoding, bool alone) {
    if (encoding == gsm7) {
        return alone ? 160 : 153;
    }
    return alone ? 2 * 70 : 2 * 67;
}

// An escape at its end, or the second half of a surrogate pair at its beginning.
bool straddles(const SmsSegment& segment) {
    if (segment.payload.empty()) {
        return false;
    }
    if (segment.encoding == gsm7) {
        return segment.payload.back() == 0x1B;
    }
    const std::uint8_t first = segment.payload.front();
    return segment.payload.size() % 2 == 1 || (first >= 0xDC && first <= 0xDF);
}

// Texts that meet every border: plain, extended, outside, beyond the first
// plane, line ends, broken bytes.
std::string any_text() {
    static const std::vector<std::string> pieces = {
        "a",
        "a",
        "a",
        "£",
        "€",
        "[",
        "\n",
        "\r\n",
        " ",
        "ŵ",
        "“",
        "😀",
        "👩‍👩‍👧",
        "é",
        "\xFF",
        "\r"
    };
    const bool only_gsm = *rc::gen::arbitrary<bool>();
    const auto choices = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, only_gsm ? 9 : pieces.size())
    );
    // Long runs are what borders need: each choice is put a few times.
    std::string text;
    for (const std::size_t choice : choices) {
        text += times(choice % 5 + 1, pieces[choice]);
    }
    return text;
}

} // namespace

TEST_CASE("segments: every border") {
    for (const Row& row : {
             Row{"", gsm7, 0, 1},
             Row{"a", gsm7, 1, 1},
             Row{times(160, "a"), gsm7, 160, 1},
             Row{times(161, "a"), gsm7, 161, 2},
             Row{times(306, "a"), gsm7, 306, 2},
             Row{times(307, "a"), gsm7, 307, 3},
             Row{times(918, "a"), gsm7, 918, 6},
             Row{times(919, "a"), gsm7, 919, 7},
             Row{times(80, "€"), gsm7, 160, 1},
             Row{times(79, "€") + "a", gsm7, 159, 1},
             Row{times(81, "€"), gsm7, 162, 2},
             // 76 pairs fill 152 of 153: the odd septet of each part is lost.
             Row{times(152, "€"), gsm7, 304, 2},
             Row{times(153, "€"), gsm7, 306, 3},
             Row{times(152, "a") + "€" + times(152, "a"), gsm7, 306, 3},
             Row{times(151, "a") + "€" + times(153, "a"), gsm7, 306, 2},
             Row{times(159, "a") + "€", gsm7, 161, 2},
             Row{times(158, "a") + "€", gsm7, 160, 1},
             Row{times(70, "ŵ"), ucs2, 70, 1},
             Row{times(71, "ŵ"), ucs2, 71, 2},
             Row{times(134, "ŵ"), ucs2, 134, 2},
             Row{times(135, "ŵ"), ucs2, 135, 3},
             Row{times(402, "ŵ"), ucs2, 402, 6},
             Row{times(403, "ŵ"), ucs2, 403, 7},
             Row{times(35, "😀"), ucs2, 70, 1},
             Row{times(36, "😀"), ucs2, 72, 2},
             Row{times(66, "😀"), ucs2, 132, 2},
             Row{times(67, "😀"), ucs2, 134, 3}, // 33 pairs fill 66 of 67
             Row{times(66, "ŵ") + "😀" + times(66, "ŵ"), ucs2, 134, 3},
             Row{times(69, "a") + "ŵ", ucs2, 70, 1},
             Row{times(69, "a") + "😀", ucs2, 71, 2},
             Row{times(159, "a") + "\r\n", gsm7, 160, 1},
             Row{"\f", gsm7, 2, 1},
             Row{"\t", ucs2, 1, 1},
             Row{"\xFF", ucs2, 1, 1},
         }) {
        CAPTURE(row.text.size());
        CAPTURE(row.units);
        const SmsCount count = count_sms(row.text);
        CHECK(count.encoding == row.encoding);
        CHECK(count.units == row.units);
        CHECK(count.segments == row.segments);
        CHECK(split_sms(row.text).size() == row.segments);
    }
}

TEST_CASE("segments: six parts may be sent and seven not") {
    CHECK(fits_sms(measure_sms(times(918, "a"))));
    CHECK_FALSE(fits_sms(measure_sms(times(919, "a"))));
    CHECK(fits_sms(measure_sms(times(402, "ŵ"))));
    CHECK_FALSE(fits_sms(measure_sms(times(403, "ŵ"))));
    CHECK_FALSE(fits_sms(measure_sms(times(459, "€")))); // 918 septets, but seven parts
}

TEST_CASE("segments: the characters that cost are named once, in their order") {
    const SmsCount count = count_sms("“Hi” – “you” é á ŵ 😀 😀");

    CHECK(count.encoding == ucs2);
    CHECK(
        count.replaceable
        == std::vector<
            ReplaceableCharacter>{{"“", "\"", false}, {"”", "\"", false}, {"–", "-", false}, {"á", "a", true}}
    );
    CHECK(count.forcing_ucs2 == std::vector<std::string>{"“", "”", "–", "á", "ŵ", "😀"});
    CHECK(count_sms("Hi [you] €5 é").forcing_ucs2.empty());
}

TEST_CASE("segments: payloads are what the air carries") {
    const auto gsm = split_sms("@€");
    REQUIRE(gsm.size() == 1);
    CHECK(gsm[0].payload == std::vector<std::uint8_t>{0x00, 0x1B, 0x65});

    const auto wide = split_sms("aŵ😀");
    REQUIRE(wide.size() == 1);
    CHECK(
        wide[0].payload == std::vector<std::uint8_t>{0x00, 0x61, 0x01, 0x75, 0xD8, 0x3D, 0xDE, 0x00}
    );
}

TEST_CASE("segments: count is what split makes, and the parts join to the text again") {
    CHECK(rc::check([] {
        const std::string text = any_text();
        const SmsCount count = count_sms(text);
        const auto segments = split_sms(text);

        RC_ASSERT(count.segments == segments.size());
        RC_ASSERT(measure_sms(text) == (SmsSize{count.encoding, count.units, count.segments}));
        RC_ASSERT(join_sms(segments) == sms_normal(text));
    }));
}

TEST_CASE("segments: no part is over its size, and nothing straddles two") {
    CHECK(rc::check([] {
        const auto segments = split_sms(any_text());
        const bool alone = segments.size() == 1;
        for (const SmsSegment& segment : segments) {
            RC_ASSERT(segment.encoding == segments.front().encoding);
            RC_ASSERT(segment.payload.size() <= most_bytes(segment.encoding, alone));
            RC_ASSERT(!straddles(segment));
        }
    }));
}

TEST_CASE("segments: with sixteen bits of reference a part is one septet, or one unit, shorter") {
    constexpr auto wide = SmsReference::sixteen_bits;
    CHECK(split_sms(times(160, "a"), wide).size() == 1);
    CHECK(split_sms(times(304, "a"), wide).size() == 2);
    CHECK(split_sms(times(305, "a"), wide).size() == 3);
    CHECK(split_sms(times(70, "ŵ"), wide).size() == 1);
    CHECK(split_sms(times(132, "ŵ"), wide).size() == 2);
    CHECK(split_sms(times(133, "ŵ"), wide).size() == 3);
    CHECK(rc::check([] {
        const std::string text = any_text();
        const auto segments = split_sms(text, wide);
        RC_ASSERT(join_sms(segments) == sms_normal(text));
        for (const SmsSegment& segment : segments) {
            const std::size_t most = segment.encoding == gsm7 ? 152 : 132;
            RC_ASSERT(segments.size() == 1 || segment.payload.size() <= most);
            RC_ASSERT(!straddles(segment));
        }
    }));
}

TEST_CASE("segments: each part alone reads as whole characters") {
    CHECK(rc::check([] {
        const std::string text = any_text();
        std::string joined;
        for (const SmsSegment& segment : split_sms(text)) {
            joined += join_sms({segment});
        }
        RC_ASSERT(joined == sms_normal(text));
    }));
}

TEST_CASE("segments: simplifying leaves nothing replaceable and changes nothing the second time") {
    CHECK(rc::check([] {
        const std::string simple = simplify(any_text());
        RC_ASSERT(count_sms(simple).replaceable.empty());
        RC_ASSERT(simplify(simple) == simple);
    }));
    CHECK(simplify("“Hi” – it’s…\u00A0ok") == "\"Hi\" - it's... ok");
    CHECK(simplify("e\u0301") == "é");
    CHECK(simplify("a\r\u2028b") == "a\nb");
    CHECK(simplify("ŵ😀") == "ŵ😀");
}
