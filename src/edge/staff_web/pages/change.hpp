#pragma once
// Before a scheduled bulk message is taken back, to be changed and checked again.
#include "flow/send/send.hpp"
#include "platform/html/page.hpp"

namespace cohort::staff_web {

struct ChangeView {
    send::Overview overview;
    std::string token;
};

html::Page change_page(const ChangeView& view);

}
