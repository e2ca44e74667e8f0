#include "edge/staff_web/pages/written.hpp"

#include "domain/limits.hpp"
#include "domain/segments.hpp"
#include "edge/staff_web/pages/phone.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <algorithm>

namespace cohort::staff_web {

using namespace html;

namespace {

// How many plain letters may follow before the text takes one SMS more. What stands at the border
// of two parts decides, so it is tried out.
std::size_t room_in(std::string_view text, std::size_t segments_now) {
    std::size_t fits = 0;
    std::size_t too_many = domain::limits::sms_gsm_units_single + 1;
    while (too_many - fits > 1) {
        const std::size_t half = (fits + too_many) / 2;
        const auto size = domain::measure_sms(std::string(text) + std::string(half, 'a'));
        (size.segments == segments_now ? fits : too_many) = half;
    }
    return fits;
}

std::string number(std::size_t value) {
    return with_commas(static_cast<std::int64_t>(value));
}

std::string units_in_words(std::string_view text, bool with_names) {
    const domain::SmsSize size = domain::measure_sms(text);
    const std::size_t room = room_in(text, size.segments);
    return number(size.units)
           + (with_names ? " characters counted with the first patient's names in it. "
                         : " characters counted. ")
           + number(room) + (room == 1 ? " more fits" : " more fit") + " in the same "
           + (size.segments == 1 ? "segment." : "segments.");
}

Html too_long() {
    constexpr auto most = static_cast<std::int64_t>(domain::limits::sms_segments_max);
    return p(strong("Too long to be sent"), ". The most is " + segments(most) + ".");
}

// Before any name is put in: the text is the same for everybody, or cannot be rendered yet.
Html plain_count(std::string_view text) {
    const domain::SmsSize size = domain::measure_sms(text);
    if (!domain::fits_sms(size)) {
        return too_long();
    }
    return p(
        strong(segments(static_cast<std::int64_t>(size.segments))),
        " for each patient. ",
        units_in_words(text, false)
    );
}

struct Range {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

Range range_of(const compose::Figures& figures) {
    Range range;
    for (std::size_t parts = 1; parts < figures.by_segments.size(); ++parts) {
        if (figures.by_segments[parts] > 0) {
            range.most = static_cast<std::int64_t>(parts);
            range.least = range.least == 0 ? range.most : range.least;
        }
    }
    return range;
}

Html count_with_names(const WrittenView& view) {
    const compose::Figures& figures = view.sample->figures;
    const Range range = range_of(figures);
    const bool all = view.sample->patients >= view.list_patients;
    const std::string whom =
        all ? " for each patient. "
            : " for each of the first " + patients(view.sample->patients) + " on the list. ";
    const std::string how_many = range.least == range.most
                                     ? segments(range.most)
                                     : std::to_string(range.least) + " to " + segments(range.most);
    Html words = p(strong(how_many), whom, units_in_words(figures.previews.front().text, true));
    if (range.least != range.most) {
        words += p("The names make the difference: long ones, and letters that do not fit in an "
                   "ordinary text. Step 3 counts every message exactly.");
    }
    const auto too_long_for = figures.left_out_by_reason.find("message.too_long");
    if (too_long_for != figures.left_out_by_reason.end()) {
        words += p("Too long with the names of ", patients(too_long_for->second), " in it.");
    }
    return words;
}

Html number_of_segments(const WrittenView& view) {
    if (view.text.empty()) {
        return p(strong("Nothing written yet"));
    }
    if (!view.sample.ok()) {
        return plain_count(view.text) + p(sentence(view.sample.error().code.text()));
    }
    if (view.text.find("((") == view.text.npos || view.sample->figures.previews.empty()) {
        return plain_count(view.text);
    }
    return count_with_names(view);
}

Html dear_characters(const domain::SmsCount& count) {
    if (count.encoding != domain::SmsEncoding::ucs2) {
        return {};
    }
    std::string named;
    for (const std::string& character : count.forcing_ucs2) {
        named += (named.empty() ? "" : " ") + character;
    }
    return p(
        "These characters do not fit in an ordinary text, so that each part holds 70 "
        "characters instead of 160: ",
        strong(named)
    );
}

Html replacements(const domain::SmsCount& count) {
    if (count.replaceable.empty()) {
        return {};
    }
    std::string pairs;
    for (const domain::ReplaceableCharacter& one : count.replaceable) {
        pairs += (pairs.empty() ? "" : ", ") + one.character + " by "
                 + (one.with.empty() ? "nothing" : one.with);
    }
    return p("They can be replaced: ", pairs, ".")
           + nhs::button(
               {.text = "Replace these characters",
                .look = nhs::ButtonLook::secondary,
                .small = true,
                .name = "action",
                .value = "simplify"}
           );
}

}

Html count_of(const WrittenView& view) {
    if (view.channel != domain::Channel::sms) {
        return {};
    }
    const domain::SmsCount count = domain::count_sms(view.text);
    return number_of_segments(view) + dear_characters(count) + replacements(count);
}

Html preview_of(const WrittenView& view) {
    if (view.text.empty() || !view.sample.ok() || view.sample->figures.previews.empty()) {
        return {};
    }
    return h2(classes("nhsuk-heading-s"), "What the first patient on the list will see")
           + phone_of(view.sample->figures.previews.front(), view.channel, view.sender);
}

}
