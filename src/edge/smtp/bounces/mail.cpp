#include "edge/smtp/bounces/mail.hpp"

#include "edge/smtp/bounces/transfer.hpp"
#include "edge/smtp/lower_case.hpp"

#include <algorithm>
#include <utility>

namespace cohort::smtp::bounces {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto start = text.find_first_not_of(white);
    if (start == std::string_view::npos) {
        return {};
    }
    return text.substr(start, text.find_last_not_of(white) - start + 1);
}

// Without its line end, CRLF or LF.
std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

bool goes_on(std::string_view text) {
    return text.starts_with(' ') || text.starts_with('\t');
}

std::string type_of(const Fields& fields) {
    const auto value = fields.first("content-type");
    auto type = lower_case(trimmed(value.substr(0, value.find(';'))));
    return type.empty() ? "text/plain" : type;
}

std::string decoded(const Fields& fields, std::string_view body) {
    body = body.substr(0, part_bytes_max);
    const auto encoding = lower_case(fields.first("content-transfer-encoding"));
    if (encoding == "quoted-printable") {
        return read_quoted_printable(body);
    }
    return encoding == "base64" ? read_base64(body) : std::string{body};
}

// The next part of a multipart body, from behind one boundary to before the next.
std::string_view take_part(std::string_view& rest, const std::string& opening, bool& last) {
    const auto start = rest;
    auto size = start.size();
    last = true;
    while (!rest.empty()) {
        const auto before = start.size() - rest.size();
        const auto line = trimmed(take_line(rest));
        if (line == opening || line == opening + "--") {
            size = before;
            last = line.size() > opening.size();
            break;
        }
    }
    return start.substr(0, size);
}

void read_parts(Fields fields, std::string_view body, std::size_t depth, std::vector<Part>& parts) {
    if (parts.size() >= parts_max) {
        return;
    }
    auto type = type_of(fields);
    const auto boundary = parameter(fields.first("content-type"), "boundary");
    if (!type.starts_with("multipart/") || boundary.empty() || depth >= depth_max) {
        auto text = decoded(fields, body);
        parts.push_back({std::move(type), std::move(fields), std::move(text)});
        return;
    }
    const auto opening = "--" + boundary;
    bool last = false;
    take_part(body, opening, last); // the words for readers without MIME
    while (!last && parts.size() < parts_max) {
        auto part = take_part(body, opening, last);
        auto own = take_fields(part);
        read_parts(std::move(own), part, depth + 1, parts);
    }
}

}

void Fields::add(std::string name, std::string value) {
    all_.push_back({std::move(name), std::move(value)});
}

std::string_view Fields::first(std::string_view name) const {
    const auto found = std::ranges::find(all_, name, &Field::name);
    return found == all_.end() ? std::string_view{} : std::string_view{found->value};
}

std::vector<std::string_view> Fields::every(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& field : all_) {
        if (field.name == name) {
            values.emplace_back(field.value);
        }
    }
    return values;
}

Fields take_fields(std::string_view& text) {
    Fields fields;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (line.empty()) {
            break;
        }
        std::string value;
        const auto colon = line.find(':');
        if (colon != std::string_view::npos) {
            value = line.substr(colon + 1, field_bytes_max);
        }
        while (goes_on(text)) {
            const auto more = take_line(text);
            if (value.size() < field_bytes_max) {
                value.append(more.substr(0, field_bytes_max - value.size()));
            }
        }
        if (colon != std::string_view::npos && colon > 0 && !fields.full()) {
            fields.add(
                lower_case(trimmed(line.substr(0, std::min(colon, field_bytes_max)))),
                std::string{trimmed(value)}
            );
        }
    }
    return fields;
}

Mail read_mail(std::string_view bytes) {
    Mail mail;
    mail.fields = take_fields(bytes);
    mail.type = type_of(mail.fields);
    mail.report_type = lower_case(parameter(mail.fields.first("content-type"), "report-type"));
    read_parts(mail.fields, bytes, 0, mail.parts);
    return mail;
}

std::string parameter(std::string_view value, std::string_view name) {
    auto rest = value;
    while (true) {
        const auto semicolon = rest.find(';');
        if (semicolon == std::string_view::npos) {
            return {};
        }
        rest = trimmed(rest.substr(semicolon + 1));
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos) {
            return {};
        }
        if (lower_case(trimmed(rest.substr(0, equals))) != name) {
            continue;
        }
        const auto given = trimmed(rest.substr(equals + 1));
        if (given.starts_with('"')) {
            return std::string{given.substr(1, given.find('"', 1) - 1)};
        }
        return std::string{trimmed(given.substr(0, given.find_first_of("; \t")))};
    }
}

}
