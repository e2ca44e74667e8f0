#include "flow/upload/against.hpp"

#include "flow/upload/intake.hpp"

#include <algorithm>

namespace cohort::upload {
namespace {

bool is_conflict(const RejectedRow& row) {
    return row.patient && row.reasons.front().code == ErrorCode{"duplicate.conflict"};
}

}

std::size_t Against::kept() const {
    return static_cast<std::size_t>(std::ranges::count(fates, Fate::kept));
}

Against hold_against(
    const ListReading& reading, std::span<const lists::KnownNumber> known, const HashNumber& hash
) {
    Against against;
    against.fates.assign(reading.accepted_count(), Fate::kept);
    if (known.empty()) {
        return against;
    }
    const auto find = [known](const std::string& number) {
        return std::ranges::equal_range(known, number, {}, &lists::KnownNumber::nhs_number_hash);
    };
    ListReading::Walk walk;
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        const std::string number = hash(reading.reveal(index, walk).nhs_number);
        const auto with_number = find(number);
        if (with_number.empty()) {
            continue;
        }
        const lists::KnownNumber& first = with_number.front();
        if (first.position) {
            against.to_compare.push_back({index, *first.position});
        } else {
            against.fates[index] = Fate::conflict;
            against.conflicts.insert(number);
        }
    }
    // Rows that the file itself holds against each other speak against an earlier patient too.
    for (std::size_t index = 0; index < reading.rejected_count(); ++index) {
        const RejectedRow row = reading.rejected(index);
        if (!is_conflict(row)) {
            continue;
        }
        const std::string number = hash(row.patient->nhs_number.reveal());
        const auto with_number = find(number);
        const bool used = !with_number.empty() && with_number.front().position;
        if (used && against.conflicts.insert(number).second) {
            against.in_conflict.push_back(*with_number.front().position);
        }
    }
    return against;
}

void decide(
    Against& against,
    const ListReading& reading,
    std::span<const lists::Placed> earlier,
    std::int64_t file,
    const HashNumber& hash
) {
    COHORT_ENSURE(
        earlier.size() == against.to_compare.size(), "every earlier patient is there to compare"
    );
    for (std::size_t i = 0; i < earlier.size(); ++i) {
        const Match& match = against.to_compare[i];
        const lists::Patient later = patient_of(reading.accepted(match.index), file);
        if (lists::agree(earlier[i].patient, later)) {
            against.fates[match.index] = Fate::identical;
            continue;
        }
        against.fates[match.index] = Fate::conflict;
        against.in_conflict.push_back(match.position);
        against.conflicts.insert(hash(later.nhs_number.reveal()));
    }
    against.to_compare.clear();
}

}
