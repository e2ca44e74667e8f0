#include "platform/html/conformance/markup.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

namespace cohort::conformance {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) {
    return blanks.find(c) != std::string_view::npos;
}

std::string decoded(std::string_view text) {
    static const std::pair<std::string_view, std::string_view> entities[] = {
        {"&amp;", "&"},
        {"&lt;", "<"},
        {"&gt;", ">"},
        {"&quot;", "\""},
        {"&#39;", "'"},
        {"&#96;", "`"},
        {"&ctdot;", "\u22EF"},
        {"&nbsp;", "\u00A0"},
        {"&copy;", "\u00A9"},
        {"&rsquo;", "\u2019"},
    };
    std::string out;
    while (!text.empty()) {
        const auto entity = std::ranges::find_if(entities, [&](const auto& known) {
            return text.starts_with(known.first);
        });
        if (entity == std::end(entities)) {
            out += text.front();
            text.remove_prefix(1);
            continue;
        }
        out += entity->second;
        text.remove_prefix(entity->first.size());
    }
    return out;
}

std::string collapsed(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (!is_blank(c)) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

std::string sorted_classes(const std::string& value) {
    std::istringstream in(value);
    std::set<std::string> names;
    for (std::string name; in >> name;) {
        names.insert(name);
    }
    std::string out;
    for (const std::string& name : names) {
        out += out.empty() ? name : " " + name;
    }
    return out;
}

std::string_view taken(std::string_view& from, std::size_t count) {
    const std::string_view piece = from.substr(0, count);
    from.remove_prefix(piece.size());
    return piece;
}

std::string_view attribute_value(std::string_view& rest) {
    rest.remove_prefix(1); // =
    const char quote = rest.empty() ? ' ' : rest.front();
    if (quote != '"' && quote != '\'') {
        return taken(rest, rest.find_first_of(blanks));
    }
    rest.remove_prefix(1);
    const std::string_view value = taken(rest, rest.find(quote));
    taken(rest, 1);
    return value;
}

std::string normal_tag(std::string_view inside) {
    std::string_view rest = inside;
    std::string out = "<" + std::string(taken(rest, rest.find_first_of(blanks)));
    std::map<std::string, std::string> attributes;
    while (true) {
        taken(rest, std::min(rest.find_first_not_of(blanks), rest.size()));
        if (rest.empty()) {
            break;
        }
        const std::string name(taken(rest, rest.find_first_of(" \t\r\n=")));
        std::string value = rest.starts_with('=') ? decoded(attribute_value(rest)) : "";
        attributes[name] = name == "class" ? sorted_classes(value) : std::move(value);
    }
    for (const auto& [name, value] : attributes) {
        out += " " + name + "=[" + value + "]";
    }
    return out + ">";
}

// A '>' inside a quoted value does not end a tag.
std::size_t tag_end(std::string_view markup) {
    char quote = 0;
    for (std::size_t at = 0; at < markup.size(); ++at) {
        const char c = markup[at];
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at;
        }
    }
    return markup.size();
}

}

std::vector<std::string> normal_form(std::string_view markup) {
    std::vector<std::string> out;
    while (!markup.empty()) {
        if (markup.front() == '<') {
            const std::string_view tag = taken(markup, tag_end(markup));
            taken(markup, 1);
            out.push_back(normal_tag(tag.substr(1)));
            continue;
        }
        std::string text = collapsed(decoded(taken(markup, markup.find('<'))));
        if (!text.empty()) {
            out.push_back(std::move(text));
        }
    }
    return out;
}

}
