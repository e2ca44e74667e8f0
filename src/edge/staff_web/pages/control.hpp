#pragma once
// What can be done to a bulk message, each with a sentence of what will happen, and why nothing of
// it leaves at the moment. Live parts of its page.
#include "edge/staff_web/live.hpp"
#include "flow/send/send.hpp"
#include "platform/html/html.hpp"

#include <string_view>

namespace cohort::staff_web {

// "live-hold": what holds it, and until when. Nothing where nothing does.
LivePart hold_of(const send::Overview& overview);
// The same in a few words, for tables; empty where nothing holds it.
std::string hold_in_short(const send::Overview& overview);

// "live-actions": pause, resume, change, stop.
LivePart actions_of(const send::Overview& overview, std::string_view token);
// "live-again": 'Try sending message again', with a tick for each kind that may have arrived.
LivePart again_of(const send::Overview& overview, std::string_view token);

}
