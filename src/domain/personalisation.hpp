#pragma once
// Texts with placeholders: 'Dear ((first name)), …'. The text is parsed once, then rendered for
// each patient; a value is put in as it is and never looked at for placeholders again, so a name
// cannot smuggle one in. Placeholders: ((first name)), ((last name)), ((full name)), ((practice
// name)); case, blanks, '_' and '-' inside the brackets do not matter.
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cohort::domain {

enum class Placeholder { first_name, last_name, full_name, practice_name };

inline constexpr Placeholder placeholders_all[] = {
    Placeholder::first_name,
    Placeholder::last_name,
    Placeholder::full_name,
    Placeholder::practice_name
};

// As people write it, with its brackets: ((first name))
std::string_view written(Placeholder placeholder);

struct PersonalValues {
    std::string_view first_name;
    std::string_view last_name;
    std::string_view full_name;
    std::string_view practice_name;
};

class Personalisation {
public:
    // Errors: personalisation.unknown_placeholder (the detail holds what stands in the brackets,
    // which staff wrote), personalisation.unclosed (two opening brackets and no closing pair in the
    // same line).
    static Result<Personalisation> parse(std::string_view text);

    std::string render(const PersonalValues& values) const;
    bool uses(Placeholder placeholder) const;
    bool is_plain() const; // no placeholder at all: the same text for everybody

private:
    using Piece = std::variant<std::string, Placeholder>;

    explicit Personalisation(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

    std::vector<Piece> pieces_;
};

}
