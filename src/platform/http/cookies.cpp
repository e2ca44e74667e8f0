#include "platform/http/cookies.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace cohort::http {

namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ') || text.ends_with('\t')) {
        text.remove_suffix(1);
    }
    return text;
}

// cookie-octet, RFC 6265 §4.1.1.
bool is_cookie_octet(char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

}

std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const auto pair = header.substr(0, header.find(';'));
        header.remove_prefix(std::min(header.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && trimmed(pair.substr(0, equals)) == name) {
            return trimmed(pair.substr(equals + 1));
        }
    }
    return std::nullopt;
}

std::string to_header(const SetCookie& cookie) {
    COHORT_ENSURE(
        !cookie.name.empty() && std::ranges::all_of(cookie.name, is_cookie_octet)
            && cookie.name.find('=') == std::string::npos,
        "a cookie's name is a token"
    );
    COHORT_ENSURE(
        std::ranges::all_of(cookie.value, is_cookie_octet), "a cookie's value is encoded"
    );
    COHORT_ENSURE(std::ranges::all_of(cookie.path, is_cookie_octet), "a cookie's path is encoded");
    std::string header = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
    if (cookie.max_age) {
        header += "; Max-Age=" + std::to_string(cookie.max_age->count());
    }
    header += cookie.same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
    header += "; HttpOnly";
    if (cookie.secure == SetCookie::Secure::yes) {
        header += "; Secure";
    }
    return header;
}

}
