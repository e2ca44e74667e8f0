#pragma once
// How things are said on pages.
#include "base/clock.hpp"
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
std::string rows(std::int64_t number);
// After a few that were named: " and 99,980 others".
std::string and_others(std::int64_t number);
// Of all, rounded so that only none is 0% and only all are 100%.
std::string percent(std::int64_t part, std::int64_t whole);

// A report's run: "3 November 2026, 21 days ago"; one in the future has no age.
std::string say_run(TimePoint run, TimePoint now);
// "today", "yesterday", "21 days ago"
std::string say_ago(std::chrono::days age);

std::string_view name_of(domain::Channel channel); // "Text message", "Email"
// A UK mobile as people here write it, 07700 900123; everything else as it is.
std::string spell_contact(std::string_view to);

// The sentence of a code, both parts; a code without one says that we cannot say.
std::string sentence(std::string_view code);
// Its first part only: for tables.
std::string title_of(std::string_view code);
// Its first sentence as a headline, without the full stop, and what stands below that.
std::string headline_of(std::string_view code);
std::string below_headline(std::string_view code);

html::Html tag_of(domain::BulkState state);
html::Html tag_of(domain::MessageState state);

}
