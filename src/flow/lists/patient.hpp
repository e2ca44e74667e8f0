#pragma once
// A patient of a list, and what a row of a file held about one.
#include "base/id.hpp"
#include "domain/date_of_birth.hpp"
#include "domain/email_address.hpp"
#include "domain/mobile_number.hpp"
#include "domain/nhs_number.hpp"
#include "domain/patient_name.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cohort::lists {

struct Patient {
    std::int64_t file; // of the list, from 1
    std::int64_t line; // of the file, from 1
    domain::NhsNumber nhs_number;
    domain::PatientName name;
    domain::DateOfBirth date_of_birth;
    std::optional<domain::MobileNumber> mobile;
    std::optional<domain::EmailAddress> email;
};

struct Placed {
    Position position;
    Patient patient;
};

// The same person in the same way: two rows of one NHS number that agree in this may stand for one
// patient, whatever the spelling of the name.
bool agree(const Patient& one, const Patient& other);

// The columns a file is read for.
enum class Field { given, family, full_name, date_of_birth, nhs_number, mobile, email };

inline constexpr std::size_t fields_count = 7;

// What a row held, or what the file calls the columns; by Field.
using Cells = std::array<std::string, fields_count>;

// A patient's row as a file could have held it, in two name columns or in one.
Cells cells_of(const Patient& patient);

std::string_view text(Field field);
std::optional<Field> field_named(std::string_view text);

}
