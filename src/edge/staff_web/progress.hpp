#pragma once
// How far a bulk message is: its status, its counts, its progress bar. A live part of the pages
// that show it.
#include "edge/staff_web/live.hpp"
#include "flow/send/send.hpp"
#include "platform/html/html.hpp"

#include <vector>

namespace cohort::staff_web {

// "status-<id>"
LivePart status_of(const send::Overview& overview);

// Final: neither its messages nor their receipts are awaited any more.
Pace pace_of(const send::Overview& overview);

}
