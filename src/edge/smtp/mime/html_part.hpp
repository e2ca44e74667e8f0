#pragma once
// The text of a message as a small HTML page: paragraphs, line breaks and links, everything
// escaped. Pure. It says what the text says and nothing else: no picture, style sheet or other
// thing that would be fetched.
#include <string>
#include <string_view>

namespace cohort::smtp::mime {

std::string html_part(std::string_view subject, std::string_view text);

}
