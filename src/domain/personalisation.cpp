#include "domain/personalisation.hpp"

#include "domain/text_normal.hpp"

#include <algorithm>

namespace cohort::domain {

namespace {

struct Named {
    Placeholder placeholder;
    std::string_view folded; // letters only, lower case
    std::string_view written;
};

constexpr Named names[] = {
    {Placeholder::first_name, "firstname", "((first name))"},
    {Placeholder::last_name, "lastname", "((last name))"},
    {Placeholder::full_name, "fullname", "((full name))"},
    {Placeholder::practice_name, "practicename", "((practice name))"},
};

// Lower case, without blanks, '_' and '-'.
std::string folded(std::string_view inside) {
    std::string out;
    for (std::size_t at = 0; at < inside.size();) {
        const DecodedCharacter character = decode_utf8(inside, at);
        at += character.bytes;
        if (is_blank(character.code) || character.code == '_' || character.code == '-') {
            continue;
        }
        const bool upper = character.code >= 'A' && character.code <= 'Z';
        append_utf8(out, upper ? character.code - 'A' + 'a' : character.code);
    }
    return out;
}

std::string_view value_of(Placeholder placeholder, const PersonalValues& values) {
    switch (placeholder) {
    case Placeholder::first_name:
        return values.first_name;
    case Placeholder::last_name:
        return values.last_name;
    case Placeholder::full_name:
        return values.full_name;
    case Placeholder::practice_name:
        return values.practice_name;
    }
    return {};
}

}

std::string_view written(Placeholder placeholder) {
    return std::ranges::find(names, placeholder, &Named::placeholder)->written;
}

Result<Personalisation> Personalisation::parse(std::string_view text) {
    std::vector<Piece> pieces;
    while (!text.empty()) {
        std::size_t open = text.find("((");
        if (open == text.npos) {
            pieces.emplace_back(std::string{text});
            break;
        }
        // Of '(((first name)))' the innermost two belong to the placeholder, the others to the
        // text.
        while (open + 2 < text.size() && text[open + 2] == '(') {
            ++open;
        }
        const std::size_t close = text.find("))", open + 2);
        const std::size_t line_end = text.find('\n', open);
        if (close == text.npos || close > line_end) {
            return invalid("personalisation.unclosed");
        }
        const std::string_view inside = text.substr(open + 2, close - open - 2);
        const auto* named = std::ranges::find(names, folded(inside), &Named::folded);
        if (named == std::end(names)) {
            return invalid("personalisation.unknown_placeholder", std::string{trim(inside)});
        }
        if (open > 0) {
            pieces.emplace_back(std::string{text.substr(0, open)});
        }
        pieces.emplace_back(named->placeholder);
        text.remove_prefix(close + 2);
    }
    return Personalisation{std::move(pieces)};
}

std::string Personalisation::render(const PersonalValues& values) const {
    std::string out;
    for (const Piece& piece : pieces_) {
        if (const auto* text = std::get_if<std::string>(&piece)) {
            out += *text;
        } else {
            out += value_of(*std::get_if<Placeholder>(&piece), values);
        }
    }
    return out;
}

bool Personalisation::uses(Placeholder placeholder) const {
    return std::ranges::find(pieces_, Piece{placeholder}) != pieces_.end();
}

bool Personalisation::is_plain() const {
    return std::ranges::none_of(pieces_, [](const Piece& piece) {
        return std::holds_alternative<Placeholder>(piece);
    });
}

}
