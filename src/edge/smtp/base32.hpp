#pragma once
// Base32 without padding in lower case (RFC 4648 §6): letters and digits that survive whoever
// changes the case of an address. Pure.
#include <optional>
#include <string>
#include <string_view>

namespace cohort::smtp {

std::string base32(std::string_view bytes);

// Of lower-case letters; nothing for any other text, and for one that base32() would not have
// written.
std::optional<std::string> read_base32(std::string_view text);

bool is_base32(std::string_view text);

}
