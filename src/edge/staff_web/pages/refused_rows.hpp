#pragma once
// A page of refused rows as a table. Columns that would be empty are left out.
#include "edge/staff_web/pages/refused.hpp"
#include "platform/html/html.hpp"

namespace cohort::staff_web {

html::Html refused_rows(const RefusedView& view);

}
