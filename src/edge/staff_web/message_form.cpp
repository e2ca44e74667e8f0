#include "edge/staff_web/message_form.hpp"

#include "domain/character_count.hpp"
#include "domain/text_normal.hpp"
#include "domain/typed_text.hpp"
#include "edge/staff_web/paging.hpp"

namespace cohort::staff_web {
namespace {

// No part of a date is longer. What is longer is cut, and marked so that it cannot be taken for a
// number that nobody typed.
constexpr std::size_t typed_characters_max = 20;

std::string read_part(std::string_view typed) {
    std::string line = domain::read_line(typed);
    if (domain::count_characters(line) <= typed_characters_max) {
        return line;
    }
    std::size_t bytes = 0;
    for (std::size_t characters = 0; characters < typed_characters_max; ++characters) {
        bytes += domain::decode_utf8(line, bytes).bytes;
    }
    return line.substr(0, bytes) + "…";
}

compose::TypedTime read_typed_time(const http::Form& form) {
    return {
        .day = read_part(form.text("day")),
        .month = read_part(form.text("month")),
        .year = read_part(form.text("year")),
        .hour = read_part(form.text("hour")),
        .minute = read_part(form.text("minute"))
    };
}

}

compose::Draft read_message_form(const http::Form& form, const compose::Draft& before) {
    compose::Draft read = before;
    read.channel = domain::parse_channel(form.text("channel")).value_or(domain::Channel::sms);
    read.subject = domain::read_line(form.text("subject"));
    read.text = domain::read_lines(form.text("text"));
    if (!form.text("revision").empty()) {
        read.revision = read_position(form.text("revision"));
    }
    read.later = form.text("timing") == "now" ? std::nullopt : std::optional(read_typed_time(form));
    return read;
}

std::string_view field_of(const Error& fault) {
    const std::string_view code = fault.code.text();
    if (code.starts_with("compose.subject")) {
        return "subject";
    }
    if (code.starts_with("time.") && !fault.detail.empty()) {
        return fault.detail; // read_time names the field
    }
    if (code.starts_with("compose.time") || code.starts_with("time.")) {
        return "day";
    }
    if (code.starts_with("compose.sms_off") || code.starts_with("compose.nobody")) {
        return "channel";
    }
    return "text";
}

}
