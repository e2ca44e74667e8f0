#pragma once
// The Bulk Messages page (M2, M3, M15, M16): newest first, a page at a time.
#include "edge/staff_web/live.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "flow/send/send.hpp"
#include "platform/html/page.hpp"

#include <optional>
#include <vector>

namespace cohort::staff_web {

// What is said once, on the page to which Send leads.
enum class Said { nothing, sent, scheduled };

struct BulkMessagesView {
    std::vector<send::Overview> rows;
    std::vector<GatewayTrouble> troubles;
    Said said = Said::nothing;
    html::Url older = {};  // none: these are the oldest
    html::Url newest = {}; // none: these are the newest
    html::Url events = {}; // none: nothing changes by itself
};

html::Page bulk_messages_page(const BulkMessagesView& view);

// "live-gateways"
LivePart troubles_of(const std::vector<GatewayTrouble>& troubles);

}
