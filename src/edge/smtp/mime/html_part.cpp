#include "edge/smtp/mime/html_part.hpp"

#include "edge/smtp/mime/lines.hpp"

#include <algorithm>

namespace cohort::smtp::mime {

namespace {

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
}

std::size_t link_start(std::string_view text) {
    return std::min(text.find("https://"), text.find("http://"));
}

// Up to white space or a bracket, without the punctuation of the sentence around it.
std::string_view link_at_front(std::string_view text) {
    auto link = text.substr(0, text.find_first_of(" \t<>\"`"));
    while (!link.empty() && std::string_view{".,;:!?)'"}.contains(link.back())) {
        link.remove_suffix(1);
    }
    return link;
}

void append_html_line(std::string& out, std::string_view line) {
    while (!line.empty()) {
        const auto start = link_start(line);
        append_escaped(out, line.substr(0, start));
        if (start == std::string_view::npos) {
            return;
        }
        line.remove_prefix(start);
        const auto link = link_at_front(line);
        if (link.ends_with("/") && link.find("//") + 2 == link.size()) {
            append_escaped(out, link); // "https://" alone leads nowhere
        } else {
            out += "<a href=\"";
            append_escaped(out, link);
            out += "\">";
            append_escaped(out, link);
            out += "</a>";
        }
        line.remove_prefix(link.size());
    }
}

}

std::string html_part(std::string_view subject, std::string_view text) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>";
    append_escaped(out, subject);
    out += "</title>\n</head>\n<body>\n";
    bool in_paragraph = false;
    for_each_line(text, [&](std::string_view line) {
        if (line.empty()) {
            out += in_paragraph ? "</p>\n" : "";
            in_paragraph = false;
            return;
        }
        out += in_paragraph ? "<br>\n" : "<p>";
        in_paragraph = true;
        append_html_line(out, line);
    });
    out += in_paragraph ? "</p>\n" : "";
    out += "</body>\n</html>\n";
    return out;
}

}
