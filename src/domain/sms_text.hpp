#pragma once
// The characters an SMS can carry: the GSM 7-bit default alphabet with its extension table (3GPP
// TS 23.038 §6.2.1; standards.md §1.2), and what may stand for a character that is not in it.
// National shift tables are not used: there is none for Welsh, and handsets differ.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cohort::domain {

// One septet, or ESC and one septet.
struct GsmCode {
    std::uint8_t septet;
    bool extended;

    friend bool operator==(GsmCode, GsmCode) = default;
};

// Nothing where GSM 7-bit has no such character.
std::optional<GsmCode> gsm_code(char32_t character);

// Septets that the character takes: 1, 2 for an extended one, 0 where GSM 7-bit has no such
// character.
std::uint8_t gsm_units(char32_t character);

// The character of a septet, after ESC or not; a space for what is not assigned, as the standard
// asks of receivers.
char32_t gsm_character(GsmCode code);

// What can stand for a character outside GSM 7-bit.
struct Substitute {
    enum class Kind {
        typography, // quotes, dashes, blanks, dots, ligatures: nobody will see a difference
        letter,     // a letter without its accent: offered, for the sender to judge
    };
    std::string with; // GSM 7-bit only; empty for characters without width
    Kind kind;
};

// Nothing for characters that are in GSM 7-bit, that have no substitute (emoji, other scripts), and
// for the Welsh letters with a circumflex (âêîôûŵŷ): there the accent is the spelling.
std::optional<Substitute> substitute_for(char32_t character);

// UTF-8 as it will be sent: CR LF made LF, ill-formed pieces U+FFFD. Everything else stays as it
// is.
std::string sms_normal(std::string_view utf8);

}
