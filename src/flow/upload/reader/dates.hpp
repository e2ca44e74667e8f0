#pragma once
// The dates of a list's column looked at together: only all of them can tell day first from month
// first.
#include "base/result.hpp"
#include "domain/date_of_birth.hpp"

#include <cstdint>
#include <optional>

namespace cohort::upload {

class DateColumn {
public:
    void add(domain::DateSense sense);

    // dates.month_first where at least three, and at least a tenth, make sense only so: the file is
    // refused. Rows are read day first meanwhile, which is right in every file that is not.
    bool is_month_first() const;

    // Nothing in the column proves an order, though some of its dates could be read both ways.
    bool order_is_assumed() const;

    // Some dates make sense month first only, though too few to say so of the file, and none proves
    // the contrary: what could be read both ways must not be read day first.
    bool order_is_in_doubt() const;

private:
    std::uint64_t dates_ = 0;
    std::uint64_t day_first_ = 0;
    std::uint64_t month_first_ = 0;
    std::uint64_t either_ = 0;
};

}
