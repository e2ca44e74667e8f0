#pragma once
// Each PDU's fields, once, in the order of the wire. Encoder and decoder both walk these tables;
// the maxima of texts count the closing zero octet, as the specification does.
#include "edge/smpp/codec/pdu.hpp"

#include <tuple>

namespace cohort::smpp::layout {

// One octet.
template <class Struct>
struct Octet {
    std::uint8_t Struct::* member;
};

// Octets closed by a zero.
template <class Struct>
struct Text {
    std::string_view Struct::* member;
    std::size_t octets_max;
};

// One octet of length, then that many.
template <class Struct>
struct Counted {
    std::string_view Struct::* member;
    std::size_t octets_max;
};

// The optional parameters: everything that is left.
template <class Struct>
struct Rest {
    std::string_view Struct::* member;
};

inline constexpr std::tuple bind{
    Text{&Bind::system_id, 16},
    Text{&Bind::password, 9},
    Text{&Bind::system_type, 13},
    Octet{&Bind::interface_version},
    Octet{&Bind::addr_ton},
    Octet{&Bind::addr_npi},
    Text{&Bind::address_range, 41},
};

inline constexpr std::tuple bind_resp{
    Text{&BindResp::system_id, 16},
    Rest{&BindResp::tlvs},
};

inline constexpr std::tuple short_message{
    Text{&ShortMessage::service_type, 6},
    Octet{&ShortMessage::source_ton},
    Octet{&ShortMessage::source_npi},
    Text{&ShortMessage::source, 21},
    Octet{&ShortMessage::destination_ton},
    Octet{&ShortMessage::destination_npi},
    Text{&ShortMessage::destination, 21},
    Octet{&ShortMessage::esm_class},
    Octet{&ShortMessage::protocol_id},
    Octet{&ShortMessage::priority},
    Text{&ShortMessage::schedule_time, 17},
    Text{&ShortMessage::validity_period, 17},
    Octet{&ShortMessage::registered_delivery},
    Octet{&ShortMessage::replace_if_present},
    Octet{&ShortMessage::data_coding},
    Octet{&ShortMessage::default_message_id},
    Counted{&ShortMessage::text, short_message_bytes_max},
    Rest{&ShortMessage::tlvs},
};

inline constexpr std::tuple message_resp{
    Text{&MessageResp::message_id, 65},
    Rest{&MessageResp::tlvs},
};

inline constexpr std::tuple query_sm{
    Text{&QuerySm::message_id, 65},
    Octet{&QuerySm::source_ton},
    Octet{&QuerySm::source_npi},
    Text{&QuerySm::source, 21},
};

inline constexpr std::tuple query_sm_resp{
    Text{&QuerySmResp::message_id, 65},
    Text{&QuerySmResp::final_date, 17},
    Octet{&QuerySmResp::message_state},
    Octet{&QuerySmResp::error_code},
};

}
