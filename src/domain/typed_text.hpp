#pragma once
// What people and programs put into forms and requests, as text that can be stored and shown:
// well-formed UTF-8 without control characters. Nothing is refused here; what cannot be text reads
// as U+FFFD. Pure.
#include <string>
#include <string_view>

namespace cohort::domain {

// One line: a name, a subject, a search. No blanks at its ends, no runs of them inside.
std::string read_line(std::string_view bytes);
// The same of what is shown beside other words: the name of a list or a file. Without the
// characters that turn the direction of what follows, by which 'fdp.exe' passes for 'exe.pdf'.
std::string read_name(std::string_view bytes);
// Several lines: a message. Keeps line breaks and tabs.
std::string read_lines(std::string_view bytes);

}
