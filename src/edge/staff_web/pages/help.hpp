#pragma once
// How to make the file, step by step, for each clinical system (M4–M6).
#include "platform/html/page.hpp"

namespace cohort::staff_web {

html::Page emis_help_page();
html::Page systmone_help_page();

}
