// What a list holds already, for a file that is added to it.
#include "flow/lists/identity.hpp"
#include "flow/lists/inside.hpp"
#include "flow/lists/receiving.hpp"
#include "flow/lists/sql.hpp"

#include <algorithm>
#include <utility>

namespace cohort::lists {

std::vector<KnownNumber>
Receiving::known(db::Snapshot& at, PracticeId practice, ListId list) const {
    std::vector<KnownNumber> numbers = at.all(
        sql::list_known,
        [](const db::Row& row) {
            KnownNumber number{std::string(row.bytes(0)), std::nullopt, {}};
            if (!row.is_null(1)) {
                number.position = Position{row.integer(1)};
            }
            if (!row.is_null(2)) {
                number.mobile_hash = row.bytes(2);
            }
            return number;
        },
        practice,
        list
    );
    std::ranges::sort(numbers, {}, &KnownNumber::nhs_number_hash);
    return numbers;
}

Result<std::vector<Placed>> Receiving::at_positions(
    db::Snapshot& at, PracticeId practice, ListId list, std::span<const Position> positions
) const {
    COHORT_TRY(sealer, lists_.practices().sealer(at, practice));
    std::vector<Placed> patients;
    patients.reserve(positions.size());
    std::optional<Error> fault;
    const auto open = [&](const db::Row& row) {
        auto patient = open_patient(sealer, practice, list, row);
        if (patient.ok()) {
            patients.push_back(std::move(patient).value());
        } else {
            fault = patient.error();
        }
    };
    for (const Position position : positions) {
        at.each(sql::load_patient, open, practice, list, position);
    }
    if (fault) {
        return *fault;
    }
    return patients;
}

}
