#include "flow/lists/identity.hpp"

#include <array>

namespace cohort::lists {
namespace {

constexpr std::size_t fields_count = 6;

void append(std::string& packed, std::string_view field) {
    COHORT_ENSURE(
        field.size() <= 0xFFFF, "every field of an identity has a limit far below 64 KiB"
    );
    packed.push_back(static_cast<char>(field.size() >> 8U));
    packed.push_back(static_cast<char>(field.size() & 0xFFU));
    packed.append(field);
}

bool split(std::string_view packed, std::array<std::string_view, fields_count>& fields) {
    for (std::string_view& field : fields) {
        if (packed.size() < 2) {
            return false;
        }
        const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(packed[0]))
                                     << 8U
                                 | static_cast<unsigned char>(packed[1]);
        if (packed.size() - 2 < size) {
            return false;
        }
        field = packed.substr(2, size);
        packed.remove_prefix(2 + size);
    }
    return packed.empty();
}

Error damaged() {
    return {ErrorKind::internal, "sealed.damaged", "list_patients.identity"};
}

}

std::string pack(const Patient& patient) {
    std::string packed;
    packed.reserve(128);
    append(packed, patient.nhs_number.reveal());
    append(packed, patient.name.given());
    append(packed, patient.name.family());
    append(packed, patient.date_of_birth.iso());
    append(packed, patient.mobile ? std::string_view(patient.mobile->reveal()) : "");
    append(packed, patient.email ? std::string_view(patient.email->reveal()) : "");
    return packed;
}

Result<Patient> unpack(std::int64_t line, std::string_view packed) {
    std::array<std::string_view, fields_count> fields;
    if (!split(packed, fields)) {
        return damaged();
    }
    auto nhs_number = domain::NhsNumber::parse(fields[0]);
    auto name = domain::PatientName::parse(fields[1], fields[2]);
    auto born = domain::DateOfBirth::parse_iso(fields[3]);
    if (!nhs_number.ok() || !name.ok() || !born.ok()) {
        return damaged();
    }
    Patient patient{line, *nhs_number, name->name, *born, std::nullopt, std::nullopt};
    if (!fields[4].empty()) {
        auto mobile = domain::MobileNumber::parse(fields[4], domain::International::allowed);
        if (!mobile.ok()) {
            return damaged();
        }
        patient.mobile = mobile->number;
    }
    if (!fields[5].empty()) {
        auto email = domain::EmailAddress::parse(fields[5]);
        if (!email.ok()) {
            return damaged();
        }
        patient.email = *email;
    }
    return patient;
}

}
