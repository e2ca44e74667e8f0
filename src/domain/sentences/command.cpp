// What the command line says.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"input.not_a_json_string",
     "The line is not a JSON string.",
     "Write one string in double quotes on each line, or leave out --json-lines."},
    {"input.too_long",
     "The line is longer than 64 MiB.",
     "Check that there is one value on each line."},
    {"input.missing",
     "There is no file of that name.",
     "Check the name and the folder. A name with blanks in it stands in quotes."},
    {"input.is_folder", "That is a folder, not a file.", "Name the file that is in it."},
    {"input.not_allowed",
     "You may not read that file.",
     "Ask whoever owns it, or copy it to a folder of your own."},
    {"input.unreadable", "The input cannot be read.", "Check the file or the command it comes from."
    },
};

}

std::span<const Sentence> command() {
    return table;
}

}
