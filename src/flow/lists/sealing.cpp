// Sealing what comes in: work for the CPU pool.
#include "flow/lists/identity.hpp"
#include "flow/lists/packing.hpp"
#include "flow/lists/receiving.hpp"

#include <utility>

namespace cohort::lists {

using practice::HashOf;

std::vector<SealedPatient> Receiving::seal(
    const FileRef& file,
    const practice::Sealer& sealer,
    Position first,
    std::span<const Patient> patients
) const {
    const practice::Keyring& keyring = lists_.practices().keyring();
    std::vector<SealedPatient> sealed;
    sealed.reserve(patients.size());
    for (const Patient& patient : patients) {
        const Position position{first.value + static_cast<std::int64_t>(sealed.size())};
        SealedPatient row{
            position,
            patient.line,
            keyring.hash(HashOf::nhs_number, patient.nhs_number.reveal()),
            std::nullopt,
            std::nullopt,
            sealer.seal(pack(patient), identity_place(file.practice, file.list, position))
        };
        if (patient.mobile) {
            row.mobile_hash = keyring.hash(HashOf::mobile, patient.mobile->reveal());
        }
        if (patient.email) {
            row.email_hash = email_hash(keyring, *patient.email);
        }
        sealed.push_back(std::move(row));
    }
    return sealed;
}

std::vector<SealedRow> Receiving::seal(
    const FileRef& file,
    const practice::Sealer& sealer,
    std::int64_t first,
    std::span<const NewRefusedRow> rows
) const {
    std::vector<SealedRow> sealed;
    sealed.reserve(rows.size());
    for (const NewRefusedRow& row : rows) {
        const std::int64_t number = first + static_cast<std::int64_t>(sealed.size());
        SealedRow out{
            number,
            file.number,
            row.line,
            row.reasons,
            sealer.seal(pack(row.cells), cells_place(file.practice, file.list, number)),
            std::nullopt,
            std::nullopt,
            std::nullopt
        };
        if (row.patient) {
            const practice::Keyring& keyring = lists_.practices().keyring();
            out.nhs_number_hash =
                keyring.hash(HashOf::nhs_number, row.patient->nhs_number.reveal());
            out.says_hash = says_hash(keyring, *row.patient);
            out.identity = sealer.seal(
                pack(*row.patient), refused_identity_place(file.practice, file.list, number)
            );
        }
        sealed.push_back(std::move(out));
    }
    return sealed;
}

std::vector<SealedRow> Receiving::seal(
    const FileRef& file,
    const practice::Sealer& sealer,
    std::int64_t first,
    std::span<const Placed> spoken_against
) const {
    std::vector<SealedRow> sealed;
    sealed.reserve(spoken_against.size());
    for (const auto& [position, patient] : spoken_against) {
        const std::int64_t number = first + static_cast<std::int64_t>(sealed.size());
        sealed.push_back(
            {number,
             patient.file,
             patient.line,
             {{"duplicate.conflict"}},
             sealer.seal(pack(cells_of(patient)), cells_place(file.practice, file.list, number)),
             lists_.practices().keyring().hash(HashOf::nhs_number, patient.nhs_number.reveal()),
             says_hash(lists_.practices().keyring(), patient),
             sealer.seal(pack(patient), refused_identity_place(file.practice, file.list, number))}
        );
    }
    return sealed;
}

std::vector<SealedWarning> Receiving::seal(
    const FileRef& file,
    const practice::Sealer& sealer,
    std::int64_t first,
    std::span<const NewWarning> warnings
) const {
    std::vector<SealedWarning> sealed;
    sealed.reserve(warnings.size());
    for (const NewWarning& warning : warnings) {
        const std::int64_t number = first + static_cast<std::int64_t>(sealed.size());
        sealed.push_back(
            {number,
             warning.code,
             warning.line,
             warning.heading,
             sealer.seal(
                 pack({warning.found, warning.kept}),
                 warning_place(file.practice, file.list, number)
             )}
        );
    }
    return sealed;
}

}
