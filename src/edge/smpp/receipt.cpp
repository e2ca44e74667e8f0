#include "edge/smpp/receipt.hpp"

#include "edge/smpp/outcome_table.hpp"
#include "edge/smpp/receipt_repeats.hpp"
#include "edge/smpp/receipt_text.hpp"
#include "edge/smpp/septet_packing.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace cohort::smpp {
namespace {

constexpr std::uint8_t esm_receipt = 0x04;
constexpr std::uint8_t esm_interim = 0x20;
constexpr std::uint8_t esm_message_type = 0x3C;
constexpr std::uint8_t network_gsm = 3; // network_error_code, first octet (5.3.2.31)

std::string_view without_closing_zero(std::string_view value) {
    return value.substr(0, value.find('\0'));
}

std::optional<std::uint64_t> number(std::string_view digits, int base) {
    std::uint64_t value = 0;
    const auto [end, fault] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (fault != std::errc{} || end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    return value;
}

// Ids that are no numbers, or too great ones, are left as they are.
std::string reference(std::string_view id, std::optional<int> base) {
    const auto value = base ? number(id, *base) : std::nullopt;
    return value ? fmt::format("{:x}", *value) : std::string{id};
}

std::optional<int> base_in_answer(MessageIdFormat format) {
    switch (format) {
    case MessageIdFormat::as_it_is:
        return std::nullopt;
    case MessageIdFormat::hexadecimal:
    case MessageIdFormat::hexadecimal_in_answer_decimal_in_receipt:
        return 16;
    case MessageIdFormat::decimal_in_answer_hexadecimal_in_receipt:
        return 10;
    }
    return std::nullopt;
}

std::optional<int> base_in_receipt_text(MessageIdFormat format) {
    switch (format) {
    case MessageIdFormat::as_it_is:
        return std::nullopt;
    case MessageIdFormat::hexadecimal:
    case MessageIdFormat::decimal_in_answer_hexadecimal_in_receipt:
        return 16;
    case MessageIdFormat::hexadecimal_in_answer_decimal_in_receipt:
        return 10;
    }
    return std::nullopt;
}

struct NetworkError {
    std::uint8_t network;
    std::uint32_t code;
};

std::optional<NetworkError> network_error(const ShortMessage& message) {
    const auto value = find_tlv(message.tlvs, Tag::network_error_code);
    if (!value || value->size() != 3) {
        return std::nullopt;
    }
    const auto octet = [&](std::size_t at) { return static_cast<std::uint8_t>((*value)[at]); };
    return NetworkError{octet(0), static_cast<std::uint32_t>((octet(1) << 8) | octet(2))};
}

StateMeaning state_of(const ShortMessage& message, std::string_view text) {
    const auto tlv = find_tlv(message.tlvs, Tag::message_state);
    if (tlv && tlv->size() == 1) {
        return state_of_number(static_cast<std::uint8_t>(tlv->front()));
    }
    const auto word = field(text, "stat:");
    return word ? state_of_word(*word) : state_of_word("");
}

std::string
reference_of(const ShortMessage& message, std::string_view text, MessageIdFormat format) {
    if (const auto tlv = find_tlv(message.tlvs, Tag::receipted_message_id)) {
        return reference(without_closing_zero(*tlv), base_in_answer(format));
    }
    const auto id = field(text, "id:");
    return id ? reference(*id, base_in_receipt_text(format)) : std::string{};
}

// A centre with a packed alphabet may pack its receipts too, or not.
bool is_packed(const ShortMessage& message, std::string_view text, DefaultAlphabet alphabet) {
    return alphabet == DefaultAlphabet::gsm7_packed && message.data_coding == 0
           && !field(text, "id:") && !field(text, "stat:");
}

// Printable whatever came, because stores and people expect text.
void append_escaped(std::string& out, std::string_view octets) {
    for (const char c : octets) {
        if (c >= 0x20 && c < 0x7F && c != '\\') {
            out.push_back(c);
        } else {
            out += fmt::format("\\x{:02X}", static_cast<std::uint8_t>(c));
        }
    }
}

// Everything that could help to match or explain it later; sealed when stored, because it holds a
// number.
std::string raw_of(const ShortMessage& message, std::string_view text) {
    std::string raw = "source=";
    append_escaped(raw, message.source);
    raw += " destination=";
    append_escaped(raw, message.destination);
    raw += fmt::format(" esm_class={:02X} text=", message.esm_class);
    append_escaped(raw, text);
    raw += " tlvs=";
    for (const char c : message.tlvs.substr(0, 512)) {
        raw += fmt::format("{:02X}", static_cast<std::uint8_t>(c));
    }
    return raw;
}

}

ReceiptDialect receipt_dialect(const SmppSettings& settings) {
    return {
        settings.message_id_format,
        settings.receipt_errors,
        settings.receipt_utc_offset,
        settings.default_alphabet
    };
}

bool is_receipt(const ShortMessage& message) {
    const auto type = message.esm_class & esm_message_type;
    return type == esm_receipt || type == esm_interim
           || find_tlv(message.tlvs, Tag::receipted_message_id).has_value();
}

std::string_view octets_of(const ShortMessage& message) {
    if (!message.text.empty()) {
        return message.text;
    }
    return find_tlv(message.tlvs, Tag::message_payload).value_or(std::string_view{});
}

std::string answer_reference(std::string_view message_id, MessageIdFormat format) {
    return reference(message_id, base_in_answer(format));
}

std::string asked_id(std::string_view reference, MessageIdFormat format) {
    if (format != MessageIdFormat::decimal_in_answer_hexadecimal_in_receipt) {
        return std::string{reference};
    }
    const auto value = number(reference, 16); // as answer_reference wrote it
    return value ? fmt::format("{}", *value) : std::string{reference};
}

send::Receipt read_query_answer(const QuerySmResp& answer, std::string reference) {
    const StateMeaning state = state_of_number(answer.message_state);
    std::string raw = fmt::format(
        "query_sm_resp message_state={} error_code={} final_date=",
        answer.message_state,
        answer.error_code
    );
    append_escaped(raw, answer.final_date);
    return {
        .provider_reference = std::move(reference),
        .says = state.says,
        .reason = std::string{state.reason},
        .detail = fmt::format(
            "query_sm_resp {} error {}",
            state.word.empty() ? "state not known" : state.word,
            answer.error_code
        ),
        .at = absolute_time_of(answer.final_date),
        .raw = std::move(raw),
    };
}

send::Receipt read_receipt(const ShortMessage& message, const ReceiptDialect& dialect) {
    // A receipt's text is some 120 octets; the rest of a longer one is not a receipt's.
    std::string_view text = octets_of(message).substr(0, 512);
    std::string unpacked;
    if (is_packed(message, text, dialect.alphabet)) {
        unpacked = unpack_septets(text);
        text = unpacked;
    }
    const StateMeaning state = state_of(message, text);
    const auto network = network_error(message);
    const auto err = field(text, "err:");

    std::string_view reason = state.reason;
    if (state.says == send::Receipt::Says::failed || state.says == send::Receipt::Says::expired) {
        std::string_view finer;
        if (network && network->network == network_gsm) {
            finer = reason_of_gsm_error(network->code);
        } else if (err && dialect.errors == ReceiptErrors::gsm) {
            finer = reason_of_gsm_error(static_cast<std::uint32_t>(number(*err, 10).value_or(0)));
        }
        reason = finer.empty() ? reason : finer;
    }

    // Only numbers and words of our own table go into the detail: `err:` is the peer's text.
    std::string detail = state.word.empty() ? "state not known" : std::string{state.word};
    if (network) {
        detail += fmt::format(" network {} error {}", network->network, network->code);
    } else if (const auto code = err && err->size() <= 4 ? number(*err, 16) : std::nullopt) {
        detail += fmt::format(" err {}", *err);
    }
    const auto done_at = field(text, "done date:");

    return {
        .provider_reference = reference_of(message, text, dialect.message_id_format),
        .says = state.says,
        .reason = std::string{reason},
        .detail = std::move(detail),
        .at = done_at ? time_of(*done_at, dialect.utc_offset) : std::nullopt,
        .raw = raw_of(message, text),
        .repeats = repeats_of(message, text, dialect),
    };
}

}
