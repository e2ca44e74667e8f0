#include "flow/lists/patient.hpp"

#include <algorithm>
#include <utility>

namespace cohort::lists {
namespace {

constexpr std::array<std::string_view, fields_count> names = {
    "given", "family", "full_name", "date_of_birth", "nhs_number", "mobile", "email"
};

}

bool agree(const Patient& one, const Patient& other) {
    return one.date_of_birth == other.date_of_birth && one.mobile == other.mobile
           && one.email.has_value() == other.email.has_value()
           && (!one.email || domain::is_same_mailbox(one.email->reveal(), other.email->reveal()));
}

Cells cells_of(const Patient& patient) {
    Cells cells;
    const auto set = [&cells](Field field, std::string text) {
        cells[static_cast<std::size_t>(field)] = std::move(text);
    };
    set(Field::given, patient.name.given());
    set(Field::family, patient.name.family());
    set(Field::full_name, patient.name.full());
    set(Field::date_of_birth, patient.date_of_birth.iso());
    set(Field::nhs_number, patient.nhs_number.reveal());
    set(Field::mobile, patient.mobile ? patient.mobile->reveal() : "");
    set(Field::email, patient.email ? patient.email->reveal() : "");
    return cells;
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
