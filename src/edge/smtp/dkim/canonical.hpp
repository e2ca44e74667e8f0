#pragma once
// What a DKIM signature is over: the "relaxed" forms of a message's fields and body (RFC 6376
// §3.4.2, §3.4.4). Pure.
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp::dkim {

// "Subject:  Hi\r\n  there \r\n" becomes "subject:Hi there", without a line end.
std::string relaxed_field(std::string_view field);

// White space in a line becomes one space, at its end nothing; empty lines at the end of the body
// go. An empty body stays empty.
std::string relaxed_body(std::string_view body);

// The fields of a head and the body behind the empty line. Views into `message`, whose lines end in
// CRLF. A field keeps its folds and has no line end.
struct SplitMessage {
    std::vector<std::string_view> fields;
    std::string_view body;
};

SplitMessage split_message(std::string_view message);

// The bytes that are hashed and signed (RFC 6376 §3.7): the named fields, each name's last
// occurrence first, then the signature's own field with nothing after "b=". A name whose
// occurrences are used up adds nothing, which is what signs its absence.
std::string signing_input(
    const SplitMessage& message,
    const std::vector<std::string>& names, // lower case
    std::string_view signature_field
);

// Of a field as split_message gives it, in lower case.
std::string field_name(std::string_view field);

}
