#include "flow/compose/typed_time.hpp"

#include "domain/text_normal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace cohort::compose {
namespace {

constexpr int year_min = 1000; // written with four digits

struct Field {
    const char* name;
    std::string_view text;
};

std::array<Field, 5> fields_of(const TypedTime& typed) {
    return {{
        {"day", domain::trim(typed.day)},
        {"month", domain::trim(typed.month)},
        {"year", domain::trim(typed.year)},
        {"hour", domain::trim(typed.hour)},
        {"minute", domain::trim(typed.minute)},
    }};
}

bool is_empty(const Field& field) {
    return field.text.empty();
}

// Digits and nothing else: '9am', '-5' and '0x10' are not numbers of a date.
std::optional<int> number_of(std::string_view text) {
    const bool digits = text.find_first_not_of("0123456789") == text.npos;
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return digits && read.ec == std::errc{} ? std::optional(number) : std::nullopt;
}

}

Result<domain::LocalReading> read_time(const TypedTime& typed) {
    const std::array<Field, 5> fields = fields_of(typed);
    if (std::ranges::all_of(fields, is_empty)) {
        return invalid("time.missing", "day");
    }
    if (const auto* gap = std::ranges::find_if(fields, is_empty); gap != fields.end()) {
        return invalid("time.incomplete", gap->name);
    }
    std::array<int, 5> numbers{};
    for (std::size_t at = 0; at < fields.size(); ++at) {
        const auto number = number_of(fields[at].text);
        if (!number) {
            return invalid("time.not_numbers", fields[at].name);
        }
        numbers[at] = *number;
    }
    const auto [day, month, year, hour, minute] = numbers;
    if (year < year_min) {
        return invalid("time.year_short", "year");
    }
    const auto local = domain::make_local_time(year, month, day, hour, minute);
    if (!local.ok()) {
        const bool time_of_day = hour > 23 || minute > 59;
        return invalid("time.unreadable", time_of_day ? "hour" : "day");
    }
    return domain::read_london(*local);
}

TypedTime typed_time_of(TimePoint instant) {
    // 2026-11-27T09:30
    const std::string iso = domain::iso_local(domain::to_london(instant));
    return {
        .day = iso.substr(8, 2),
        .month = iso.substr(5, 2),
        .year = iso.substr(0, 4),
        .hour = iso.substr(11, 2),
        .minute = iso.substr(14, 2)
    };
}

std::string pack(const TypedTime& typed) {
    std::string packed;
    for (const std::string* field :
         {&typed.day, &typed.month, &typed.year, &typed.hour, &typed.minute}) {
        std::string line = *field;
        std::ranges::replace(line, '\n', ' ');
        packed += line;
        packed += '\n';
    }
    return packed;
}

TypedTime unpack_typed_time(std::string_view packed) {
    TypedTime typed;
    for (std::string* field : {&typed.day, &typed.month, &typed.year, &typed.hour, &typed.minute}) {
        const auto end = packed.find('\n');
        if (end == packed.npos) {
            return {};
        }
        field->assign(packed.substr(0, end));
        packed.remove_prefix(end + 1);
    }
    return typed;
}

}
