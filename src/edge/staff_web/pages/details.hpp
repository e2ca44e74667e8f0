#pragma once
// One bulk message (M17–M19): what was sent, what happened, and what became of each patient's
// message.
#include "edge/staff_web/live.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/pages/patients.hpp"
#include "flow/send/send.hpp"
#include "platform/html/page.hpp"

#include <optional>
#include <vector>

namespace cohort::staff_web {

struct DetailsView {
    // What is said once, behind a press.
    enum class Said { nothing, nothing_done };

    send::Details details;
    std::optional<GatewayTrouble> trouble; // while something waits for the way out
    PatientsView patients;
    html::Url events = {}; // none: nothing changes by itself
    std::string token = {};
    Said said = Said::nothing;
    std::optional<DraftId> replaced_by = {}; // of one that was taken back
};

html::Page details_page(const DetailsView& view);

// All that may change by itself, but for the patients' rows.
std::vector<LivePart> parts_of(const DetailsView& view);

}
