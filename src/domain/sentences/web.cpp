// What is said at the door of the staff pages, and about requests that come in a wrong way.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"sign_in.wrong",
     "The email address and the password do not fit together.",
     "Check both and try again. The person who looks after Cohort can set a new password."},
    {"sign_in.too_many",
     "There were too many tries to sign in.",
     "Wait a minute, then try again. If the same computer keeps trying, the wait grows to 15 "
     "minutes."},
    {"session.none", "You are not signed in, or not any more.", "Sign in again."},
    {"session.ended",
     "You were signed out, because nobody used Cohort here for a while.",
     "Sign in again to go on."},
    {"upload.cut",
     "The connection was cut while the file was being uploaded, so nothing was kept.",
     "The file is still chosen below. Check the connection, then upload it again."},
    {"upload.no_room",
     "The server is reading so many other files that there was no room for this one, so nothing "
     "was "
     "kept.",
     "Your file is as it was. Wait a minute, then choose it again and upload it."},
    {"request.other_site",
     "The request came from another website, so nothing was changed.",
     "Open Cohort itself and do it there."},
    {"request.token_wrong",
     "The page you used was from an earlier time you were signed in, so nothing was changed.",
     "Open the page again and repeat what you did."},
    {"permission.missing",
     "Your account does not have permission to do this.",
     "Ask your practice manager."},
    {"id.unreadable", "There is no page at this address.", "Check the address, or use the menu."},
    {"url.not_allowed",
     "The address of a link is not one that we show.",
     "Use an address that begins with https."},
    {"api_key.unknown",
     "The API key is missing, or is not one that we know.",
     "Send the key as a bearer token in the Authorization header."},
    {"idempotency.reused",
     "This Idempotency-Key was used before, for a different message.",
     "Use a new key for each bulk message. Nothing was sent for this request."},
};

}

std::span<const Sentence> web() {
    return table;
}

}
