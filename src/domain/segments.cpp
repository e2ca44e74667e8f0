#include "domain/segments.hpp"

#include "domain/limits.hpp"
#include "domain/sms_text.hpp"
#include "domain/text_normal.hpp"

#include <unordered_set>

namespace cohort::domain {

namespace {

std::size_t single_max(SmsEncoding encoding) {
    return encoding == SmsEncoding::gsm7 ? limits::sms_gsm_units_single
                                         : limits::sms_ucs2_units_single;
}

std::size_t part_max(SmsEncoding encoding, SmsReference reference = SmsReference::eight_bits) {
    const bool gsm7 = encoding == SmsEncoding::gsm7;
    if (reference == SmsReference::sixteen_bits) {
        return gsm7 ? limits::sms_gsm_units_part_wide : limits::sms_ucs2_units_part_wide;
    }
    return gsm7 ? limits::sms_gsm_units_part : limits::sms_ucs2_units_part;
}

// What one character takes. Requires, for GSM 7-bit: it has a code.
std::size_t units_of(char32_t character, SmsEncoding encoding) {
    if (encoding == SmsEncoding::ucs2) {
        return character > 0xFFFF ? 2 : 1;
    }
    return gsm_units(character);
}

template <class Function>
void for_each_character(std::string_view text, Function function) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80) {
            function(char32_t{lead});
            ++at;
            continue;
        }
        const DecodedCharacter character = decode_utf8(text, at);
        function(character.code);
        at += character.bytes;
    }
}

// What is known after one walk over the text.
struct Survey {
    SmsEncoding encoding;
    std::size_t units;
    bool has_pairs; // a character of two units
};

Survey survey(std::string_view normal) {
    std::size_t septets = 0;
    std::size_t wide = 0;
    std::size_t characters = 0;
    bool all_gsm = true;
    for_each_character(normal, [&](char32_t character) {
        const std::uint8_t units = gsm_units(character);
        all_gsm = all_gsm && units != 0;
        septets += units;
        wide += character > 0xFFFF ? 2 : 1;
        ++characters;
    });
    if (all_gsm) {
        return {SmsEncoding::gsm7, septets, septets != characters};
    }
    return {SmsEncoding::ucs2, wide, wide != characters};
}

// The one place where parts are made. Tells `next_part` before the first character of each part but
// the first, and `put` of every character. Returns the number of parts.
template <class NextPart, class Put>
std::size_t pack(
    std::string_view normal,
    SmsEncoding encoding,
    std::size_t units,
    std::size_t in_part,
    NextPart next_part,
    Put put
) {
    const bool alone = units <= single_max(encoding);
    const std::size_t most = alone ? single_max(encoding) : in_part;
    std::size_t parts = 1;
    std::size_t used = 0;
    for_each_character(normal, [&](char32_t character) {
        const std::size_t wanted = units_of(character, encoding);
        if (used + wanted > most) {
            ++parts;
            used = 0;
            next_part();
        }
        used += wanted;
        put(character);
    });
    return parts;
}

SmsSize measure_normal(std::string_view normal) {
    const auto [encoding, units, has_pairs] = survey(normal);
    if (units <= single_max(encoding)) {
        return {encoding, units, 1};
    }
    if (!has_pairs) { // nothing can straddle: dividing is exact
        return {encoding, units, (units + part_max(encoding) - 1) / part_max(encoding)};
    }
    return {
        encoding,
        units,
        pack(
            normal, encoding, units, part_max(encoding), [] {}, [](char32_t) {}
        )
    };
}

void put_unit(std::vector<std::uint8_t>& payload, char32_t unit) {
    payload.push_back(static_cast<std::uint8_t>(unit >> 8));
    payload.push_back(static_cast<std::uint8_t>(unit & 0xFF));
}

void put_character(SmsSegment& segment, char32_t character) {
    if (segment.encoding == SmsEncoding::gsm7) {
        const GsmCode code = *gsm_code(character);
        if (code.extended) {
            segment.payload.push_back(0x1B);
        }
        segment.payload.push_back(code.septet);
        return;
    }
    if (character <= 0xFFFF) {
        put_unit(segment.payload, character);
        return;
    }
    const char32_t offset = character - 0x10000;
    put_unit(segment.payload, 0xD800 + (offset >> 10));
    put_unit(segment.payload, 0xDC00 + (offset & 0x3FF));
}

void join_gsm7(std::string& text, const std::vector<std::uint8_t>& payload) {
    for (std::size_t at = 0; at < payload.size(); ++at) {
        const bool extended = payload[at] == 0x1B && at + 1 < payload.size();
        at += extended ? 1 : 0;
        append_utf8(text, gsm_character({payload[at], extended}));
    }
}

void join_ucs2(std::string& text, const std::vector<std::uint8_t>& payload) {
    const auto unit_at = [&](std::size_t at) {
        return static_cast<char32_t>((payload[at] << 8) | payload[at + 1]);
    };
    for (std::size_t at = 0; at + 1 < payload.size(); at += 2) {
        char32_t unit = unit_at(at);
        const bool high = unit >= 0xD800 && unit < 0xDC00;
        if (high && at + 3 < payload.size() && unit_at(at + 2) >= 0xDC00
            && unit_at(at + 2) < 0xE000) {
            at += 2;
            unit = 0x10000 + ((unit - 0xD800) << 10) + (unit_at(at) - 0xDC00);
        }
        const bool lone = unit >= 0xD800 && unit < 0xE000;
        append_utf8(text, lone ? char32_t{0xFFFD} : unit);
    }
}

}

std::string_view text(SmsEncoding encoding) {
    return encoding == SmsEncoding::gsm7 ? "gsm7" : "ucs2";
}

SmsSize measure_sms(std::string_view utf8) {
    if (is_ascii(utf8) && !utf8.contains('\r')) {
        return measure_normal(utf8); // is normal already
    }
    return measure_normal(sms_normal(utf8));
}

SmsCount count_sms(std::string_view utf8) {
    const std::string normal = sms_normal(utf8);
    const SmsSize size = measure_normal(normal);
    SmsCount count{size.encoding, size.units, size.segments, {}, {}};
    if (size.encoding == SmsEncoding::gsm7) {
        return count;
    }
    std::unordered_set<char32_t> seen;
    for_each_character(normal, [&](char32_t character) {
        if (gsm_code(character) || !seen.insert(character).second) {
            return;
        }
        std::string written;
        append_utf8(written, character);
        if (const auto substitute = substitute_for(character)) {
            const bool letter = substitute->kind == Substitute::Kind::letter;
            count.replaceable.push_back({written, substitute->with, letter});
        }
        count.forcing_ucs2.push_back(std::move(written));
    });
    return count;
}

bool fits_sms(const SmsSize& size) {
    return size.segments <= limits::sms_segments_max;
}

std::vector<SmsSegment> split_sms(std::string_view utf8, SmsReference reference) {
    const std::string normal = sms_normal(utf8);
    const auto [encoding, units, has_pairs] = survey(normal);
    std::vector<SmsSegment> segments{SmsSegment{encoding, {}}};
    pack(
        normal,
        encoding,
        units,
        part_max(encoding, reference),
        [&] { segments.push_back(SmsSegment{segments.front().encoding, {}}); },
        [&](char32_t character) { put_character(segments.back(), character); }
    );
    return segments;
}

std::string join_sms(const std::vector<SmsSegment>& segments) {
    std::string text;
    for (const SmsSegment& segment : segments) {
        if (segment.encoding == SmsEncoding::gsm7) {
            join_gsm7(text, segment.payload);
        } else {
            join_ucs2(text, segment.payload);
        }
    }
    return text;
}

std::string simplify(std::string_view utf8) {
    const std::string composed = nfc(sms_normal(utf8));
    std::string simple;
    simple.reserve(composed.size());
    for_each_character(composed, [&](char32_t character) {
        if (const auto substitute = substitute_for(character)) {
            simple += substitute->with;
        } else {
            append_utf8(simple, character);
        }
    });
    return sms_normal(simple); // a line separator made LF may have met a CR
}

}
