#pragma once
// Header fields in their order; names compare without regard to case. Kept in one buffer: two
// allocations, not forty.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::http {

bool same_name(std::string_view a, std::string_view b);

class Headers {
public:
    struct Field {
        std::string_view name;
        std::string_view value;
    };

    // A name that is no token or a value with a line break or NUL is a Bug: nobody splits a
    // response.
    void add(std::string_view name, std::string_view value);
    // Replaces all of that name.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name);

    // The first of that name.
    std::optional<std::string_view> get(std::string_view name) const;
    std::size_t count(std::string_view name) const;

    bool has(std::string_view name) const { return count(name) != 0; }

    std::size_t size() const { return places_.size(); }

    // Requires: index < size(). The views live until the next change.
    Field at(std::size_t index) const;
    void clear();

    // Without the checks of add: for a parser that has made them. (Responses never use it.)
    void add_parsed(std::string_view name, std::string_view value);

private:
    struct Place {
        std::uint32_t begin;
        std::uint32_t name_bytes;
        std::uint32_t value_bytes;
    };

    std::string text_;
    std::vector<Place> places_;
};

}
