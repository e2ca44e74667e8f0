#include "domain/ages.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace cohort::domain {

namespace {

constexpr int apart_min = 10;
constexpr std::int64_t outliers_one_in = 50;

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc{} && end == text.data() + text.size() && number >= 0;
}

std::int64_t sum_of(const std::vector<AgeCount>& counts) {
    return std::accumulate(
        counts.begin(),
        counts.end(),
        std::int64_t{0},
        [](std::int64_t sum, const AgeCount& each) { return sum + each.patients; }
    );
}

}

Result<Ages> Ages::parse(std::string_view text) {
    Ages ages;
    while (!text.empty()) {
        const std::string_view item = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), item.size() + 1));
        const auto colon = item.find(':');
        int years = 0;
        std::int64_t patients = 0;
        if (colon == std::string_view::npos || !read_number(item.substr(0, colon), years)
            || !read_number(item.substr(colon + 1), patients)) {
            return Error{ErrorKind::internal, "ages.unreadable"};
        }
        ages.add(years, patients);
    }
    return ages;
}

std::string Ages::text() const {
    std::string text;
    for (const auto& [years, patients] : patients_) {
        text += (text.empty() ? "" : " ") + std::to_string(years) + ':' + std::to_string(patients);
    }
    return text;
}

void Ages::add(int years, std::int64_t patients) {
    const auto place = patients_.try_emplace(years, 0).first;
    place->second += patients;
    if (place->second <= 0) {
        patients_.erase(place);
    }
}

void Ages::add(const Ages& more) {
    for (const auto& [years, patients] : more.patients_) {
        add(years, patients);
    }
}

void Ages::remove(const Ages& fewer) {
    for (const auto& [years, patients] : fewer.patients_) {
        add(years, -patients);
    }
}

std::int64_t Ages::count() const {
    std::int64_t count = 0;
    for (const auto& [years, patients] : patients_) {
        count += patients;
    }
    return count;
}

std::optional<int> Ages::youngest() const {
    return patients_.empty() ? std::nullopt : std::optional(patients_.begin()->first);
}

std::optional<int> Ages::oldest() const {
    return patients_.empty() ? std::nullopt : std::optional(patients_.rbegin()->first);
}

std::int64_t Ages::under(int years) const {
    std::int64_t count = 0;
    for (auto each = patients_.begin(); each != patients_.end() && each->first < years; ++each) {
        count += each->second;
    }
    return count;
}

// The age that so many quarters of the patients have not passed. Requires: somebody is there.
int Ages::quartile(int quarters) const {
    const std::int64_t wanted = (count() * quarters + 3) / 4;
    std::int64_t passed = 0;
    for (const auto& [years, patients] : patients_) {
        passed += patients;
        if (passed >= wanted) {
            return years;
        }
    }
    return patients_.rbegin()->first;
}

std::vector<AgeCount> Ages::outliers() const {
    std::vector<AgeCount> apart;
    if (patients_.empty()) {
        return apart;
    }
    const int low = quartile(1);
    const int high = quartile(3);
    const int distance = std::max(apart_min, (high - low) * 3 / 2);
    for (const auto& [years, patients] : patients_) {
        if (years < low - distance || years > high + distance) {
            apart.push_back({years, patients});
        }
    }
    return sum_of(apart) * outliers_one_in > count() ? std::vector<AgeCount>() : apart;
}

}
