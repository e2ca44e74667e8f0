#pragma once
// Base64 with padding (RFC 4648 §4), for AUTH and for encoded-words. Pure.
#include <string>
#include <string_view>

namespace cohort::smtp {

std::string base64(std::string_view bytes);

}
