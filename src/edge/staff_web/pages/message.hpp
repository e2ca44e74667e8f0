#pragma once
// Step 2 (M8, M10–M12): what to say, by which channel, when.
#include "edge/staff_web/pages/written.hpp"
#include "flow/compose/compose.hpp"
#include "flow/lists/lists.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

// What is wrong with a field.
struct FieldProblem {
    std::string field; // its id
    std::string words;
};

struct MessagePageView {
    compose::Draft draft; // as it was written
    lists::Summary list;
    WrittenView written = {};
    bool sms_enabled = false;
    std::vector<FieldProblem> problems = {}; // in the order of the page
    std::string token = {};
};

html::Page message_page(const MessagePageView& view);

}
