#include "practice/allowance.hpp"

#include "base/ensure.hpp"
#include "domain/london_time.hpp"
#include "practice/sql.hpp"

#include <limits>
#include <string>

namespace cohort::practice {
namespace {

constexpr std::size_t month_length = 7; // of 2026-11-30

std::string day_of(TimePoint time) {
    const auto date = domain::london_date(time);
    const auto two = [](unsigned number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return std::to_string(static_cast<int>(date.year())) + '-'
           + two(static_cast<unsigned>(date.month())) + '-'
           + two(static_cast<unsigned>(date.day()));
}

bool use(
    db::Transaction& tx,
    PracticeId practice,
    std::string_view period,
    std::int64_t texts,
    std::optional<std::int64_t> most
) {
    tx.run(sql::open_texts_used, practice, period);
    const auto limit = most.value_or(std::numeric_limits<std::int64_t>::max() / 2);
    return tx.run(sql::use_texts, practice, period, texts, limit) == 1;
}

}

Allowance load_allowance(db::Snapshot& at, PracticeId practice) {
    const auto allowance = at.one(
        sql::load_allowance,
        [](const db::Row& row) {
            return Allowance{row.integer_or_none(0), row.integer_or_none(1)};
        },
        practice
    );
    COHORT_ENSURE(allowance.has_value(), "a practice that has an allowance exists");
    return *allowance;
}

void set_allowance(db::Transaction& tx, PracticeId practice, const Allowance& allowance) {
    tx.run(sql::set_allowance, practice, allowance.texts_a_day, allowance.texts_a_month);
}

Outcome use_texts(db::Transaction& tx, PracticeId practice, TimePoint start, std::int64_t texts) {
    const Allowance allowance = load_allowance(tx, practice);
    const std::string day = day_of(start);
    // The day before the month, always: two that wait for each other's rows would wait for ever.
    if (!use(tx, practice, day, texts, allowance.texts_a_day)) {
        return Error{ErrorKind::conflict, "allowance.day_used_up"};
    }
    if (!use(tx, practice, day.substr(0, month_length), texts, allowance.texts_a_month)) {
        return Error{ErrorKind::conflict, "allowance.month_used_up"};
    }
    return done();
}

void give_back_texts(
    db::Transaction& tx, PracticeId practice, TimePoint start, std::int64_t texts
) {
    const std::string day = day_of(start);
    tx.run(sql::give_back_texts, practice, std::string_view(day), texts);
    tx.run(sql::give_back_texts, practice, std::string_view(day).substr(0, month_length), texts);
}

}
