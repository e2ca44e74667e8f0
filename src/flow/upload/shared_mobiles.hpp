#pragma once
// Mobile numbers that many patients of a list share: a family's phone, a care home's, or a mistake.
#include "flow/upload/intake.hpp"
#include "flow/upload/upload.hpp"

#include <span>
#include <vector>

namespace cohort::upload {

// Of a list's first file: the most shared.
std::vector<lists::SharedMobile> most_shared(const ListReading& reading);

// Of a list that gets another file: all who have it, in whichever. `known`: what it has already;
// `gone`: the patients of it that are used no longer.
Task<Result<std::vector<lists::SharedMobile>>> share_with_list(
    const Uploads::Deps& deps,
    const net::Lane& lane,
    const Intake& intake,
    lists::FileRef file,
    std::span<const lists::KnownNumber> known,
    std::span<const Position> gone
);

}
