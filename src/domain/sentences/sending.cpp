// What is said about bulk messages that were pressed, and about how single messages ended.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"bulk_message.not_found",
     "There is no such bulk message in your practice.",
     "Choose Bulk Messages in the menu to see those that there are."},
    {"bulk_message.nothing_failed",
     "No message here has failed, so there is nothing to try again.",
     "Open the bulk message again to see how things stand."},
    {"bulk_message.still_stopping",
     "This bulk message was stopped a moment ago, and Cohort is still working through its list.",
     "Try again in a minute."},
    {"message.too_late_paused",
     "The bulk message was paused until its time for sending ran out. The message was not sent.",
     "Try again if it is still useful."},
    {"message.too_late",
     "The message could not be handed over before its time ran out. It was not sent.",
     "Try again if it is still useful."},
    {"message.outcome_unknown",
     "The message was handed over, but no answer came back. It may have arrived.",
     "Nothing is sent again by itself. Ask the patient before you send it once more."},
    {"message.no_receipt",
     "The message was taken for delivery, but no one has told us whether it arrived.",
     "Most such messages do arrive. Ask the patient if it matters."},
    {"message.not_delivered",
     "The message could not be delivered, and no reason was given.",
     "Check the number or address in the patient's record."},
    {"message.unreadable",
     "What Cohort had stored for this patient can no longer be read, so nothing was sent to them.",
     "Contact the patient in another way, and tell whoever runs Cohort."},
    {"message.expired",
     "The message could not be delivered in the time it had.",
     "The phone may be off. Try again later, or contact the patient in another way."},
};

}

std::span<const Sentence> sending() {
    return table;
}

}
