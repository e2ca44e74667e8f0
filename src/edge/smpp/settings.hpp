#pragma once
// One SMPP account: where the message centre is, who we are to it, and how it likes to be spoken
// to.
#include "base/result.hpp"
#include "base/secret.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cohort::smpp {

// How the centre reads data_coding 0. GSM 03.38 with one septet in an octet is the rule; some want
// the septets packed, some read Latin-1 (Kannel has alt-charset for the same reason). Texts that do
// not fit, with a ŵ say, go as UCS-2 whichever it is.
enum class DefaultAlphabet { gsm7, gsm7_packed, latin1 };

// How a text of several parts goes out. What leaves is never more parts than the screen counted:
//   udh8     each part with a header of 8-bit reference, 153 septets or 67 units a part: what is
//            counted, and taken everywhere
//   udh16    with a 16-bit reference, 152 or 66 a part; a text that would need a part more than was
//            counted goes as udh8
//   sar      the same parts as udh8, numbered by sar_ TLVs: the centre writes the headers
//   payload  the whole text in one message_payload, one answer and one receipt: the centre cuts
enum class LongTexts { udh8, udh16, sar, payload };

// Some centres write the same message id as a decimal number in one place and hexadecimal in the
// other (Kannel's msg-id-type). Numbers are compared without leading zeros and case; other ids
// octet by octet.
enum class MessageIdFormat {
    as_it_is,
    hexadecimal,                              // in both, but case or leading zeros differ
    hexadecimal_in_answer_decimal_in_receipt, // the text of a receipt, that is: its TLV repeats the
                                              // answer's
    decimal_in_answer_hexadecimal_in_receipt,
};

// What `err:` in a receipt's text means. Each centre has numbers of its own unless it documents GSM
// MAP's.
enum class ReceiptErrors { centre_specific, gsm };

// transmitter_and_receiver: `binds` transmitters, and one receiver for the receipts, for centres
// that offer no transceiver. While only the receiver is down sending goes on: the centre keeps the
// receipts, and GatewayEvents::impaired says so.
enum class BindAs { transceiver, transmitter_and_receiver };

struct SmppSettings {
    std::string host;
    std::uint16_t port = 2775;
    bool tls = true; // false only with a notice to staff: texts and numbers then travel in clear
    std::string tls_ca_file = {}; // empty: the system's certificate authorities
    std::string system_id;
    Password password;
    std::string system_type = {};
    std::string service_type = {};

    BindAs bind_as = BindAs::transceiver;
    std::size_t binds = 1;   // that send, at one time; they share the window
    std::size_t window = 10; // messages, and PDUs, without an answer: what one cut can put in doubt
    std::size_t per_second_max = 0; // parts of texts a second; 0: as fast as it answers
    std::chrono::seconds idle = std::chrono::seconds{30};          // then an enquire_link is sent
    std::chrono::seconds response_wait = std::chrono::seconds{30}; // then a submit_sm is in doubt
    std::chrono::seconds connect_wait = std::chrono::seconds{20};  // name, TCP, TLS and bind

    std::string source_default = {}; // for submissions that name no sender
    DefaultAlphabet default_alphabet = DefaultAlphabet::gsm7;
    LongTexts long_texts = LongTexts::udh8;
    MessageIdFormat message_id_format = MessageIdFormat::as_it_is;
    ReceiptErrors receipt_errors = ReceiptErrors::centre_specific;
    std::chrono::minutes receipt_utc_offset{0}; // of the times in a receipt's text
    // To match a receipt for a text whose answer never came. Some older centres refuse TLVs they do
    // not know.
    bool send_user_message_reference = false;
    bool look_up = false; // query_sm is offered
};

// Real links need 10 to 50; only benchmarks need more.
inline constexpr std::size_t window_max = 1000;
// Accounts allow one to four as a rule.
inline constexpr std::size_t binds_max = 16;

// All faults at once, as stable codes: smpp.host_missing, smpp.port_missing, smpp.system_id_length,
// smpp.password_length, smpp.system_type_length, smpp.service_type_length, smpp.window_range,
// smpp.binds_range, smpp.wait_range, smpp.source_length.
std::vector<ErrorCode> faults(const SmppSettings& settings);

}
