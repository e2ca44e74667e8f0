// Practices, the people who work in them, their passwords, and their lists by name.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"practice.bulk_messages_off",
     "Bulk messages are switched off for your practice.",
     "Ask the person who looks after Cohort to switch them on."},
    {"practice.name_missing", "The practice's name is missing.", "Give its name."},
    {"practice.words_unreadable",
     "The practice's name or reply address has a line break, a control character, or blanks that "
     "do "
     "not show.",
     "Write it on one line."},
    {"practice.ods_code_unreadable",
     "The ODS code does not have 3 to 10 letters and digits.",
     "Use the practice's ODS code, such as A81001."},
    {"practice.ods_code_taken",
     "There is a practice with this ODS code already.",
     "Use that practice, or check the code."},
    {"practice.unknown", "There is no such practice.", "Check the ODS code."},
    {"user.name_missing", "The person's name is missing.", "Give the name colleagues will see."},
    {"user.name_unreadable",
     "The person's name has a line break, a control character, or blanks that do not show.",
     "Write it on one line."},
    {"user.email_unreadable",
     "The email address for signing in is not complete, or has characters that addresses cannot "
     "have.",
     "Check it and try again."},
    {"user.email_taken",
     "Somebody signs in with this email address already.",
     "Use another address, or set a new password for that person."},
    {"user.unknown", "Nobody signs in with this email address.", "Check the address."},
    {"user.role_unknown",
     "There is no role of that name.",
     "Use one of the roles that the help names."},
    {"password.too_short",
     "The password has fewer than 12 characters.",
     "Choose a longer one. Three words that have nothing to do with each other are good."},
    {"password.too_long", "The password is longer than 1,024 bytes.", "Choose a shorter one."},
    {"list.not_found",
     "There is no such patient list in your practice.",
     "Choose Bulk Messages in the menu and upload the list again."},
    {"list.name_missing", "The list has no name.", "Enter a name that colleagues will understand."},
    {"list.name_too_long", "The list's name is too long.", "Shorten it."},
    {"list.file_missing", "No file was chosen.", "Choose the file with the patients."},
    {"list.being_received",
     "This file was sent before, and is still being stored.",
     "Wait a minute, then send it again."},
    {"list.upload_key_reused",
     "Another file was uploaded from here a moment ago, so this one was not taken in its place.",
     "Choose the file again and upload it now. A program uses a new Idempotency-Key."},
    {"list.empty",
     "No patient in the file can be sent a message.",
     "Correct the rows named in the check, then upload the file again."},
    {"list.not_confirmed",
     "Nobody has confirmed yet that this list holds the right patients.",
     "Check the list and confirm it first."},
};

}

std::span<const Sentence> practice() {
    return table;
}

}
