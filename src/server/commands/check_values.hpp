#pragma once
// `cohort check …`: reads one value a line, writes one JSON object a line, in the same order. For
// people, for scripts and for tests: it is the same code that judges a patient list.
//   mobile      {"ok","e164","reason"}
//   email       {"ok","email","reason"}
//   nhs-number  {"ok","nhs_number","reason"}
//   text        {"encoding","units","segments","replaceable":[{"character","with"}]}
//   time        {"utc","kind"}   and, where there is no such time,
//   {"utc":null,"kind":null,"reason"}
// Any bytes are an answerable input. Answers leave whenever no more input is at hand, so a script
// may ask one question at a time.
#include "base/result.hpp"
#include "domain/mobile_number.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace cohort::commands {

enum class CheckedValue { mobile, email, nhs_number, text, time };

enum class InputLines {
    plain, // the line is the value; LF or CR LF ends it
    json,  // the line is a JSON string, so that a value may hold a line's end
};

struct CheckOptions {
    CheckedValue value;
    InputLines lines = InputLines::plain;
    domain::International international = domain::International::refused; // mobile
    std::string zone = "Europe/London";                                   // time
};

// Fills some of the buffer and says how much; 0 is the end. May wait.
using ReadBytes = std::function<std::size_t(std::span<char>)>;
// False when nobody reads any more.
using WriteBytes = std::function<bool(std::string_view)>;

// A line longer than this is answered with the reason input.too_long and not kept.
inline constexpr std::size_t check_line_bytes_max = 64 * 1024 * 1024;

// Errors: time.zone_unknown, output.unwritable.
Outcome check_values(const CheckOptions& options, const ReadBytes& read, const WriteBytes& write);

// From standard input to standard output. Errors: also input.is_folder, input.unreadable.
Outcome check_values(const CheckOptions& options);

}
