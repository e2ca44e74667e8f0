// Dates and times that people choose, and the hours in which messages leave.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"time.missing", "The date and time are missing.", "Enter a date and a time."},
    {"time.unreadable",
     "There is no such date and time.",
     "Enter a real date and a time, such as 23 November 2026 at 9:05am."},
    {"time.skipped",
     "The clocks go forward that night, and the time you chose does not exist.",
     "It was moved to the first moment after the change. Check it below before you send."},
    {"time.zone_unknown",
     "There is no time zone of that name.",
     "Use a name from the time zone database, such as Europe/London."},
    {"send_window.unreadable",
     "The hours for sending are not written in a way we can read.",
     "Write them as in 'mon-fri 08:00-20:00', or write 'always'."},
    {"send_window.empty",
     "The hours for sending never open.",
     "Name at least one day, and a closing time after the opening time."},
};

}

std::span<const Sentence> time() {
    return table;
}

}
