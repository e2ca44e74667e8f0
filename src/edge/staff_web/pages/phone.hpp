#pragma once
// A message as a patient will see it.
#include "flow/compose/render.hpp"
#include "platform/html/html.hpp"

#include <string_view>

namespace cohort::staff_web {

html::Html
phone_of(const compose::Rendered& rendered, domain::Channel channel, std::string_view sender);

}
