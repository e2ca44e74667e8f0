#pragma once
// How a patient's identity is packed into one sealed value: six fields, each after its length as
// two octets.
#include "flow/lists/lists.hpp"

#include <string>
#include <string_view>

namespace cohort::lists {

std::string pack(const Patient& patient);
// Errors: sealed.damaged (what opened is not what pack wrote).
Result<Patient> unpack(std::int64_t line, std::string_view packed);

}
