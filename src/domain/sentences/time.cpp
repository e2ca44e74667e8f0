// Dates and times that people choose, and the hours in which messages leave.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"time.missing", "The date and time are missing.", "Enter a date and a time."},
    {"time.incomplete",
     "A part of the date or time is missing.",
     "Fill in the day, month, year, hour and minute, such as 27 11 2026 and 09 30."},
    {"time.not_numbers",
     "A part of the date or time is not a number.",
     "Write numbers only, such as 27 11 2026 and 09 30; for half past two in the afternoon, 14 30."
    },
    {"time.year_short", "The year does not have four digits.", "Write it in full, such as 2026."},
    {"time.unreadable",
     "There is no such date and time.",
     "Enter a real date, and a time between 00:00 and 23:59."},
    {"time.skipped",
     "The clocks go forward that night, and the time you chose does not exist.",
     "It was moved to the first moment after the change. Check it below before you send."},
    {"time.repeated",
     "The clocks go back that night, and the time you chose comes twice.",
     "The message goes the first time. Choose another time if you do not want that."},
    {"time.zone_unknown",
     "There is no time zone of that name.",
     "Use a name from the time zone database, such as Europe/London."},
    {"send_window.closed",
     "Your practice does not send messages at that time.",
     "The message goes when its hours for sending open next. Look at 'When' below."},
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
