#include "flow/upload/reader/dates.hpp"

namespace cohort::upload {

void DateColumn::add(domain::DateSense sense) {
    ++dates_;
    switch (sense) {
    case domain::DateSense::order_free:
        break;
    case domain::DateSense::day_first_only:
        ++day_first_;
        break;
    case domain::DateSense::month_first_only:
        ++month_first_;
        break;
    case domain::DateSense::either:
        ++either_;
        break;
    }
}

bool DateColumn::is_month_first() const {
    return month_first_ >= 3 && month_first_ * 10 >= dates_;
}

bool DateColumn::order_is_assumed() const {
    return either_ > 0 && day_first_ == 0 && month_first_ == 0;
}

bool DateColumn::order_is_in_doubt() const {
    return day_first_ == 0 && month_first_ > 0;
}

}
