#pragma once
// How a patient's identity, and what a row held, are packed into one sealed value each, and where
// sealed values of this stage stand.
#include "base/result.hpp"
#include "flow/lists/patient.hpp"
#include "practice/sealing.hpp"

#include <string>
#include <string_view>

namespace cohort::lists {

// Of which row of which file a packed patient is.
struct Origin {
    std::int64_t file;
    std::int64_t line;
};

std::string pack(const Patient& patient);
// Errors: sealed.damaged (what opened is not what pack wrote).
Result<Patient> unpack_patient(Origin origin, std::string_view packed);

std::string pack(const Cells& cells);
// Errors: sealed.damaged.
Result<Cells> unpack_cells(std::string_view packed);

// Addresses are looked for without regard to case, which people do not mind.
std::string email_hash(const practice::Keyring& keyring, const domain::EmailAddress& email);

// Alike for two rows of a patient exactly where they agree().
std::string says_hash(const practice::Keyring& keyring, const Patient& patient);

practice::Place identity_place(PracticeId practice, ListId list, Position position);
practice::Place refused_identity_place(PracticeId practice, ListId list, std::int64_t row);
practice::Place cells_place(PracticeId practice, ListId list, std::int64_t row);
practice::Place warning_place(PracticeId practice, ListId list, std::int64_t number);
practice::Place shared_mobile_place(PracticeId practice, ListId list, std::int64_t place);

}
