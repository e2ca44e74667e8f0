// What the JSON API says.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"json.unreadable", "The request's body is not JSON.", "Send one JSON object."},
    {"json.not_an_object", "The request's body is not a JSON object.", "Send one JSON object."},
    {"json.unknown_member",
     "The request's body has a member that this address does not know.",
     "Send only the members that the API's description names."},
    {"json.member_not_boolean",
     "A member of the request is neither true nor false.",
     "Send true or false, without quotation marks."},
    {"json.member_not_text",
     "A member of the request's body is not a string.",
     "Send every member as a string, ids too."},
    {"json.channel_unknown",
     "The channel is neither sms nor email.",
     "Send sms or email as channel."},
    {"json.member_missing",
     "The request's body lacks a member that has to be there.",
     "Send the members that the API's description calls required."},
    {"query.word_unknown",
     "A word in the address is not one that this address knows.",
     "Send one of the words that the API's description names."},
    {"api.too_many_requests",
     "This key asks more often than one key may.",
     "Wait as many seconds as the Retry-After header says, then send the request again."},
    {"query.number_unreadable",
     "A number in the address cannot be read, or is beyond its limit.",
     "Send whole numbers within the limits that the API's description names."},
    {"idempotency.key_missing",
     "The request has no Idempotency-Key header.",
     "Make a key of your own for each bulk message you mean to send, and send the same one when "
     "you repeat the request."},
    {"idempotency.key_too_long",
     "The Idempotency-Key header has more than 200 characters.",
     "Send a key of at most 200 characters."},
};

}

std::span<const Sentence> api() {
    return table;
}

}
