#include "edge/smpp/text_encoding.hpp"

#include "domain/limits.hpp"
#include "domain/segments.hpp"
#include "domain/sms_text.hpp"
#include "edge/smpp/codec/pdu.hpp"
#include "edge/smpp/septet_packing.hpp"

#include <optional>

namespace cohort::smpp {
namespace {

using domain::SmsReference;

constexpr std::uint8_t esm_header = 0x40;
constexpr std::uint8_t coding_ucs2 = 8;
constexpr std::uint8_t escape = 0x1B;
constexpr std::size_t ucs2_octets_alone = 2 * domain::limits::sms_ucs2_units_single;

// A text in parts, before anything is put before or beside them. Septets stand one in an octet.
struct Pieces {
    std::uint8_t data_coding;
    std::vector<std::string> octets;
    bool to_pack = false; // last: how depends on what stands before them
};

std::string joined(std::string header, std::string_view octets, bool to_pack) {
    header += to_pack ? pack_septets(octets, header.size()) : octets;
    return header;
}

std::size_t ucs2_octets_in_part(SmsReference reference) {
    return 2
           * (reference == SmsReference::eight_bits ? domain::limits::sms_ucs2_units_part
                                                    : domain::limits::sms_ucs2_units_part_wide);
}

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

std::vector<std::string> cut(const std::string& ucs2, std::size_t octets_in_part) {
    const std::size_t size = ucs2.size() <= ucs2_octets_alone ? ucs2_octets_alone : octets_in_part;
    std::vector<std::string> parts;
    for (std::size_t at = 0; at == 0 || at < ucs2.size(); at += size) {
        parts.push_back(ucs2.substr(at, size));
    }
    return parts;
}

Pieces in_latin1(const std::vector<domain::SmsSegment>& segments, SmsReference reference) {
    Pieces pieces{0, {}};
    pieces.octets.reserve(segments.size());
    for (const auto& segment : segments) {
        auto latin1 = latin1_of(segment);
        if (!latin1) {
            std::string ucs2;
            for (const auto& each : segments) {
                ucs2 += ucs2_of(each);
            }
            return {coding_ucs2, cut(ucs2, ucs2_octets_in_part(reference))};
        }
        pieces.octets.push_back(std::move(*latin1));
    }
    return pieces;
}

Pieces pieces_of(std::string_view utf8, DefaultAlphabet alphabet, SmsReference reference) {
    const auto segments = domain::split_sms(utf8, reference);
    const bool gsm7 = segments.front().encoding == domain::SmsEncoding::gsm7;
    if (gsm7 && alphabet == DefaultAlphabet::latin1) {
        return in_latin1(segments, reference);
    }
    Pieces pieces{gsm7 ? std::uint8_t{0} : coding_ucs2, {}};
    pieces.to_pack = gsm7 && alphabet == DefaultAlphabet::gsm7_packed;
    pieces.octets.reserve(segments.size());
    for (const auto& segment : segments) {
        pieces.octets.emplace_back(segment.payload.begin(), segment.payload.end());
    }
    return pieces;
}

std::string header_8(std::uint16_t reference, std::size_t total, std::size_t number) {
    return {
        5,
        0,
        3,
        static_cast<char>(reference & 0xFF),
        static_cast<char>(total),
        static_cast<char>(number)
    };
}

std::string header_16(std::uint16_t reference, std::size_t total, std::size_t number) {
    return {
        6,
        8,
        4,
        static_cast<char>(reference >> 8),
        static_cast<char>(reference & 0xFF),
        static_cast<char>(total),
        static_cast<char>(number)
    };
}

template <class Header>
EncodedText with_headers(const Pieces& pieces, std::uint16_t reference, Header header) {
    EncodedText encoded{pieces.data_coding, esm_header, {}};
    const std::size_t total = pieces.octets.size();
    encoded.parts.reserve(total);
    for (std::size_t i = 0; i < total; ++i) {
        std::string octets =
            joined(header(reference, total, i + 1), pieces.octets[i], pieces.to_pack);
        encoded.parts.push_back({std::move(octets)});
    }
    return encoded;
}

EncodedText with_sar(const Pieces& pieces, std::uint16_t reference) {
    EncodedText encoded{pieces.data_coding, 0, {}};
    const std::size_t total = pieces.octets.size();
    encoded.parts.reserve(total);
    for (std::size_t i = 0; i < total; ++i) {
        const char octets[] = {static_cast<char>(total), static_cast<char>(i + 1)};
        std::string tlvs;
        append_u16_tlv(tlvs, Tag::sar_msg_ref_num, reference);
        append_tlv(tlvs, Tag::sar_total_segments, {&octets[0], 1});
        append_tlv(tlvs, Tag::sar_segment_seqnum, {&octets[1], 1});
        encoded.parts.push_back({joined("", pieces.octets[i], pieces.to_pack), std::move(tlvs)});
    }
    return encoded;
}

EncodedText in_one(const Pieces& pieces) {
    std::string whole;
    for (const auto& octets : pieces.octets) {
        whole += octets;
    }
    std::string tlvs;
    append_tlv(tlvs, Tag::message_payload, joined("", whole, pieces.to_pack));
    return {pieces.data_coding, 0, {{"", std::move(tlvs), pieces.octets.size()}}};
}

}

EncodedText encode_text(std::string_view utf8, TextForm form, std::uint16_t reference) {
    const Pieces pieces = pieces_of(utf8, form.alphabet, SmsReference::eight_bits);
    if (pieces.octets.size() == 1) {
        return {pieces.data_coding, 0, {{joined("", pieces.octets.front(), pieces.to_pack)}}};
    }
    if (pieces.octets.size() > text_parts_max) {
        return {pieces.data_coding, 0, {}};
    }
    switch (form.long_texts) {
    case LongTexts::udh8:
        break;
    case LongTexts::udh16: {
        const Pieces wide = pieces_of(utf8, form.alphabet, SmsReference::sixteen_bits);
        if (wide.octets.size() == pieces.octets.size()) {
            return with_headers(wide, reference, header_16);
        }
        break;
    }
    case LongTexts::sar:
        return with_sar(pieces, reference);
    case LongTexts::payload:
        return in_one(pieces);
    }
    return with_headers(pieces, reference, header_8);
}

}
