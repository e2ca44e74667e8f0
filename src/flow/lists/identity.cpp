#include "flow/lists/identity.hpp"

#include "domain/fold.hpp"
#include "flow/lists/packing.hpp"

#include <algorithm>

#include <array>

namespace cohort::lists {
namespace {

Error damaged(const char* column) {
    return {ErrorKind::internal, "sealed.damaged", column};
}

Error damaged_patient() {
    return damaged("list_patients.identity");
}

}

std::string pack(const Patient& patient) {
    return pack(
        {patient.nhs_number.reveal(),
         patient.name.given(),
         patient.name.family(),
         patient.date_of_birth.iso(),
         patient.mobile ? std::string_view(patient.mobile->reveal()) : "",
         patient.email ? std::string_view(patient.email->reveal()) : ""}
    );
}

Result<Patient> unpack_patient(Origin origin, std::string_view packed) {
    std::array<std::string_view, 6> fields;
    if (!unpack(packed, fields)) {
        return damaged_patient();
    }
    auto nhs_number = domain::NhsNumber::parse(fields[0]);
    auto name = domain::PatientName::parse(fields[1], fields[2]);
    auto born = domain::DateOfBirth::parse_iso(fields[3]);
    if (!nhs_number.ok() || !name.ok() || !born.ok()) {
        return damaged_patient();
    }
    Patient patient{
        origin.file, origin.line, *nhs_number, name->name, *born, std::nullopt, std::nullopt
    };
    if (!fields[4].empty()) {
        auto mobile = domain::MobileNumber::parse_e164(fields[4]);
        if (!mobile.ok()) {
            return damaged_patient();
        }
        patient.mobile = *mobile;
    }
    if (!fields[5].empty()) {
        auto email = domain::EmailAddress::parse(fields[5]);
        if (!email.ok()) {
            return damaged_patient();
        }
        patient.email = *email;
    }
    return patient;
}

std::string pack(const Cells& cells) {
    std::array<std::string_view, fields_count> fields;
    std::ranges::copy(cells, fields.begin());
    return pack(fields);
}

Result<Cells> unpack_cells(std::string_view packed) {
    std::array<std::string_view, fields_count> fields;
    if (!unpack(packed, fields)) {
        return damaged("list_refused_rows.cells");
    }
    Cells cells;
    std::ranges::copy(fields, cells.begin());
    return cells;
}

std::string email_hash(const practice::Keyring& keyring, const domain::EmailAddress& email) {
    return keyring.hash(practice::HashOf::email, domain::fold(email.reveal()));
}

std::string says_hash(const practice::Keyring& keyring, const Patient& patient) {
    std::string email(patient.email ? patient.email->reveal() : "");
    std::ranges::transform(email, email.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return keyring.hash(
        practice::HashOf::row_says,
        pack(
            {patient.nhs_number.reveal(),
             patient.date_of_birth.iso(),
             patient.mobile ? std::string_view(patient.mobile->reveal()) : "",
             email}
        )
    );
}

practice::Place identity_place(PracticeId practice, ListId list, Position position) {
    return {"list_patients.identity", {practice.value, list.value, position.value}};
}

practice::Place refused_identity_place(PracticeId practice, ListId list, std::int64_t row) {
    return {"list_refused_rows.identity", {practice.value, list.value, row}};
}

practice::Place cells_place(PracticeId practice, ListId list, std::int64_t row) {
    return {"list_refused_rows.cells", {practice.value, list.value, row}};
}

practice::Place warning_place(PracticeId practice, ListId list, std::int64_t number) {
    return {"list_warnings.values", {practice.value, list.value, number}};
}

practice::Place shared_mobile_place(PracticeId practice, ListId list, std::int64_t place) {
    return {"list_shared_mobiles.mobile", {practice.value, list.value, place}};
}

}
