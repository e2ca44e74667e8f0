#pragma once
// Step 3: exactly what will happen, and the button that says so.
#include "edge/staff_web/pages/parts.hpp"
#include "flow/compose/compose.hpp"
#include "platform/html/page.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cohort::staff_web {

struct CheckView {
    DraftId draft;
    compose::Check check;
    std::string sender = {}; // as patients see it
    std::optional<GatewayTrouble> trouble = {};
    std::vector<std::string> notices = {}; // sentences: what was moved, what has changed
    // Of the reason for sending outside the practice's hours, as somebody just gave it.
    std::string reason_typed = {};
    std::string reason_fault = {}; // a sentence; empty: nothing is wrong with it
    std::string token = {};
};

html::Page check_page(const CheckView& view);

}
