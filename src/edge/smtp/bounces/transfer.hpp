#pragma once
// The body of a part as it was before it was made fit for mail (RFC 2045 §6). Pure; never fails:
// what is no code of its kind is passed over or stays.
#include <string>
#include <string_view>

namespace cohort::smtp::bounces {

std::string read_quoted_printable(std::string_view body);
std::string read_base64(std::string_view body);

}
