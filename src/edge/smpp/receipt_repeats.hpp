#pragma once
// What a receipt repeats of the message it is about, for one whose submit_sm was never answered.
// Pure, no bytes make it throw.
#include "edge/smpp/receipt.hpp"

#include <string_view>

namespace cohort::smpp {

// `text`: the receipt's, one octet a character.
send::Receipt::Repeats
repeats_of(const ShortMessage& message, std::string_view text, const ReceiptDialect& dialect);

}
