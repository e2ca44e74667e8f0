#include "edge/smpp/receipt_repeats.hpp"

#include "domain/mobile_number.hpp"
#include "domain/segments.hpp"
#include "domain/text_normal.hpp"
#include "edge/smpp/receipt_text.hpp"

#include <algorithm>

namespace cohort::smpp {
namespace {

constexpr std::size_t characters_max = 20; // appendix B

// Whatever kind of number the centre writes: +44…, 44…, 0044…, 07….
std::string e164_of(std::string_view address) {
    if (address.starts_with('+')) {
        address.remove_prefix(1);
    }
    if (address.starts_with("00")) {
        address.remove_prefix(2);
    }
    if (address.empty() || address.find_first_not_of("0123456789") != std::string_view::npos) {
        return {};
    }
    if (address.starts_with('0')) {
        const auto national = domain::MobileNumber::parse(address, domain::International::refused);
        return national.ok() ? national->number.reveal() : std::string{};
    }
    return "+" + std::string{address};
}

std::string first_characters(std::string_view utf8) {
    std::size_t characters = 0;
    std::size_t at = 0;
    while (at < utf8.size()) {
        const bool begins = (static_cast<std::uint8_t>(utf8[at]) & 0xC0) != 0x80;
        characters += begins ? 1 : 0;
        if (characters > characters_max) {
            break;
        }
        ++at;
    }
    return std::string{utf8.substr(0, at)};
}

// The receipt's data_coding is its own and not the message's, so the octets must tell: of a UCS-2
// text in our part of the world most units begin with a zero.
bool looks_like_ucs2(std::string_view octets) {
    std::size_t zeros = 0;
    for (std::size_t at = 0; at < octets.size(); at += 2) {
        zeros += octets[at] == 0 ? 1 : 0;
    }
    return octets.size() >= 2 && zeros >= (octets.size() / 2 + 1) / 2;
}

std::string utf8_of(std::string_view octets, DefaultAlphabet alphabet) {
    const bool ucs2 = looks_like_ucs2(octets);
    if (!ucs2 && alphabet == DefaultAlphabet::latin1) {
        std::string utf8;
        for (const char c : octets) {
            domain::append_utf8(utf8, static_cast<std::uint8_t>(c));
        }
        return utf8;
    }
    const bool seven_bits =
        std::ranges::all_of(octets, [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
    if (!ucs2 && !seven_bits) {
        return {}; // no septets: nothing we could read
    }
    const auto encoding = ucs2 ? domain::SmsEncoding::ucs2 : domain::SmsEncoding::gsm7;
    return domain::join_sms({{encoding, {octets.begin(), octets.end()}}});
}

std::optional<std::uint16_t> short_reference_of(const ShortMessage& message) {
    const auto value = find_tlv(message.tlvs, Tag::user_message_reference);
    if (!value || value->size() != 2) {
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(
        (static_cast<std::uint8_t>((*value)[0]) << 8) | static_cast<std::uint8_t>((*value)[1])
    );
}

}

send::Receipt::Repeats
repeats_of(const ShortMessage& message, std::string_view text, const ReceiptDialect& dialect) {
    const auto submitted_at = field(text, "submit date:");
    std::string_view from = message.destination;
    if (from.starts_with('+')) {
        from.remove_prefix(1);
    }
    const std::string_view beginning = message_beginning(text).substr(0, 2 * characters_max);
    return {
        .short_reference = short_reference_of(message),
        .to = e164_of(message.source),
        .from = std::string{from},
        .submitted_at = submitted_at ? time_of(*submitted_at, dialect.utc_offset) : std::nullopt,
        .text_begins = first_characters(utf8_of(beginning, dialect.alphabet)),
    };
}

}
