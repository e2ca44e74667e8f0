#include "edge/smpp/text_encoding.hpp"

#include "domain/segments.hpp"
#include "domain/sms_text.hpp"

#include <optional>

namespace cohort::smpp {
namespace {

constexpr std::uint8_t esm_header = 0x40;
constexpr std::uint8_t coding_ucs2 = 8;
constexpr std::uint8_t escape = 0x1B;
constexpr std::size_t ucs2_octets_alone = 140;
constexpr std::size_t ucs2_octets_in_part = 134;

// One Latin-1 octet for each GSM character, or nothing when one of them (€, Greek) has none.
std::optional<std::string> latin1_of(const domain::SmsSegment& segment) {
    std::string latin1;
    bool escaped = false;
    for (const std::uint8_t septet : segment.payload) {
        if (septet == escape && !escaped) {
            escaped = true;
            continue;
        }
        const char32_t character = domain::gsm_character({septet, escaped});
        if (character > 0xFF) {
            return std::nullopt;
        }
        latin1.push_back(static_cast<char>(character));
        escaped = false;
    }
    return latin1;
}

// UTF-16BE of what a GSM segment says. Everything in GSM 7-bit is in the basic plane.
std::string ucs2_of(const domain::SmsSegment& segment) {
    std::string ucs2;
    bool escaped = false;
    for (const std::uint8_t septet : segment.payload) {
        if (septet == escape && !escaped) {
            escaped = true;
            continue;
        }
        const char32_t character = domain::gsm_character({septet, escaped});
        ucs2.push_back(static_cast<char>(character >> 8));
        ucs2.push_back(static_cast<char>(character & 0xFF));
        escaped = false;
    }
    return ucs2;
}

std::vector<std::string> cut(const std::string& ucs2) {
    const std::size_t size =
        ucs2.size() <= ucs2_octets_alone ? ucs2_octets_alone : ucs2_octets_in_part;
    std::vector<std::string> parts;
    for (std::size_t at = 0; at == 0 || at < ucs2.size(); at += size) {
        parts.push_back(ucs2.substr(at, size));
    }
    return parts;
}

EncodedText in_latin1(const std::vector<domain::SmsSegment>& segments) {
    EncodedText encoded{0, 0, {}};
    for (const auto& segment : segments) {
        auto latin1 = latin1_of(segment);
        if (!latin1) {
            std::string ucs2;
            for (const auto& each : segments) {
                ucs2 += ucs2_of(each);
            }
            return {coding_ucs2, 0, cut(ucs2)};
        }
        encoded.parts.push_back(std::move(*latin1));
    }
    return encoded;
}

EncodedText without_headers(std::string_view utf8, DefaultAlphabet alphabet) {
    const auto segments = domain::split_sms(utf8);
    const bool gsm7 = segments.front().encoding == domain::SmsEncoding::gsm7;
    if (gsm7 && alphabet == DefaultAlphabet::latin1) {
        return in_latin1(segments);
    }
    EncodedText encoded{gsm7 ? std::uint8_t{0} : coding_ucs2, 0, {}};
    encoded.parts.reserve(segments.size());
    for (const auto& segment : segments) {
        encoded.parts.emplace_back(segment.payload.begin(), segment.payload.end());
    }
    return encoded;
}

}

EncodedText encode_text(std::string_view utf8, DefaultAlphabet alphabet, std::uint8_t reference) {
    EncodedText encoded = without_headers(utf8, alphabet);
    const std::size_t total = encoded.parts.size();
    if (total == 1) {
        return encoded;
    }
    encoded.esm_class = esm_header;
    for (std::size_t i = 0; i < total; ++i) {
        const char header[] = {
            5,
            0,
            3,
            static_cast<char>(reference),
            static_cast<char>(total),
            static_cast<char>(i + 1)
        };
        encoded.parts[i].insert(0, header, sizeof header);
    }
    return encoded;
}

}
