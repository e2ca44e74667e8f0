#pragma once
// How several texts become one sealed value: each after its length as two octets.
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace cohort::lists {

// Requires: no field of 64 KiB or more; every field that is packed has a limit far below.
std::string pack(std::span<const std::string_view> fields);
std::string pack(std::initializer_list<std::string_view> fields);

// False when `packed` is not what pack made of so many fields. Views into `packed`.
bool unpack(std::string_view packed, std::span<std::string_view> fields);

}
