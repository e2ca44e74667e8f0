#include "platform/html/components/shared.hpp"

#include "platform/html/elements.hpp"

namespace cohort::nhs {

std::string_view name_of(Size size) {
    switch (size) {
    case Size::normal:
        return "";
    case Size::xxs:
        return "xxs";
    case Size::xs:
        return "xs";
    case Size::s:
        return "s";
    case Size::m:
        return "m";
    case Size::l:
        return "l";
    case Size::xl:
        return "xl";
    case Size::xxl:
        return "xxl";
    }
    return "";
}

Html visually_hidden(const Html& text) {
    return html::span(html::classes("nhsuk-u-visually-hidden"), text);
}

ClassList& ClassList::add(std::string_view more) {
    text_ = joined(text_, more);
    return *this;
}

ClassList& ClassList::when(bool condition, std::string_view more) {
    return condition ? add(more) : *this;
}

std::string joined(std::string_view first, std::string_view second) {
    std::string both(first);
    if (!both.empty() && !second.empty()) {
        both += ' ';
    }
    both += second;
    return both;
}

}
