// The patients of a list: in order, or those one number or address belongs to.
#include "flow/lists/identity.hpp"
#include "flow/lists/inside.hpp"
#include "flow/lists/sql.hpp"

#include <utility>

namespace cohort::lists {

using practice::HashOf;

Result<Placed>
open_patient(const practice::Sealer& sealer, PracticeId practice, ListId list, const db::Row& row) {
    const Position position{row.integer(0)};
    COHORT_TRY(identity, sealer.open(row.bytes(3), identity_place(practice, list, position)));
    COHORT_TRY(patient, unpack_patient({row.integer(1), row.integer(2)}, identity));
    return Placed{position, std::move(patient)};
}

namespace {

// The patients that a statement gives.
template <class... Args>
Result<std::vector<Placed>> open_all(
    db::Snapshot& at,
    const practice::Practices& practices,
    PracticeId practice,
    ListId list,
    const db::Sql& sql,
    const Args&... args
) {
    COHORT_TRY(sealer, practices.sealer(at, practice));
    std::vector<Placed> patients;
    std::optional<Error> fault;
    at.each(
        sql,
        [&](const db::Row& row) {
            auto patient = open_patient(sealer, practice, list, row);
            if (patient.ok()) {
                patients.push_back(std::move(patient).value());
            } else {
                fault = patient.error();
            }
        },
        practice,
        list,
        args...
    );
    if (fault) {
        return *fault;
    }
    return patients;
}

}

Result<std::vector<Placed>> Lists::patients(
    db::Snapshot& at, PracticeId practice, ListId list, Position after, std::int64_t most
) const {
    return open_all(at, practices_, practice, list, sql::list_patients, after, most);
}

Result<std::optional<Placed>> Lists::find_line(
    db::Snapshot& at, PracticeId practice, ListId list, std::int64_t file, std::int64_t line
) const {
    COHORT_TRY(
        found, open_all(at, practices_, practice, list, sql::find_patient_of_line, file, line)
    );
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Result<std::vector<Placed>> Lists::find(
    db::Snapshot& at, PracticeId practice, ListId list, const domain::NhsNumber& number
) const {
    const std::string hash = practices_.keyring().hash(HashOf::nhs_number, number.reveal());
    return open_all(
        at, practices_, practice, list, sql::find_by_nhs_number, db::Bytes{hash}, std::int64_t{1}
    );
}

Result<std::vector<Placed>> Lists::find(
    db::Snapshot& at,
    PracticeId practice,
    ListId list,
    const domain::MobileNumber& mobile,
    std::int64_t most
) const {
    const std::string hash = practices_.keyring().hash(HashOf::mobile, mobile.reveal());
    return open_all(at, practices_, practice, list, sql::find_by_mobile, db::Bytes{hash}, most);
}

Result<std::vector<Placed>> Lists::find(
    db::Snapshot& at,
    PracticeId practice,
    ListId list,
    const domain::EmailAddress& email,
    std::int64_t most
) const {
    const std::string hash = email_hash(practices_.keyring(), email);
    return open_all(at, practices_, practice, list, sql::find_by_email, db::Bytes{hash}, most);
}

}
