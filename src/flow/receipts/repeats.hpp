#pragma once
// What a receipt repeats of its message, as it is kept while the receipt waits.
#include "base/result.hpp"
#include "flow/send/send.hpp"

#include <string>
#include <string_view>

namespace cohort::receipts {

std::string pack(const send::Receipt::Repeats& repeats);
// Errors: sealed.damaged.
Result<send::Receipt::Repeats> unpack(std::string_view packed);

}
