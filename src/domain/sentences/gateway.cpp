// Codes that every gateway shares, whatever it speaks. Those of one channel are in sms_gateway.cpp
// and its like.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"gateway.unreachable",
     "The text company or mail server cannot be reached at the moment.",
     "Sending goes on by itself once it answers. If it lasts, ask whoever runs Cohort."},
    {"gateway.none_for_sms",
     "Cohort is not connected to a text company.",
     "Ask the person who looks after Cohort to set one up."},
    {"gateway.none_for_email",
     "Cohort is not connected to a mail server.",
     "Ask the person who looks after Cohort to set one up."},
    {"gateway.connection_lost",
     "The connection broke before this message was sent.",
     "There is nothing to do. It will be sent once the connection is back."},
    {"gateway.sender_refused",
     "The sender's name or address is not accepted.",
     "Check the sender in the settings and its registration. Messages wait until then."},
    {"gateway.throttled",
     "We were asked to send more slowly.",
     "There is nothing to do. Sending goes on by itself in a moment."},
    {"gateway.failing",
     "The text company or mail server failed several times in a row, so sending has paused.",
     "One message is tried every few minutes, and sending goes on by itself once it is taken. If it "
     "lasts, ask whoever runs Cohort."},
    {"gateway.busy",
     "This message could not be taken just then.",
     "There is nothing to do. It will be sent again by itself."},
};

}

std::span<const Sentence> gateway() {
    return table;
}

}
