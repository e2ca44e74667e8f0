#include "platform/http/headers.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace cohort::http {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// token, RFC 9110 §5.6.2.
bool is_token_character(char c) {
    const bool letter_or_digit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter_or_digit || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_value_character(char c) {
    return c != '\r' && c != '\n' && c != '\0';
}

}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::add(std::string_view name, std::string_view value) {
    COHORT_ENSURE(
        !name.empty() && std::ranges::all_of(name, is_token_character), "a header's name is a token"
    );
    COHORT_ENSURE(std::ranges::all_of(value, is_value_character), "a header's value is one line");
    add_parsed(name, value);
}

void Headers::add_parsed(std::string_view name, std::string_view value) {
    places_.push_back(
        {static_cast<std::uint32_t>(text_.size()),
         static_cast<std::uint32_t>(name.size()),
         static_cast<std::uint32_t>(value.size())}
    );
    text_ += name;
    text_ += value;
}

void Headers::set(std::string_view name, std::string_view value) {
    remove(name);
    add(name, value);
}

void Headers::remove(std::string_view name) {
    // The text stays behind until the message goes; only the place is forgotten.
    std::erase_if(places_, [&](const Place& place) {
        return same_name(std::string_view(text_).substr(place.begin, place.name_bytes), name);
    });
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const Field field = at(i);
        if (same_name(field.name, name)) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    std::size_t found = 0;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        found += same_name(at(i).name, name) ? 1U : 0U;
    }
    return found;
}

Headers::Field Headers::at(std::size_t index) const {
    const Place& place = places_[index];
    const std::string_view text = text_;
    return {
        text.substr(place.begin, place.name_bytes),
        text.substr(place.begin + place.name_bytes, place.value_bytes)
    };
}

void Headers::clear() {
    text_.clear();
    places_.clear();
}

}
