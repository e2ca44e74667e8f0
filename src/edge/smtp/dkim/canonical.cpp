#include "edge/smtp/dkim/canonical.hpp"

#include "domain/ascii.hpp"

#include <algorithm>
#include <map>

namespace cohort::smtp::dkim {

namespace {

bool is_white(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_white(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_white(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

// Runs of white space as one space; line ends inside, which are folds, are passed over.
void append_squeezed(std::string& out, std::string_view text) {
    bool pending = false;
    for (const char c : text) {
        if (c == '\r' || c == '\n') {
            continue;
        }
        if (is_white(c)) {
            pending = true;
            continue;
        }
        if (pending) {
            out += ' ';
            pending = false;
        }
        out += c;
    }
    if (pending) {
        out += ' ';
    }
}

}

std::string field_name(std::string_view field) {
    std::string name{trimmed(field.substr(0, field.find(':')))};
    std::ranges::transform(name, name.begin(), domain::ascii_lower);
    return name;
}

std::string relaxed_field(std::string_view field) {
    const auto colon = field.find(':');
    std::string value;
    if (colon != std::string_view::npos) {
        append_squeezed(value, field.substr(colon + 1));
    }
    return field_name(field).append(":").append(trimmed(value));
}

std::string relaxed_body(std::string_view body) {
    std::string out;
    out.reserve(body.size());
    std::size_t empty_lines = 0;
    while (!body.empty()) {
        const auto end = body.find("\r\n");
        const auto line = body.substr(0, end);
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 2);
        const auto before = out.size();
        const auto held = empty_lines;
        for (; empty_lines > 0; --empty_lines) {
            out += "\r\n";
        }
        const auto start = out.size();
        append_squeezed(out, line);
        if (out.ends_with(' ')) {
            out.pop_back();
        }
        if (out.size() == start) {
            out.resize(before); // an empty line counts only when another follows
            empty_lines = held + 1;
        } else {
            out += "\r\n";
        }
    }
    return out;
}

SplitMessage split_message(std::string_view message) {
    SplitMessage split;
    while (!message.empty() && !message.starts_with("\r\n")) {
        auto end = message.find("\r\n");
        while (end != std::string_view::npos && end + 2 < message.size()
               && is_white(message[end + 2])) {
            end = message.find("\r\n", end + 2);
        }
        split.fields.push_back(message.substr(0, end));
        message.remove_prefix(end == std::string_view::npos ? message.size() : end + 2);
    }
    split.body = message.empty() ? message : message.substr(2);
    return split;
}

std::string signing_input(
    const SplitMessage& message,
    const std::vector<std::string>& names,
    std::string_view signature_field
) {
    std::map<std::string, std::vector<std::string_view>> unused;
    for (const auto field : message.fields) {
        unused[field_name(field)].push_back(field);
    }
    std::string input;
    for (const auto& name : names) {
        auto& left = unused[name];
        if (!left.empty()) {
            input.append(relaxed_field(left.back())).append("\r\n");
            left.pop_back();
        }
    }
    return input + relaxed_field(signature_field);
}

}
