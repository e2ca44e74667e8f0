#pragma once
// Delivery receipts: by TLVs (receipted_message_id, message_state, network_error_code), or by the
// text of appendix B of the specification in its dialects: ten or twelve digits of time, any case,
// `text:` missing, fields missing or in another order. Where both are there, the TLV is believed.
// Only esm_class, or a receipted_message_id, makes a deliver_sm a receipt, never its text: a
// patient may type one. A state that is not in the table says `unknown`; nothing but DELIVRD or
// state 2 says `delivered`. Pure, no bytes make it throw.
#include "edge/smpp/codec/pdu.hpp"
#include "edge/smpp/settings.hpp"
#include "flow/send/gateway.hpp"

#include <optional>
#include <string>

namespace cohort::smpp {

struct ReceiptDialect {
    MessageIdFormat message_id_format = MessageIdFormat::as_it_is;
    ReceiptErrors errors = ReceiptErrors::centre_specific;
    std::chrono::minutes utc_offset{0};
    DefaultAlphabet alphabet = DefaultAlphabet::gsm7;
};

ReceiptDialect receipt_dialect(const SmppSettings& settings);

bool is_receipt(const ShortMessage& message);

// Requires: is_receipt(message). Without a readable id the reference is empty: kept, but matched to
// nobody by it; what it repeats of the message may still match one in doubt.
send::Receipt read_receipt(const ShortMessage& message, const ReceiptDialect& dialect);

// The form in which the id of a submit_sm_resp is remembered, so that a receipt's equals it.
std::string answer_reference(std::string_view message_id, MessageIdFormat format);

// The id that a query_sm asks about: the answer's again, but for leading zeros and case.
std::string asked_id(std::string_view reference, MessageIdFormat format);

// What the answer to a query_sm says, as a receipt.
send::Receipt read_query_answer(const QuerySmResp& answer, std::string reference);

// The octets of a text: short_message, or message_payload when that is empty.
std::string_view octets_of(const ShortMessage& message);

}
