#include "flow/upload/shared_mobiles.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace cohort::upload {
namespace {

constexpr auto told_most = static_cast<std::size_t>(lists::shared_told_most);
constexpr std::size_t patients_a_look = 1000;

// A mobile of the list, and where one patient is who has it.
struct Holder {
    std::string mobile_hash;
    std::size_t patient;              // of the intake; meaningless where there is a position
    std::optional<Position> position; // of an earlier file
};

struct Group {
    Holder one;
    std::int64_t patients;
};

std::vector<Holder> holders_of(
    const Intake& intake,
    std::span<const lists::KnownNumber> known,
    std::span<const Position> gone,
    const practice::Keyring& keyring
) {
    std::vector<Position> used_no_longer(gone.begin(), gone.end());
    std::ranges::sort(used_no_longer, {}, &Position::value);
    const auto is_gone = [&used_no_longer](Position position) {
        return std::ranges::binary_search(used_no_longer, position.value, {}, &Position::value);
    };
    std::vector<Holder> holders;
    holders.reserve(known.size() + intake.patients_count());
    for (const lists::KnownNumber& number : known) {
        if (!number.mobile_hash.empty() && number.position && !is_gone(*number.position)) {
            holders.push_back({number.mobile_hash, 0, number.position});
        }
    }
    for (std::size_t first = 0; first < intake.patients_count(); first += patients_a_look) {
        const std::size_t count = std::min(patients_a_look, intake.patients_count() - first);
        std::size_t index = first;
        for (const lists::Patient& patient : intake.patients(first, count)) {
            if (patient.mobile) {
                holders.push_back(
                    {keyring.hash(practice::HashOf::mobile, patient.mobile->reveal()),
                     index,
                     std::nullopt}
                );
            }
            ++index;
        }
    }
    return holders;
}

std::vector<Group> group(std::vector<Holder> holders) {
    std::ranges::sort(holders, {}, &Holder::mobile_hash);
    std::vector<Group> groups;
    for (auto begin = holders.begin(); begin != holders.end();) {
        const auto end = std::find_if(begin, holders.end(), [&](const Holder& each) {
            return each.mobile_hash != begin->mobile_hash;
        });
        if (end - begin >= lists::shared_by_many_min) {
            groups.push_back({*begin, end - begin});
        }
        begin = end;
    }
    std::ranges::sort(groups, [](const Group& a, const Group& b) {
        return std::tuple(b.patients, std::string_view(a.one.mobile_hash))
               < std::tuple(a.patients, std::string_view(b.one.mobile_hash));
    });
    if (groups.size() > told_most) {
        groups.erase(groups.begin() + told_most, groups.end());
    }
    return groups;
}

}

std::vector<lists::SharedMobile> most_shared(const ListReading& reading) {
    std::vector<lists::SharedMobile> shared;
    for (const SharedMobile& each : reading.shared_mobiles()) {
        if (shared.size() == told_most) {
            break;
        }
        shared.push_back({each.mobile, static_cast<std::int64_t>(each.patients)});
    }
    return shared;
}

Task<Result<std::vector<lists::SharedMobile>>> share_with_list(
    const Uploads::Deps& deps,
    const net::Lane& lane,
    const Intake& intake,
    lists::FileRef file,
    std::span<const lists::KnownNumber> known,
    std::span<const Position> gone
) {
    const auto find = [&]() -> Result<std::vector<Group>> {
        return group(holders_of(intake, known, gone, deps.practices.keyring()));
    };
    COHORT_CO_TRY(groups, co_await deps.pool.run(lane, find));
    std::vector<Position> positions;
    positions.reserve(groups.size());
    for (const Group& each : groups) {
        if (each.one.position) {
            positions.push_back(*each.one.position);
        }
    }
    const auto load = [&](db::Snapshot& at) {
        return deps.receiving.at_positions(at, file.practice, file.list, positions);
    };
    COHORT_CO_TRY(earlier, co_await deps.database.read(load));
    std::vector<lists::SharedMobile> shared;
    shared.reserve(groups.size());
    auto next = earlier.begin();
    for (const Group& each : groups) {
        const std::optional<domain::MobileNumber> mobile =
            each.one.position ? (next++)->patient.mobile
                              : intake.patients(each.one.patient, 1).front().mobile;
        shared.push_back({*mobile, each.patients});
    }
    co_return shared;
}

}
