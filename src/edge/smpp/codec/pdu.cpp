#include "edge/smpp/codec/pdu.hpp"

#include "edge/smpp/codec/layout.hpp"

namespace cohort::smpp {
namespace {

std::uint32_t read_u32(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = (value << 8) | static_cast<std::uint8_t>(bytes[at + i]);
    }
    return value;
}

std::uint16_t read_u16(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint16_t>(
        (static_cast<std::uint8_t>(bytes[at]) << 8) | static_cast<std::uint8_t>(bytes[at + 1])
    );
}

void append_u16(std::string& out, std::size_t value) {
    out.push_back(static_cast<char>((value >> 8) & 0xFF));
    out.push_back(static_cast<char>(value & 0xFF));
}

void append_u32(std::string& out, std::size_t value) {
    append_u16(out, value >> 16);
    append_u16(out, value & 0xFFFF);
}

// Takes fields off the front of a body; every take says whether there was enough.
struct Reader {
    std::string_view left;

    template <class Struct>
    bool take(const layout::Octet<Struct>& field, Struct& into) {
        if (left.empty()) {
            return false;
        }
        into.*field.member = static_cast<std::uint8_t>(left.front());
        left.remove_prefix(1);
        return true;
    }

    template <class Struct>
    bool take(const layout::Text<Struct>& field, Struct& into) {
        const std::size_t end = left.substr(0, field.octets_max).find('\0');
        if (end == std::string_view::npos) {
            return false;
        }
        into.*field.member = left.substr(0, end);
        left.remove_prefix(end + 1);
        return true;
    }

    template <class Struct>
    bool take(const layout::Counted<Struct>& field, Struct& into) {
        if (left.empty()) {
            return false;
        }
        const std::size_t size = static_cast<std::uint8_t>(left.front());
        if (size > field.octets_max || left.size() < 1 + size) {
            return false;
        }
        into.*field.member = left.substr(1, size);
        left.remove_prefix(1 + size);
        return true;
    }

    template <class Struct>
    bool take(const layout::Rest<Struct>& field, Struct& into) {
        into.*field.member = left;
        left = {};
        return true;
    }
};

template <class Struct, class Layout>
Body read_body(const Layout& fields, std::string_view bytes) {
    Reader reader{bytes};
    Struct body;
    const bool whole =
        std::apply([&](const auto&... field) { return (reader.take(field, body) && ...); }, fields);
    if (!whole) {
        return BadBody{};
    }
    return body;
}

template <class Struct>
bool fits(const layout::Octet<Struct>&, const Struct&) {
    return true;
}

template <class Struct>
bool fits(const layout::Text<Struct>& field, const Struct& body) {
    const std::string_view text = body.*field.member;
    return text.size() < field.octets_max && text.find('\0') == std::string_view::npos;
}

template <class Struct>
bool fits(const layout::Counted<Struct>& field, const Struct& body) {
    return (body.*field.member).size() <= field.octets_max;
}

template <class Struct>
bool fits(const layout::Rest<Struct>& field, const Struct& body) {
    return (body.*field.member).size() <= pdu_bytes_max - 1024;
}

template <class Struct>
void write(std::string& out, const layout::Octet<Struct>& field, const Struct& body) {
    out.push_back(static_cast<char>(body.*field.member));
}

template <class Struct>
void write(std::string& out, const layout::Text<Struct>& field, const Struct& body) {
    out.append(body.*field.member);
    out.push_back('\0');
}

template <class Struct>
void write(std::string& out, const layout::Counted<Struct>& field, const Struct& body) {
    out.push_back(static_cast<char>((body.*field.member).size()));
    out.append(body.*field.member);
}

template <class Struct>
void write(std::string& out, const layout::Rest<Struct>& field, const Struct& body) {
    out.append(body.*field.member);
}

// The table of a body's type. NoBody and BadBody have no fields.
constexpr const auto& layout_of(const Bind&) {
    return layout::bind;
}

constexpr const auto& layout_of(const BindResp&) {
    return layout::bind_resp;
}

constexpr const auto& layout_of(const ShortMessage&) {
    return layout::short_message;
}

constexpr const auto& layout_of(const MessageResp&) {
    return layout::message_resp;
}

constexpr const auto& layout_of(const QuerySm&) {
    return layout::query_sm;
}

constexpr const auto& layout_of(const QuerySmResp&) {
    return layout::query_sm_resp;
}

template <class Struct>
bool write_body(std::string& out, const Struct& body) {
    const auto write_fields = [&](const auto&... field) {
        if (!(fits(field, body) && ...)) {
            return false;
        }
        (write(out, field, body), ...);
        return true;
    };
    return std::apply(write_fields, layout_of(body));
}

bool write_body(std::string&, const NoBody&) {
    return true;
}

bool write_body(std::string&, const BadBody&) {
    return false;
}

Body decode_body(const Header& header, std::string_view bytes) {
    switch (header.command) {
    case Command::bind_receiver:
    case Command::bind_transmitter:
    case Command::bind_transceiver:
        return read_body<Bind>(layout::bind, bytes);
    case Command::bind_receiver_resp:
    case Command::bind_transmitter_resp:
    case Command::bind_transceiver_resp:
        // A refusal may come without any body (specification, 4.1.2).
        return bytes.empty() ? Body{BindResp{}} : read_body<BindResp>(layout::bind_resp, bytes);
    case Command::submit_sm:
    case Command::deliver_sm:
        return read_body<ShortMessage>(layout::short_message, bytes);
    case Command::submit_sm_resp:
    case Command::deliver_sm_resp:
        return bytes.empty() ? Body{MessageResp{}}
                             : read_body<MessageResp>(layout::message_resp, bytes);
    case Command::query_sm:
        return read_body<QuerySm>(layout::query_sm, bytes);
    case Command::query_sm_resp:
        return bytes.empty() ? Body{QuerySmResp{}}
                             : read_body<QuerySmResp>(layout::query_sm_resp, bytes);
    case Command::generic_nack:
    case Command::unbind:
    case Command::unbind_resp:
    case Command::enquire_link:
    case Command::enquire_link_resp:
        return NoBody{};
    }
    return NoBody{}; // a command we do not know; its header is enough to refuse it
}

}

Frame next_frame(std::string_view received) {
    if (received.size() < 4) {
        return {Frame::State::incomplete};
    }
    const std::size_t length = read_u32(received, 0);
    if (length < header_bytes || length > pdu_bytes_max) {
        return {Frame::State::broken};
    }
    if (received.size() < length) {
        return {Frame::State::incomplete, length};
    }
    return {Frame::State::whole, length};
}

Pdu decode(std::string_view frame) {
    COHORT_ENSURE(frame.size() >= header_bytes, "a frame is at least its header");
    const Header header{
        static_cast<Command>(read_u32(frame, 4)), read_u32(frame, 8), read_u32(frame, 12)
    };
    return {header, decode_body(header, frame.substr(header_bytes))};
}

Outcome append(std::string& out, const Pdu& pdu) {
    const std::size_t start = out.size();
    append_u32(out, 0);
    append_u32(out, static_cast<std::uint32_t>(pdu.header.command));
    append_u32(out, pdu.header.status);
    append_u32(out, pdu.header.sequence);
    const bool written =
        std::visit([&](const auto& body) { return write_body(out, body); }, pdu.body);
    const std::size_t length = out.size() - start;
    if (!written || length > pdu_bytes_max) {
        out.resize(start);
        return invalid("smpp.field_too_long");
    }
    for (std::size_t i = 0; i < 4; ++i) {
        out[start + i] = static_cast<char>((length >> (8 * (3 - i))) & 0xFF);
    }
    return done();
}

std::optional<std::string_view> find_tlv(std::string_view tlvs, Tag tag) {
    while (tlvs.size() >= 4) {
        const std::size_t size = read_u16(tlvs, 2);
        if (tlvs.size() - 4 < size) {
            return std::nullopt;
        }
        if (read_u16(tlvs, 0) == static_cast<std::uint16_t>(tag)) {
            return tlvs.substr(4, size);
        }
        tlvs.remove_prefix(4 + size);
    }
    return std::nullopt;
}

void append_tlv(std::string& out, Tag tag, std::string_view value) {
    COHORT_ENSURE(value.size() <= 0xFFFF, "a TLV's length has sixteen bits");
    append_u16(out, static_cast<std::uint16_t>(tag));
    append_u16(out, value.size());
    out.append(value);
}

void append_u16_tlv(std::string& out, Tag tag, std::uint16_t value) {
    append_u16(out, static_cast<std::uint16_t>(tag));
    append_u16(out, sizeof value);
    append_u16(out, value);
}

bool is_known(Command command) {
    switch (command) {
    case Command::generic_nack:
    case Command::bind_receiver:
    case Command::bind_receiver_resp:
    case Command::bind_transmitter:
    case Command::bind_transmitter_resp:
    case Command::query_sm:
    case Command::query_sm_resp:
    case Command::submit_sm:
    case Command::submit_sm_resp:
    case Command::deliver_sm:
    case Command::deliver_sm_resp:
    case Command::unbind:
    case Command::unbind_resp:
    case Command::bind_transceiver:
    case Command::bind_transceiver_resp:
    case Command::enquire_link:
    case Command::enquire_link_resp:
        return true;
    }
    return false;
}

bool is_response(Command command) {
    return (static_cast<std::uint32_t>(command) & 0x8000'0000) != 0;
}

Command response_to(Command command) {
    return static_cast<Command>(static_cast<std::uint32_t>(command) | 0x8000'0000);
}

}
