#include "platform/html/html.hpp"

#include "platform/html/elements.hpp"

namespace cohort::html {
namespace {

std::string_view replacement(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return {};
    }
}

void append_attribute(std::string& out, const Attribute& attribute) {
    if (attribute.kind() == Attribute::Kind::absent) {
        return;
    }
    out += ' ';
    out += attribute.name();
    if (attribute.kind() == Attribute::Kind::valued) {
        out += "=\"";
        append_escaped(out, attribute.value());
        out += '"';
    }
}

void append_start_tag(std::string& out, std::string_view name, std::initializer_list<Part> parts) {
    out += '<';
    out += name;
    for (const Part& part : parts) {
        for (const Attribute& attribute : part.attributes()) {
            append_attribute(out, attribute);
        }
    }
    out += '>';
}

// A little more than the markup will need, so that one allocation is the rule.
std::size_t size_hint(std::string_view name, std::initializer_list<Part> parts) {
    std::size_t bytes = 2 * name.size() + 5;
    for (const Part& part : parts) {
        bytes += part.text().size();
        for (const Attribute& attribute : part.attributes()) {
            bytes += attribute.name().size() + attribute.value().size() + 4;
        }
    }
    return bytes;
}

}

void append_escaped(std::string& out, std::string_view text) {
    std::size_t plain_from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view safe = replacement(text[at]);
        if (safe.empty()) {
            continue;
        }
        out.append(text, plain_from, at - plain_from);
        out += safe;
        plain_from = at + 1;
    }
    out.append(text, plain_from);
}

Html::Html(std::string_view text) {
    append_escaped(markup_, text);
}

Html Html::embedded(const EmbeddedFile& file) {
    Html html;
    html.markup_ = file.bytes;
    return html;
}

Html Element::write(std::initializer_list<Part> parts) const {
    Html html;
    html.markup_.reserve(size_hint(name_, parts));
    append_start_tag(html.markup_, name_, parts);
    for (const Part& part : parts) {
        if (part.is_markup()) {
            html.markup_ += part.text();
        } else {
            append_escaped(html.markup_, part.text());
        }
    }
    html.markup_ += "</";
    html.markup_ += name_;
    html.markup_ += '>';
    return html;
}

Html VoidElement::write(std::initializer_list<Part> attributes) const {
    Html html;
    html.markup_.reserve(size_hint(name_, attributes));
    append_start_tag(html.markup_, name_, attributes);
    return html;
}

}
