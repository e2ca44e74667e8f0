#include "edge/smtp/transparency.hpp"

#include "base/ensure.hpp"

namespace cohort::smtp {

void append_transparent(std::string& out, std::string_view message) {
    out.reserve(out.size() + message.size() + 64);
    while (!message.empty()) {
        const auto end = message.find_first_of("\r\n");
        COHORT_ENSURE(
            end != std::string_view::npos && message.substr(end).starts_with("\r\n"),
            "a line that does not end in CRLF"
        );
        if (message.starts_with('.')) {
            out += '.';
        }
        out.append(message.substr(0, end + 2));
        message.remove_prefix(end + 2);
    }
    out += ".\r\n";
}

}
