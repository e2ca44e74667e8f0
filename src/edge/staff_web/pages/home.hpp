#pragma once
// The start page of a practice that has no bulk messages; others start with them.
#include "platform/html/page.hpp"

#include <string>

namespace cohort::staff_web {

struct HomeView {
    std::string practice_name;
};

html::Page home_page(const HomeView& view);

}
