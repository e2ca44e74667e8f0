#pragma once
// Markup in one normal form, so that ours and nhsuk-frontend's can be compared: entities decoded,
// white space between and around words collapsed, attributes and classes in order. One entry per
// tag or run of text.
#include <string>
#include <string_view>
#include <vector>

namespace cohort::conformance {

std::vector<std::string> normal_form(std::string_view markup);

}
