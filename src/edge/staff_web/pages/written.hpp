#pragma once
// What stands under the text of step 2, on the page and again at every pause of the keys: how many
// SMS it is, which characters make it dearer, and what the first patient would get.
#include "flow/compose/compose.hpp"
#include "platform/html/html.hpp"

#include <optional>
#include <string>

namespace cohort::staff_web {

struct WrittenView {
    domain::Channel channel = domain::Channel::sms;
    std::string text = {};          // as it is kept
    std::int64_t list_patients = 0; // all of them
    // With the names of the first patients put in. An error where that cannot be done yet.
    Result<compose::Sample> sample = compose::Sample{};
    std::string sender = {};
};

// For a text; an email has no count.
html::Html count_of(const WrittenView& view);
// The first patient's message, or nothing.
html::Html preview_of(const WrittenView& view);

}
