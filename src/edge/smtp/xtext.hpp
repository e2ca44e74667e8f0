#pragma once
// xtext (RFC 3461 §4): how a value travels as a parameter of an SMTP command, and comes back in a
// report. Pure.
#include <optional>
#include <string>
#include <string_view>

namespace cohort::smtp {

std::string xtext(std::string_view text);

// Nothing for what is no xtext.
std::optional<std::string> read_xtext(std::string_view text);

}
