#pragma once
// Step 2's form: what its fields say, and which field a fault is about. Pure.
#include "flow/compose/compose.hpp"
#include "platform/http/form.hpp"

#include <string>
#include <string_view>

namespace cohort::staff_web {

// The form as the draft it makes. 'Send now' must be said: a form that says neither is a 'send
// later' whose time is missing. What the form has no field for stays as in `before`.
compose::Draft read_message_form(const http::Form& form, const compose::Draft& before);

// The id of the field that a fault is about.
std::string_view field_of(const Error& fault);

}
