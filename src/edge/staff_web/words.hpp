#pragma once
// How things are said on pages.
#include "base/result.hpp"
#include "domain/bulk_state.hpp"
#include "domain/channel.hpp"
#include "domain/message_state.hpp"
#include "platform/html/nhs.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace cohort::staff_web {

// 1204 → "1,204"
std::string with_commas(std::int64_t number);
// "1 patient", "1,204 patients"
std::string patients(std::int64_t number);
std::string segments(std::int64_t number);

std::string_view name_of(domain::Channel channel); // "Text message", "Email"
// A UK mobile as people here write it, 07700 900123; everything else as it is.
std::string spell_contact(std::string_view to);

// The sentence of a code, both parts; a code without one says that we cannot say.
std::string sentence(std::string_view code);
// Its first part only: for tables.
std::string title_of(std::string_view code);

html::Html tag_of(domain::BulkState state);
html::Html tag_of(domain::MessageState state);

}
