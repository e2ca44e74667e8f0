// What is said while a message is written, checked and pressed, and about single patients it cannot
// reach.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"draft.not_found",
     "There is no such unsent message in your practice.",
     "Choose Bulk Messages in the menu and start a new one."},
    {"draft.changed_meanwhile",
     "Somebody else changed this message while you had it open. What you wrote is not saved yet.",
     "Look at what you wrote, and save again to put it in the place of theirs."},
    {"compose.sms_off",
     "Texts are switched off for your practice.",
     "Choose email, or ask the person who looks after Cohort to switch texts on."},
    {"compose.nobody_has_mobile",
     "Nobody on this list has a mobile number we can use.",
     "Choose email, or use a list that has mobile numbers."},
    {"compose.nobody_has_email",
     "Nobody on this list has an email address we can use.",
     "Choose text message, or use a list that has email addresses."},
    {"compose.subject_missing", "The email has no subject.", "Enter a subject."},
    {"compose.subject_too_long",
     "The subject is longer than 200 characters.",
     "Shorten it. Short subjects are read more often."},
    {"compose.subject_has_lines", "The subject has more than one line.", "Write it on one line."},
    {"compose.text_missing", "The message has no text.", "Enter the text of the message."},
    {"compose.text_too_long",
     "The message is longer than can be sent.",
     "Shorten it. The count under the box shows how much fits."},
    {"compose.time_passed",
     "The time chosen for sending has passed.",
     "Choose a later time, or choose to send now."},
    {"compose.time_too_far",
     "The time chosen for sending is too far ahead.",
     "Choose a time within the next year."},
    {"compose.reason_missing",
     "There is no reason for sending outside your practice's hours.",
     "Say why it cannot wait until they open, or let it wait."},
    {"compose.reason_too_long",
     "The reason for sending outside your practice's hours is longer than 500 characters.",
     "Say it in a sentence or two."},
    {"compose.changed",
     "Something was changed after you checked this message, so nothing was sent.",
     "Check it again as it is now, then send it."},
    {"compose.already_sent",
     "This message was sent already. What you changed afterwards was not sent.",
     "Choose Bulk Messages in the menu to see what was sent. For another message, create a new "
     "bulk message."},
    {"compose.sent_meanwhile",
     "This message was sent a moment ago, from another window or by a second press.",
     "Choose Bulk Messages in the menu to see it. It was not sent twice."},
    {"message.no_mobile",
     "The list has no mobile number for this patient.",
     "Contact the patient in another way."},
    {"message.no_email",
     "The list has no email address for this patient.",
     "Contact the patient in another way."},
    {"message.too_long",
     "With this patient's name in it the text is too long to be sent.",
     "Contact the patient in another way, or write a shorter message."},
};

}

std::span<const Sentence> compose() {
    return table;
}

}
