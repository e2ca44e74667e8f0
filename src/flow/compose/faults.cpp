// What is wrong with a message, all at once, in words for the person who wrote it.
#include "domain/character_count.hpp"
#include "domain/limits.hpp"
#include "domain/segments.hpp"
#include "flow/compose/compose.hpp"

namespace cohort::compose {
namespace {

using Faults = std::vector<Error>;

void add_channel_faults(
    const practice::Practice& practice,
    const lists::Summary& list,
    const Content& content,
    Faults& faults
) {
    const bool sms = content.channel == Channel::sms;
    if (sms && !practice.sms_enabled) {
        faults.push_back(invalid("compose.sms_off"));
    } else if ((sms ? list.by_sms : list.by_email) == 0) {
        faults.push_back(invalid(
            sms ? ErrorCode("compose.nobody_has_mobile") : ErrorCode("compose.nobody_has_email")
        ));
    }
}

void add_subject_faults(const Content& content, Faults& faults) {
    if (content.channel != Channel::email) {
        return;
    }
    if (content.subject.empty()) {
        faults.push_back(invalid("compose.subject_missing"));
        return;
    }
    if (domain::count_characters(content.subject) > domain::limits::email_subject_characters_max) {
        faults.push_back(invalid("compose.subject_too_long"));
    }
    if (content.subject.find('\n') != std::string::npos) {
        faults.push_back(invalid("compose.subject_has_lines"));
    }
    if (const auto parsed = domain::Personalisation::parse(content.subject); !parsed.ok()) {
        faults.push_back(parsed.error());
    }
}

// Too long for everybody: not even a patient without a name could be sent it. Whom only the name
// makes too long is found when each message is rendered.
bool is_too_long(
    Channel channel, const domain::Personalisation& text, const practice::Practice& practice
) {
    const std::string shortest = text.render(
        {.first_name = "", .last_name = "", .full_name = "", .practice_name = practice.name}
    );
    return channel == Channel::sms && !domain::fits_sms(domain::measure_sms(shortest));
}

void add_text_faults(const practice::Practice& practice, const Content& content, Faults& faults) {
    if (content.text.empty()) {
        faults.push_back(invalid("compose.text_missing"));
        return;
    }
    const auto parsed = domain::Personalisation::parse(content.text);
    if (!parsed.ok()) {
        faults.push_back(parsed.error());
        return;
    }
    if (is_too_long(content.channel, *parsed, practice)
        || domain::count_characters(content.text) > domain::limits::email_text_characters_max) {
        faults.push_back(invalid("compose.text_too_long"));
    }
}

void add_time_faults(std::optional<TimePoint> later, TimePoint now, Faults& faults) {
    if (later && *later <= now) {
        faults.push_back(invalid("compose.time_passed"));
    }
    if (later && *later > now + domain::limits::schedule_ahead_max) {
        faults.push_back(invalid("compose.time_too_far"));
    }
}

}

std::optional<Error> fault_of_reason(std::string_view reason) {
    if (reason.empty()) {
        return invalid("compose.reason_missing");
    }
    const bool fits =
        domain::count_characters(reason) <= domain::limits::anyway_reason_characters_max;
    return fits ? std::nullopt : std::optional(invalid("compose.reason_too_long"));
}

std::vector<Error> Composing::faults(
    const practice::Practice& practice, const lists::Summary& list, const Content& content
) const {
    Faults faults;
    if (list.state == lists::State::deleted) {
        faults.push_back(invalid("list.deleted"));
    }
    add_channel_faults(practice, list, content, faults);
    add_subject_faults(content, faults);
    add_text_faults(practice, content, faults);
    add_time_faults(content.later, clock_.now(), faults);
    if (const auto fault = fault_of_reason(content.anyway_reason);
        fault && !content.anyway_reason.empty()) {
        faults.push_back(*fault);
    }
    return faults;
}

std::vector<Error> Composing::faults(
    const practice::Practice& practice, const lists::Summary& list, const Draft& draft
) const {
    const Result<Content> content = content_of(draft);
    if (content.ok()) {
        return faults(practice, list, *content);
    }
    // All but the time, which comes last on the page.
    Draft rest = draft;
    rest.later.reset();
    Faults faults = this->faults(practice, list, content_of(rest).value());
    faults.push_back(content.error());
    return faults;
}

}
