#include "simulator/smsc/pdu.hpp"

#include <algorithm>

namespace cohort::simulator::smsc {

namespace {

namespace tag {
constexpr std::uint16_t receipted_message_id = 0x001E;
constexpr std::uint16_t user_message_reference = 0x0204;
constexpr std::uint16_t sar_msg_ref_num = 0x020C;
constexpr std::uint16_t sar_total_segments = 0x020E;
constexpr std::uint16_t sar_segment_seqnum = 0x020F;
constexpr std::uint16_t sc_interface_version = 0x0210;
constexpr std::uint16_t network_error_code = 0x0423;
constexpr std::uint16_t message_payload = 0x0424;
constexpr std::uint16_t message_state = 0x0427;
}

constexpr std::uint8_t esm_has_header = 0x40;
constexpr std::uint8_t esm_is_receipt = 0x04;
constexpr std::uint8_t network_gsm = 3;

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t length) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < length; ++i) {
        number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return number;
}

// Reads fields one after another; after the first that does not fit everything is empty and ok() is
// false.
class Fields {
public:
    explicit Fields(std::string_view bytes) : bytes_(bytes) {}

    // `most` counts the terminating NUL, as the specification does.
    std::string_view text(std::size_t most) {
        const auto end = bytes_.substr(0, most).find('\0');
        if (end == std::string_view::npos) {
            ok_ = false;
            bytes_ = {};
            return {};
        }
        const auto field = bytes_.substr(0, end);
        bytes_.remove_prefix(end + 1);
        return field;
    }

    std::string_view octets(std::size_t length) {
        if (bytes_.size() < length) {
            ok_ = false;
            bytes_ = {};
            return {};
        }
        const auto field = bytes_.substr(0, length);
        bytes_.remove_prefix(length);
        return field;
    }

    std::uint8_t octet() {
        const auto one = octets(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
    }

    std::uint16_t pair() {
        const auto two = octets(2);
        return two.empty() ? std::uint16_t{0} : static_cast<std::uint16_t>(number_at(two, 0, 2));
    }

    bool ok() const { return ok_; }

    bool empty() const { return bytes_.empty(); }

private:
    std::string_view bytes_;
    bool ok_ = true;
};

// 3GPP TS 23.040 §9.2.3.24: a length, then elements of {identifier, length, octets}.
bool take_header(std::string_view& user_data, Concatenation& into) {
    Fields fields(user_data);
    const std::size_t length = fields.octet();
    Fields elements(fields.octets(length));
    if (!fields.ok()) {
        return false;
    }
    while (!elements.empty()) {
        const std::uint8_t identifier = elements.octet();
        const std::string_view content = elements.octets(elements.octet());
        if (!elements.ok()) {
            return false;
        }
        const std::size_t reference_bytes = identifier == 0x00 ? 1 : identifier == 0x08 ? 2 : 0;
        if (reference_bytes > 0 && content.size() == reference_bytes + 2) {
            into.reference = number_at(content, 0, reference_bytes);
            into.parts = number_at(content, reference_bytes, 1);
            into.part = number_at(content, reference_bytes + 1, 1);
        }
    }
    user_data.remove_prefix(length + 1);
    return true;
}

bool take_options(Fields& fields, Submit& into) {
    while (!fields.empty()) {
        const std::uint16_t name = fields.pair();
        const std::string_view value = fields.octets(fields.pair());
        if (!fields.ok()) {
            return false;
        }
        if (name == tag::message_payload) {
            into.user_data = value;
        } else if (name == tag::sar_msg_ref_num && value.size() == 2) {
            into.concatenation.reference = number_at(value, 0, 2);
        } else if (name == tag::sar_total_segments && value.size() == 1) {
            into.concatenation.parts = number_at(value, 0, 1);
        } else if (name == tag::sar_segment_seqnum && value.size() == 1) {
            into.concatenation.part = number_at(value, 0, 1);
        } else if (name == tag::user_message_reference && value.size() == 2) {
            into.user_message_reference = static_cast<std::uint16_t>(number_at(value, 0, 2));
        }
    }
    return true;
}

void put(std::string& out, std::uint32_t number, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        out += static_cast<char>(number >> static_cast<unsigned>(shift) & 0xFFU);
    }
}

void put_text(std::string& out, std::string_view text) {
    out += text;
    out += '\0';
}

void put_option(std::string& out, std::uint16_t name, std::string_view value) {
    put(out, name, 2);
    put(out, static_cast<std::uint32_t>(value.size()), 2);
    out += value;
}

std::size_t
begin_pdu(std::string& out, std::uint32_t id, std::uint32_t status, std::uint32_t sequence) {
    const std::size_t begin = out.size();
    put(out, header_bytes, 4);
    put(out, id, 4);
    put(out, status, 4);
    put(out, sequence, 4);
    return begin;
}

void end_pdu(std::string& out, std::size_t begin) {
    std::string length;
    put(length, static_cast<std::uint32_t>(out.size() - begin), 4);
    std::ranges::copy(length, out.begin() + static_cast<std::ptrdiff_t>(begin));
}

}

std::optional<Header> read_header(std::string_view bytes) {
    if (bytes.size() < header_bytes) {
        return std::nullopt;
    }
    return Header{
        number_at(bytes, 0, 4),
        number_at(bytes, 4, 4),
        number_at(bytes, 8, 4),
        number_at(bytes, 12, 4)
    };
}

Result<Bind> read_bind(std::string_view body) {
    Fields fields(body);
    Bind bind;
    bind.system_id = fields.text(16);
    bind.password = fields.text(9);
    bind.system_type = fields.text(13);
    bind.interface_version = fields.octet();
    fields.octet();  // addr_ton
    fields.octet();  // addr_npi
    fields.text(41); // address_range
    if (!fields.ok()) {
        return invalid("simulator.smpp.malformed");
    }
    return bind;
}

Result<Submit> read_submit(std::string_view body) {
    Fields fields(body);
    Submit submit;
    submit.service_type = fields.text(6);
    submit.source_ton = fields.octet();
    submit.source_npi = fields.octet();
    submit.source = fields.text(21);
    submit.destination_ton = fields.octet();
    submit.destination_npi = fields.octet();
    submit.destination = fields.text(21);
    submit.esm_class = fields.octet();
    fields.octet();  // protocol_id
    fields.octet();  // priority_flag
    fields.text(17); // schedule_delivery_time
    fields.text(17); // validity_period
    submit.registered_delivery = fields.octet();
    fields.octet(); // replace_if_present_flag
    submit.data_coding = fields.octet();
    fields.octet(); // sm_default_msg_id
    submit.user_data = fields.octets(fields.octet());
    if (!fields.ok() || !take_options(fields, submit)) {
        return invalid("simulator.smpp.malformed");
    }
    if ((submit.esm_class & esm_has_header) != 0
        && !take_header(submit.user_data, submit.concatenation)) {
        return invalid("simulator.smpp.malformed");
    }
    const Concatenation& c = submit.concatenation;
    if (c.parts == 0 || c.part == 0 || c.part > c.parts) {
        // 23.040: a receiver ignores such an element and shows the part alone.
        submit.concatenation = {};
    }
    return submit;
}

void append_empty(
    std::string& out, std::uint32_t id, std::uint32_t status, std::uint32_t sequence
) {
    begin_pdu(out, id, status, sequence);
}

void append_bind_answer(
    std::string& out,
    std::uint32_t id,
    std::uint32_t status,
    std::uint32_t sequence,
    std::string_view system_id
) {
    const auto begin = begin_pdu(out, id | command::response, status, sequence);
    // The body of a refused bind may be left out (specification §4.1.2), and most centres do.
    if (status == status::ok) {
        put_text(out, system_id);
        put_option(out, tag::sc_interface_version, "\x34");
    }
    end_pdu(out, begin);
}

void append_submit_answer(
    std::string& out, std::uint32_t status, std::uint32_t sequence, std::string_view message_id
) {
    const auto begin = begin_pdu(out, command::submit_sm | command::response, status, sequence);
    if (status == status::ok) {
        put_text(out, message_id);
    }
    end_pdu(out, begin);
}

void append_receipt(std::string& out, std::uint32_t sequence, const Receipt& receipt) {
    const auto begin = begin_pdu(out, command::deliver_sm, 0, sequence);
    put_text(out, {});   // service_type
    put(out, 0x0101, 2); // ton, npi
    put_text(out, receipt.from);
    const bool words = receipt.to.find_first_not_of("0123456789") != std::string_view::npos;
    put(out, words ? 0x0500 : 0x0101, 2);
    put_text(out, receipt.to);
    put(out, esm_is_receipt, 1);
    put(out, 0, 2);    // protocol_id, priority_flag
    put_text(out, {}); // schedule_delivery_time
    put_text(out, {}); // validity_period
    put(out, 0, 4);    // registered_delivery, replace_if_present, data_coding, sm_default_msg_id
    const std::string_view text = receipt.text.substr(0, 254);
    put(out, static_cast<std::uint32_t>(text.size()), 1);
    out += text;
    std::string id(receipt.id);
    id += '\0';
    put_option(out, tag::receipted_message_id, id);
    put_option(out, tag::message_state, std::string(1, static_cast<char>(receipt.message_state)));
    if (receipt.network_error_code != 0) {
        std::string network(1, static_cast<char>(network_gsm));
        put(network, receipt.network_error_code, 2);
        put_option(out, tag::network_error_code, network);
    }
    end_pdu(out, begin);
}

}
