// A message's text as staff type it, with what a patient's name may hold: rendered it has every
// value once and reads none of them for placeholders; its parts put together are the text, no part
// is over its size, and the count is of the parts that are made.
#include "domain/personalisation.hpp"
#include "domain/segments.hpp"
#include "domain/sms_text.hpp"
#include "domain/text_normal.hpp"
#include "tests/fuzz/pieces.hpp"

#include <string>

namespace {

using namespace cohort;
using namespace cohort::domain;

// Returns what the patient gets.
std::string personalise(std::string_view text, std::string_view name) {
    const auto message = Personalisation::parse(text);
    if (!message.ok()) {
        return std::string(text);
    }
    const std::string without = message->render({});
    const std::string with = message->render(
        {.first_name = name, .last_name = name, .full_name = name, .practice_name = name}
    );
    COHORT_ENSURE(!message->is_plain() || without == with, "a plain text is the same for all");
    COHORT_ENSURE(
        name.empty() || (with.size() - without.size()) % name.size() == 0,
        "a value is put in as it is"
    );
    return with;
}

void cut_into_parts(std::string_view text) {
    const SmsSize size = measure_sms(text);
    const SmsCount count = count_sms(text);
    const auto parts = split_sms(text);
    COHORT_ENSURE(
        size == SmsSize(count.encoding, count.units, count.segments), "two counts differ"
    );
    COHORT_ENSURE(parts.size() == size.segments, "the count is not of what is made");
    for (const SmsSegment& part : parts) {
        const bool alone = parts.size() == 1;
        const std::size_t most =
            part.encoding == SmsEncoding::gsm7 ? (alone ? 160U : 153U) : (alone ? 140U : 134U);
        COHORT_ENSURE(part.payload.size() <= most, "a part is too long for a phone");
        COHORT_ENSURE(part.encoding == size.encoding, "parts of one text differ");
    }
    COHORT_ENSURE(join_sms(parts) == sms_normal(text), "the parts are not the text");

    const std::string simple = simplify(text);
    COHORT_ENSURE(is_valid_utf8(simple), "a simplified text is UTF-8");
    COHORT_ENSURE(simplify(simple) == simple, "simplifying twice changes something");
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t name_bytes = std::min<std::size_t>(fuzz::take_choice(bytes), bytes.size());
    const std::string text = personalise(bytes.substr(name_bytes), bytes.substr(0, name_bytes));
    cut_into_parts(text);
    return 0;
}
