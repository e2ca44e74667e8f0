#include "platform/html/url.hpp"

#include <utility>

namespace cohort::html {
namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
           || c == '.' || c == '_' || c == '~';
}

// RFC 3986 §2.1; everything but the unreserved characters is encoded.
void append_encoded(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

}

Url Url::made(std::string text) {
    Url url;
    url.made_ = std::move(text);
    return url;
}

Url Url::path(std::initializer_list<std::string_view> segments) {
    std::string text;
    for (const std::string_view segment : segments) {
        // A browser resolves "." and ".." even when they are percent-encoded.
        COHORT_ENSURE(!segment.empty() && segment != "." && segment != "..", "not a path segment");
        text += '/';
        append_encoded(text, segment);
    }
    return made(text.empty() ? "/" : std::move(text));
}

Url Url::to_id(std::string_view id) {
    std::string text = "#";
    append_encoded(text, id);
    return made(std::move(text));
}

Result<Url> Url::parse(std::string_view text) {
    if (!is_safe_url(text)) {
        return invalid("url.not_allowed");
    }
    return made(std::string(text));
}

Url Url::with_query(std::string_view name, std::string_view value) const {
    const std::string_view whole = text();
    const auto fragment_at = std::min(whole.find('#'), whole.size());
    std::string text(whole.substr(0, fragment_at));
    text += text.find('?') == std::string::npos ? '?' : '&';
    append_encoded(text, name);
    text += '=';
    append_encoded(text, value);
    text += whole.substr(fragment_at);
    return made(std::move(text));
}

Url Url::with_id(std::string_view id) const {
    std::string text(this->text().substr(0, this->text().find('#')));
    text += '#';
    append_encoded(text, id);
    return made(std::move(text));
}

}
