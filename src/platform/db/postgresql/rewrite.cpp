#include "platform/db/postgresql/rewrite.hpp"

namespace cohort::db::postgresql {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
           || static_cast<unsigned char>(c) >= 0x80;
}

// The length of what begins at the front of `text` and ends with the next `end`, or of all of it.
std::size_t length_through(std::string_view text, std::string_view end, std::size_t from) {
    const std::size_t found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
}

// E'…' knows backslashes; a doubled quote needs no care, because it reads as two strings side by
// side.
std::size_t escape_string_length(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '\'') {
            return i + 1;
        }
    }
    return text.size();
}

// Comments nest in PostgreSQL.
std::size_t comment_length(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const std::string_view pair = text.substr(i, 2);
        if (pair == "/*") {
            ++depth;
            ++i;
        } else if (pair == "*/") {
            ++i;
            if (--depth == 0) {
                return i + 1;
            }
        }
    }
    return text.size();
}

// $tag$…$tag$, or 1 for a $ that begins no such thing.
std::size_t dollar_quote_length(std::string_view text) {
    std::size_t tag_end = 1;
    while (tag_end < text.size() && is_word(text[tag_end])) {
        ++tag_end;
    }
    if (tag_end == text.size() || text[tag_end] != '$' || is_digit(text[1])) {
        return 1;
    }
    return length_through(text, text.substr(0, tag_end + 1), tag_end + 1);
}

// How much at the front of `text`, which follows `before`, is to be copied as it stands.
std::size_t opaque_length(std::string_view text, char before, char before_that) {
    switch (text.front()) {
    case '\'':
        if ((before == 'e' || before == 'E') && !is_word(before_that)) {
            return escape_string_length(text);
        }
        return length_through(text, "'", 1);
    case '"':
        return length_through(text, "\"", 1);
    case '$':
        return is_word(before) ? 1 : dollar_quote_length(text);
    case '-':
        return text.starts_with("--") ? length_through(text, "\n", 2) : 1;
    case '/':
        return text.starts_with("/*") ? comment_length(text) : 1;
    default:
        return 1;
    }
}

}

std::string rewrite_parameters(std::string_view statement) {
    std::string rewritten;
    rewritten.reserve(statement.size());
    for (std::size_t i = 0; i < statement.size();) {
        if (statement[i] == '?' && i + 1 < statement.size() && is_digit(statement[i + 1])) {
            rewritten += '$';
            ++i;
            continue;
        }
        const char before = i > 0 ? statement[i - 1] : ' ';
        const char before_that = i > 1 ? statement[i - 2] : ' ';
        const std::size_t length = opaque_length(statement.substr(i), before, before_that);
        rewritten += statement.substr(i, length);
        i += length;
    }
    return rewritten;
}

}
