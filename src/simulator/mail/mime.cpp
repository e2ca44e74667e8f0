#include "simulator/mail/mime.hpp"

#include "simulator/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace cohort::simulator::mail {

namespace {

constexpr int depth_max = 8; // parts within parts

struct Part {
    std::vector<std::pair<std::string, std::string>>
        headers; // names in lower case, values unfolded
    std::string_view body;

    std::string_view header(std::string_view name) const {
        const auto found = std::ranges::find(headers, name, [](const auto& h) {
            return std::string_view(h.first);
        });
        return found == headers.end() ? std::string_view() : std::string_view(found->second);
    }
};

std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

Part split(std::string_view text) {
    Part part;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (line.empty()) {
            break;
        }
        if ((line[0] == ' ' || line[0] == '\t') && !part.headers.empty()) {
            part.headers.back().second += ' ';
            part.headers.back().second += trim(line);
        } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
            part.headers.emplace_back(
                lower(trim(line.substr(0, colon))), trim(line.substr(colon + 1))
            );
        }
    }
    part.body = text;
    return part;
}

// `text/plain; charset="utf-8"` → utf-8
std::string parameter(std::string_view header, std::string_view name) {
    const std::string small = lower(header);
    std::size_t at = 0;
    while ((at = small.find(';', at)) != std::string::npos) {
        ++at;
        const auto begin = small.find_first_not_of(" \t", at);
        if (begin == std::string::npos || !small.substr(begin).starts_with(name)) {
            continue;
        }
        auto value = trim(header.substr(begin + name.size()));
        if (!value.starts_with('=')) {
            continue;
        }
        value = trim(value.substr(1));
        if (value.starts_with('"')) {
            value.remove_prefix(1);
            return std::string(value.substr(0, value.find('"')));
        }
        return std::string(trim(value.substr(0, value.find(';'))));
    }
    return {};
}

std::string to_utf8(std::string_view bytes, std::string_view charset) {
    if (same_ignoring_case(charset, "iso-8859-1") || same_ignoring_case(charset, "windows-1252")) {
        return windows1252_to_utf8(bytes);
    }
    return valid_utf8(bytes);
}

std::string decoded_body(const Part& part) {
    const auto encoding = part.header("content-transfer-encoding");
    const std::string charset = parameter(part.header("content-type"), "charset");
    if (same_ignoring_case(encoding, "quoted-printable")) {
        return to_utf8(decode_quoted_printable(part.body), charset);
    }
    if (same_ignoring_case(encoding, "base64")) {
        return to_utf8(decode_base64(part.body), charset);
    }
    return to_utf8(part.body, charset);
}

void collect(const Part& part, ReadMail& into, int depth);

void collect_parts(const Part& part, std::string_view boundary, ReadMail& into, int depth) {
    const std::string dash = "--" + std::string(boundary);
    std::string_view rest = part.body;
    const char* begin = nullptr;
    while (!rest.empty()) {
        const char* const line_begin = rest.data();
        const std::string_view line = take_line(rest);
        if (!line.starts_with(dash)) {
            continue;
        }
        if (begin != nullptr) {
            // The line end before a boundary belongs to the boundary.
            std::string_view inner(begin, static_cast<std::size_t>(line_begin - begin));
            if (inner.ends_with('\n')) {
                inner.remove_suffix(inner.ends_with("\r\n") ? 2 : 1);
            }
            collect(split(inner), into, depth + 1);
        }
        if (line.substr(dash.size()).starts_with("--")) {
            return;
        }
        begin = rest.data();
    }
}

void collect(const Part& part, ReadMail& into, int depth) {
    const auto type = part.header("content-type");
    const std::string kind = lower(trim(type.substr(0, type.find(';'))));
    if (kind.starts_with("multipart/") && depth < depth_max) {
        collect_parts(part, parameter(type, "boundary"), into, depth);
    } else if (kind == "text/html") {
        if (into.html_text.empty()) {
            into.html_text = text_of_html(decoded_body(part));
        }
    } else if ((kind.empty() || kind == "text/plain") && into.plain.empty()) {
        into.plain = decoded_body(part);
    }
}

int hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

// One =?charset?Q?…?= or =?charset?B?…?= at the beginning of `text`, and its length.
std::optional<std::pair<std::string, std::size_t>> encoded_word(std::string_view text) {
    const auto charset_end = text.find('?', 2);
    if (!text.starts_with("=?") || charset_end == std::string_view::npos
        || charset_end + 2 >= text.size() || text[charset_end + 2] != '?') {
        return std::nullopt;
    }
    const auto begin = charset_end + 3;
    const auto end = text.find("?=", begin);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view charset = text.substr(2, charset_end - 2);
    std::string content(text.substr(begin, end - begin));
    const char kind = text[charset_end + 1];
    if (kind == 'Q' || kind == 'q') {
        std::ranges::replace(content, '_', ' ');
        content = decode_quoted_printable(content);
    } else {
        content = decode_base64(content);
    }
    return std::pair{to_utf8(content, charset.substr(0, charset.find('*'))), end + 2};
}

}

std::string decode_words(std::string_view header) {
    std::string out;
    std::string bytes_between;
    bool after_word = false;
    while (!header.empty()) {
        if (auto word = encoded_word(header)) {
            // Space between two encoded words is not shown (RFC 2047 §6.2).
            if (!after_word) {
                out += bytes_between;
            }
            bytes_between.clear();
            out += word->first;
            header.remove_prefix(word->second);
            after_word = true;
            continue;
        }
        bytes_between += header[0];
        if (header[0] != ' ' && header[0] != '\t') {
            out += std::exchange(bytes_between, {});
            after_word = false;
        }
        header.remove_prefix(1);
    }
    return valid_utf8(out + bytes_between);
}

std::string decode_quoted_printable(std::string_view body) {
    std::string out;
    out.reserve(body.size());
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (body[i] != '=') {
            out += body[i];
        } else if (body.substr(i + 1).starts_with("\r\n")) {
            i += 2;
        } else if (body.substr(i + 1).starts_with('\n')) {
            i += 1;
        } else if (i + 2 < body.size() && hex(body[i + 1]) >= 0 && hex(body[i + 2]) >= 0) {
            out += static_cast<char>(hex(body[i + 1]) * 16 + hex(body[i + 2]));
            i += 2;
        } else {
            out += '=';
        }
    }
    return out;
}

std::string decode_base64(std::string_view body) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : body) {
        const auto value = letters.find(c);
        if (c == '=') {
            break;
        }
        if (value == std::string_view::npos) {
            continue;
        }
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
        }
    }
    return out;
}

std::string text_of_html(std::string_view html) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> entities{{
        {"&amp;", "&"},
        {"&lt;", "<"},
        {"&gt;", ">"},
        {"&quot;", "\""},
        {"&#39;", "'"},
        {"&#x27;", "'"},
        {"&nbsp;", " "},
    }};
    constexpr std::array<std::string_view, 7> new_lines{
        "br", "/p", "/div", "/h1", "/h2", "/li", "/tr"
    };
    std::string out;
    while (!html.empty()) {
        if (html[0] == '<') {
            const auto end = html.find('>');
            std::string tag = lower(html.substr(1, end == std::string_view::npos ? end : end - 1));
            const std::string name = tag.substr(0, tag.find_first_of(" \t\r\n", 1));
            if (name == "style" || name == "script" || name == "head") {
                const auto close = lower(html).find("</" + name);
                html.remove_prefix(close == std::string::npos ? html.size() : close);
                continue;
            }
            if (std::ranges::find(
                    new_lines, name.ends_with('/') ? name.substr(0, name.size() - 1) : name
                )
                != new_lines.end()) {
                out += '\n';
            }
            html.remove_prefix(end == std::string_view::npos ? html.size() : end + 1);
            continue;
        }
        const auto entity = std::ranges::find_if(entities, [&](const auto& e) {
            return html.starts_with(e.first);
        });
        if (entity != entities.end()) {
            out += entity->second;
            html.remove_prefix(entity->first.size());
            continue;
        }
        const bool blank = html[0] == ' ' || html[0] == '\t' || html[0] == '\r' || html[0] == '\n';
        if (!blank) {
            out += html[0];
        } else if (!out.empty() && out.back() != ' ' && out.back() != '\n') {
            out += ' ';
        }
        html.remove_prefix(1);
    }
    return std::string(trim(out));
}

ReadMail read_mail(std::string_view message) {
    const Part whole = split(message);
    ReadMail mail;
    mail.subject = decode_words(whole.header("subject"));
    mail.message_id = valid_utf8(whole.header("message-id"));
    mail.from = decode_words(whole.header("from"));
    collect(whole, mail, 0);
    return mail;
}

}
