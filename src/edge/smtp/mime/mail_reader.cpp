#include "edge/smtp/mime/mail_reader.hpp"

#include <algorithm>
#include <cctype>

namespace cohort::smtp::mime {

namespace {

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) {
        return std::tolower(x) == std::tolower(y);
    });
}

std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) {
            continue;
        }
        bits = bits << 6 | static_cast<unsigned>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 255);
        }
    }
    return out;
}

// RFC 2047 §6.2: white space between two encoded-words is not shown.
std::string decode_words(std::string_view value) {
    std::string out;
    bool after_word = false;
    std::string gap;
    while (!value.empty()) {
        const auto end =
            value.starts_with("=?UTF-8?B?") ? value.find("?=", 10) : std::string_view::npos;
        if (end != std::string_view::npos) {
            out += after_word ? "" : gap;
            gap.clear();
            out += from_base64(value.substr(10, end - 10));
            value.remove_prefix(end + 2);
            after_word = true;
        } else if (value.front() == ' ') {
            gap += ' ';
            value.remove_prefix(1);
        } else {
            out += gap;
            gap.clear();
            out += value.front();
            value.remove_prefix(1);
            after_word = false;
        }
    }
    return out + gap;
}

int hex(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> from_quoted_printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (text.starts_with("=\r\n")) {
            text.remove_prefix(3);
        } else if (text.starts_with("\r\n")) {
            out += '\n';
            text.remove_prefix(2);
        } else if (text.front() == '=') {
            if (text.size() < 3 || hex(text[1]) < 0 || hex(text[2]) < 0) {
                return std::nullopt;
            }
            out += static_cast<char>(hex(text[1]) * 16 + hex(text[2]));
            text.remove_prefix(3);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

using Headers = std::vector<std::pair<std::string, std::string>>;

// Takes the headers and the empty line after them from the front.
std::optional<Headers> take_headers(std::string_view& text) {
    Headers headers;
    while (true) {
        const auto end = text.find("\r\n");
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const auto line = text.substr(0, end);
        text.remove_prefix(end + 2);
        if (line.empty()) {
            break;
        }
        if (line.front() == ' ' || line.front() == '\t') {
            if (headers.empty()) {
                return std::nullopt;
            }
            headers.back().second += line;
            continue;
        }
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos) {
            return std::nullopt;
        }
        headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    for (auto& [name, value] : headers) {
        value = decode_words(value);
    }
    return headers;
}

}

std::string ReadMail::header(std::string_view name) const {
    for (const auto& [each, value] : headers) {
        if (same_name(each, name)) {
            return value;
        }
    }
    return "";
}

std::size_t ReadMail::count(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::count_if(headers, [name](const auto& h) {
        return same_name(h.first, name);
    }));
}

std::optional<ReadMail> read_mail(std::string_view message) {
    ReadMail mail;
    auto headers = take_headers(message);
    if (!headers) {
        return std::nullopt;
    }
    mail.headers = std::move(*headers);
    const auto type = mail.header("Content-Type");
    const auto named = type.find("boundary=\"");
    if (named == std::string::npos) {
        return std::nullopt;
    }
    const auto boundary = type.substr(named + 10, type.find('"', named + 10) - named - 10);
    const auto opens = "--" + boundary + "\r\n";
    if (!message.starts_with(opens)) {
        return std::nullopt;
    }
    message.remove_prefix(opens.size());
    for (auto* into : {&mail.plain, &mail.html}) {
        const auto end = message.find("\r\n--" + boundary);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        auto part = message.substr(0, end + 2);
        if (!take_headers(part)) {
            return std::nullopt;
        }
        if (part.ends_with("\r\n")) {
            part.remove_suffix(2); // belongs to the boundary
        }
        auto text = from_quoted_printable(part);
        if (!text) {
            return std::nullopt;
        }
        *into = std::move(*text);
        message.remove_prefix(end + 2 + opens.size());
    }
    return mail;
}

}
