#pragma once
// Url: where a link, a form or a picture may point. Only addresses of this site ("/lists/7",
// "?page=2",
// "#name") and https ones can be made, so a value that came from outside can never become
// "javascript:…" or a link to another scheme. A literal is checked by the compiler; anything else
// goes through path() or parse().
#include "base/result.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace cohort::html {

// True for "/x" (not "//x"), "#x", "?x" and "https://x", in printable ASCII without spaces, quotes
// or backslashes.
constexpr bool is_safe_url(std::string_view text) {
    for (const char c : text) {
        if (c <= ' ' || c > '~' || c == '"' || c == '\'' || c == '\\' || c == '<' || c == '>') {
            return false;
        }
    }
    constexpr std::string_view https = "https://";
    if (text.starts_with(https)) {
        return text.size() > https.size() && text[https.size()] != '/';
    }
    return text.starts_with('#') || text.starts_with('?')
           || (text.starts_with('/') && !text.starts_with("//"));
}

class Url {
public:
    // "nowhere": components leave the link or the attribute out.
    Url() = default;

    // A literal, checked while compiling.
    template <std::size_t N>
    consteval Url(const char (&literal)[N]) : literal_(literal, N - 1) {
        if (!is_safe_url(literal_)) {
            throw "a Url begins with /, #, ? or https:// and holds no space, quote or backslash";
        }
    }

    // Each segment is percent-encoded: path({"lists", id.text()}) is "/lists/123".
    static Url path(std::initializer_list<std::string_view> segments);
    // The element with this id, on the same page: what an error summary links to.
    static Url to_id(std::string_view id);
    // For text from outside. Errors: url.not_allowed.
    static Result<Url> parse(std::string_view text);

    // The same address with ?name=value (or &name=value) added, both percent-encoded.
    Url with_query(std::string_view name, std::string_view value) const;
    // The same address, going to the element with this id.
    Url with_id(std::string_view id) const;

    std::string_view text() const { return made_ ? std::string_view(*made_) : literal_; }

    bool empty() const { return text().empty(); }

private:
    static Url made(std::string text);

    std::string_view literal_;
    // Optional, because a compiler may not leave a std::string inside a constant.
    std::optional<std::string> made_;
};

}
