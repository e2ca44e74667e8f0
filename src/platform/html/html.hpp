#pragma once
// Html: a piece of markup that is right by construction. It is made from text, which is escaped, or
// by the elements in elements.hpp; nothing turns a string into markup unescaped, so a page cannot
// forget to escape. Values only: any thread, no input or output.
#include "base/embedded_file.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace cohort::html {

class Html {
public:
    Html() = default;

    // Text, escaped for element content and for attribute values alike.
    Html(const char* text) : Html(std::string_view(text)) {}

    Html(const std::string& text) : Html(std::string_view(text)) {}

    Html(std::string_view text);
    Html(std::nullptr_t) = delete;

    // Markup that was in the source tree when the program was built, such as a drawing. Never for
    // input.
    static Html embedded(const EmbeddedFile& file);

    Html& operator+=(const Html& more) {
        markup_ += more.markup_;
        return *this;
    }

    friend Html operator+(Html first, const Html& second) {
        first += second;
        return first;
    }

    bool empty() const { return markup_.empty(); }

    std::string_view markup() const { return markup_; }

    std::string release() && { return std::move(markup_); }

private:
    friend class Element;
    friend class VoidElement;
    friend class Document;

    std::string markup_;
};

// Appends `text` with & < > " ' replaced, which is enough for content and for quoted attribute
// values.
void append_escaped(std::string& out, std::string_view text);

// One piece per item, joined: each(view.rows, [](const Row& row) { return li(row.name); }).
template <class Range, class Show>
Html each(const Range& range, Show show) {
    Html all;
    for (const auto& item : range) {
        all += show(item);
    }
    return all;
}

// The piece if the condition holds, else nothing: when(view.failed > 0, [&] { return p("…"); }).
template <class Show>
Html when(bool condition, Show show) {
    return condition ? Html(show()) : Html();
}

}
