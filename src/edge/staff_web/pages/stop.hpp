#pragma once
// Are you sure? before a bulk message is stopped.
#include "flow/send/send.hpp"
#include "platform/html/page.hpp"

namespace cohort::staff_web {

struct StopView {
    send::Overview overview;
    std::string token;
};

html::Page stop_page(const StopView& view);

}
