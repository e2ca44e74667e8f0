#pragma once
// SMPP 3.4 on the wire, the message centre's side of it. Numbers from the SMPP 3.4 specification,
// issue 1.2. Pure: bytes in, values out. Views point into the bytes given.
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cohort::simulator::smsc {

namespace command {
inline constexpr std::uint32_t generic_nack = 0x80000000;
inline constexpr std::uint32_t bind_receiver = 0x01;
inline constexpr std::uint32_t bind_transmitter = 0x02;
inline constexpr std::uint32_t submit_sm = 0x04;
inline constexpr std::uint32_t deliver_sm = 0x05;
inline constexpr std::uint32_t unbind = 0x06;
inline constexpr std::uint32_t bind_transceiver = 0x09;
inline constexpr std::uint32_t enquire_link = 0x15;
inline constexpr std::uint32_t response = 0x80000000;
}

namespace status {
inline constexpr std::uint32_t ok = 0x00;
inline constexpr std::uint32_t bad_length = 0x02;
inline constexpr std::uint32_t bad_command = 0x03;
inline constexpr std::uint32_t bad_bind_state = 0x04;
inline constexpr std::uint32_t already_bound = 0x05;
inline constexpr std::uint32_t system_error = 0x08;
inline constexpr std::uint32_t bad_destination = 0x0B;
inline constexpr std::uint32_t bad_password = 0x0E;
inline constexpr std::uint32_t bad_system_id = 0x0F;
inline constexpr std::uint32_t queue_full = 0x14;
inline constexpr std::uint32_t throttled = 0x58;
}

struct Header {
    std::uint32_t length = 0;
    std::uint32_t id = 0;
    std::uint32_t status = 0;
    std::uint32_t sequence = 0;
};

inline constexpr std::size_t header_bytes = 16;
// message_payload may hold 64 KiB; nothing a client sends us is longer than that and its fields.
inline constexpr std::size_t pdu_bytes_max = 70'000;

// Nothing when fewer than 16 bytes are there yet.
std::optional<Header> read_header(std::string_view bytes);

struct Bind {
    std::string_view system_id;
    std::string_view password;
    std::string_view system_type;
    std::uint8_t interface_version = 0;
};

struct Concatenation {
    std::uint32_t reference = 0;
    std::uint32_t part = 1;
    std::uint32_t parts = 1;
};

struct Submit {
    std::string_view service_type;
    std::uint8_t source_ton = 0;
    std::uint8_t source_npi = 0;
    std::string_view source;
    std::uint8_t destination_ton = 0;
    std::uint8_t destination_npi = 0;
    std::string_view destination;
    std::uint8_t esm_class = 0;
    std::uint8_t registered_delivery = 0;
    std::uint8_t data_coding = 0;
    std::string_view user_data; // without its header
    Concatenation concatenation;
    std::optional<std::uint16_t> user_message_reference;
};

// Bodies. Errors: simulator.smpp.malformed.
Result<Bind> read_bind(std::string_view body);
Result<Submit> read_submit(std::string_view body);

struct Receipt {
    std::string_view id;   // as the receipt names it
    std::string_view from; // the phone
    std::string_view to;   // who had sent the text
    std::string_view text; // octets, one septet each
    std::uint8_t message_state = 0;
    std::uint8_t network_error_code = 0;
};

void append_empty(std::string& out, std::uint32_t id, std::uint32_t status, std::uint32_t sequence);
void append_bind_answer(
    std::string& out,
    std::uint32_t id,
    std::uint32_t status,
    std::uint32_t sequence,
    std::string_view system_id
);
void append_submit_answer(
    std::string& out, std::uint32_t status, std::uint32_t sequence, std::string_view message_id
);
void append_receipt(std::string& out, std::uint32_t sequence, const Receipt& receipt);

}
