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
    {"list.old",
     "The report behind this list was run more than 14 days ago.",
     "Run it again and upload the new file, or say that this one is still right."},
    {"list.deleted",
     "The list was deleted, so this message cannot be sent to it.",
     "Upload the list again, and write the message to the new list."},
    {"list.not_draft",
     "The list is confirmed, so nothing about it can be changed.",
     "Upload the corrected file as a new list."},
    {"list.file_being_added",
     "A file is being added to this list at this moment.",
     "Wait a minute, and look again."},
    {"list.file_known",
     "This file is on the list already, so it was not added again.",
     "Choose another file, or go on with the list."},
    {"list.changed",
     "Somebody else changed the list at the same moment, so your change was not kept.",
     "Look at the row again, and correct it if that is still needed."},
    {"list.changed_since",
     "Somebody changed the list after you looked at it, so it was not used.",
     "Look at it as it is now, and go on if it is right."},
    {"list.needed",
     "A bulk message to this list is still under way, so it was not deleted.",
     "Delete it when that bulk message has been sent or stopped."},
    {"row.not_found", "There is no such row.", "Go back to the list."},
    {"row.settled",
     "Somebody has dealt with this row already.",
     "Go back to the list to see what became of it."},
    {"row.on_list_already",
     "Another row of the list is this patient, with the same date of birth, mobile and email.",
     "Leave this row out: the patient is on the list once, as it should be."},
    {"row.stands_against",
     "Another row of the list has this NHS number, with another date of birth, mobile or email.",
     "Find out which is right. Correct the NHS number here if it was mistyped, or leave this row out."},
    {"list.not_confirmed",
     "Nobody has confirmed yet that this list holds the right patients.",
     "Check the list and confirm it first."},
};

}

std::span<const Sentence> practice() {
    return table;
}

}
