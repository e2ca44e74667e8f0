#pragma once
// The lines of a text whose writer may have used CRLF, CR or LF. A last line end opens no empty
// line after it.
#include <string_view>

namespace cohort::smtp::mime {

template <class Take>
void for_each_line(std::string_view text, Take take) {
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n");
        take(text.substr(0, end));
        if (end == std::string_view::npos) {
            return;
        }
        const bool pair = text.substr(end).starts_with("\r\n");
        text.remove_prefix(end + (pair ? 2 : 1));
    }
}

}
