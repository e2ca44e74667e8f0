#include "flow/lists/patient.hpp"

#include <algorithm>

namespace cohort::lists {
namespace {

constexpr std::array<std::string_view, fields_count> names = {
    "given", "family", "full_name", "date_of_birth", "nhs_number", "mobile", "email"
};

}

bool agree(const Patient& one, const Patient& other) {
    return one.date_of_birth == other.date_of_birth && one.mobile == other.mobile
           && one.email == other.email;
}

std::string_view text(Field field) {
    return names[static_cast<std::size_t>(field)];
}

std::optional<Field> field_named(std::string_view text) {
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<Field>(found - names.begin()));
}

}
