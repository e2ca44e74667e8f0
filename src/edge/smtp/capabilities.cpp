#include "edge/smtp/capabilities.hpp"

#include <charconv>

namespace cohort::smtp {

namespace {

std::string upper_case(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') {
            c = static_cast<char>(c - 'a' + 'A');
        }
    }
    return out;
}

std::string_view take_word(std::string_view& text) {
    const auto start = text.find_first_not_of(" =");
    if (start == std::string_view::npos) {
        text = {};
        return {};
    }
    text.remove_prefix(start);
    const auto word = text.substr(0, text.find_first_of(" ="));
    text.remove_prefix(word.size());
    return word;
}

// A limit nobody can read is no limit: the server will say so itself when a message is too large.
std::size_t read_size(std::string_view text) {
    std::size_t size = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), size);
    return fault == std::errc{} && end == text.data() + text.size() ? size : 0;
}

void read_mechanisms(std::string_view rest, Capabilities& found) {
    for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) {
        found.auth_plain |= word == "PLAIN";
        found.auth_login |= word == "LOGIN";
        found.auth_xoauth2 |= word == "XOAUTH2";
    }
}

}

Capabilities read_capabilities(const Reply& reply) {
    Capabilities found;
    for (std::size_t i = 1; i < reply.lines.size(); ++i) { // the first line is the server's name
        const auto line = upper_case(reply.lines[i]);
        std::string_view rest = line;
        const auto keyword = take_word(rest);
        if (keyword == "STARTTLS") {
            found.starttls = true;
        } else if (keyword == "PIPELINING") {
            found.pipelining = true;
        } else if (keyword == "SMTPUTF8") {
            found.smtputf8 = true;
        } else if (keyword == "8BITMIME") {
            found.eight_bit_mime = true;
        } else if (keyword == "DSN") {
            found.dsn = true;
        } else if (keyword == "SIZE") {
            found.size_max = read_size(take_word(rest));
        } else if (keyword == "AUTH") {
            read_mechanisms(rest, found);
        }
    }
    return found;
}

}
