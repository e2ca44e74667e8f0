#pragma once
// SMPP 3.4 on the wire: the PDUs an ESME writes and reads, each a plain struct whose fields are
// declared once, in layout.hpp. Source of every number: SMPP Protocol Specification v3.4 issue 1.2,
// as collected in docs/reference. Pure; any thread.
//
// Promise: no bytes make the decoder throw, read out of bounds or allocate. Decoded texts are views
// into the frame and live as long as it does. TLVs nobody asks for are passed over; a malformed TLV
// ends the list where it stands, because the mandatory part before it has already been understood.
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace cohort::smpp {

inline constexpr std::size_t header_bytes = 16;
// message_payload may hold 64 KiB less one; everything else of a PDU fits in the rest.
inline constexpr std::size_t pdu_bytes_max = 72 * 1024;
inline constexpr std::size_t short_message_bytes_max = 254;
inline constexpr std::uint32_t sequence_max = 0x7FFF'FFFF;

enum class Command : std::uint32_t {
    generic_nack = 0x8000'0000,
    bind_receiver = 0x01,
    bind_receiver_resp = 0x8000'0001,
    bind_transmitter = 0x02,
    bind_transmitter_resp = 0x8000'0002,
    query_sm = 0x03,
    query_sm_resp = 0x8000'0003,
    submit_sm = 0x04,
    submit_sm_resp = 0x8000'0004,
    deliver_sm = 0x05,
    deliver_sm_resp = 0x8000'0005,
    unbind = 0x06,
    unbind_resp = 0x8000'0006,
    bind_transceiver = 0x09,
    bind_transceiver_resp = 0x8000'0009,
    enquire_link = 0x15,
    enquire_link_resp = 0x8000'0015,
};

enum class Tag : std::uint16_t {
    receipted_message_id = 0x001E,
    user_message_reference = 0x0204,
    sar_msg_ref_num = 0x020C,
    sar_total_segments = 0x020E,
    sar_segment_seqnum = 0x020F,
    network_error_code = 0x0423,
    message_payload = 0x0424,
    message_state = 0x0427,
};

struct Header {
    Command command = Command::generic_nack;
    std::uint32_t status = 0;
    std::uint32_t sequence = 0;

    friend bool operator==(const Header&, const Header&) = default;
};

struct Bind {
    std::string_view system_id = {};
    std::string_view password = {};
    std::string_view system_type = {};
    std::uint8_t interface_version = 0x34;
    std::uint8_t addr_ton = 0;
    std::uint8_t addr_npi = 0;
    std::string_view address_range = {};

    friend bool operator==(const Bind&, const Bind&) = default;
};

struct BindResp {
    std::string_view system_id = {};
    std::string_view tlvs = {};

    friend bool operator==(const BindResp&, const BindResp&) = default;
};

// submit_sm and deliver_sm share one layout.
struct ShortMessage {
    std::string_view service_type = {};
    std::uint8_t source_ton = 0;
    std::uint8_t source_npi = 0;
    std::string_view source = {};
    std::uint8_t destination_ton = 0;
    std::uint8_t destination_npi = 0;
    std::string_view destination = {};
    std::uint8_t esm_class = 0;
    std::uint8_t protocol_id = 0;
    std::uint8_t priority = 0;
    std::string_view schedule_time = {};
    std::string_view validity_period = {};
    std::uint8_t registered_delivery = 0;
    std::uint8_t replace_if_present = 0;
    std::uint8_t data_coding = 0;
    std::uint8_t default_message_id = 0;
    std::string_view text = {}; // short_message: octets, not characters
    std::string_view tlvs = {};

    friend bool operator==(const ShortMessage&, const ShortMessage&) = default;
};

struct MessageResp {
    std::string_view message_id = {};
    std::string_view tlvs = {};

    friend bool operator==(const MessageResp&, const MessageResp&) = default;
};

struct QuerySm {
    std::string_view message_id = {};
    std::uint8_t source_ton = 0; // the source of the message that is asked about
    std::uint8_t source_npi = 0;
    std::string_view source = {};

    friend bool operator==(const QuerySm&, const QuerySm&) = default;
};

struct QuerySmResp {
    std::string_view message_id = {};
    std::string_view final_date = {}; // empty until it has reached a final state
    std::uint8_t message_state = 0;
    std::uint8_t error_code = 0;

    friend bool operator==(const QuerySmResp&, const QuerySmResp&) = default;
};

// enquire_link, unbind, generic_nack and their answers; also every command we do not know.
struct NoBody {
    friend bool operator==(const NoBody&, const NoBody&) = default;
};

// The header was readable, the body was not.
struct BadBody {
    friend bool operator==(const BadBody&, const BadBody&) = default;
};

using Body =
    std::variant<NoBody, Bind, BindResp, ShortMessage, MessageResp, QuerySm, QuerySmResp, BadBody>;

struct Pdu {
    Header header;
    Body body;

    friend bool operator==(const Pdu&, const Pdu&) = default;
};

// Where the next PDU ends. `broken`: the length is impossible, so nothing after it can be trusted.
struct Frame {
    enum class State { incomplete, whole, broken };
    State state;
    std::size_t bytes = 0;
};

Frame next_frame(std::string_view received);

// Requires: `frame` is one whole frame, as next_frame measured it.
Pdu decode(std::string_view frame);

// Appends one PDU. Errors: smpp.field_too_long (also for a zero octet inside a text); then nothing
// is appended.
Outcome append(std::string& out, const Pdu& pdu);

// The value of the first TLV with this tag.
std::optional<std::string_view> find_tlv(std::string_view tlvs, Tag tag);
// Requires: value.size() < 65,536.
void append_tlv(std::string& out, Tag tag, std::string_view value);
void append_u16_tlv(std::string& out, Tag tag, std::uint16_t value);

bool is_known(Command command);
bool is_response(Command command);
// The answer's command to a request's.
Command response_to(Command command);

}
