#pragma once
// A file whose bytes are part of the program. Both views live as long as it runs.
#include <string_view>

namespace cohort {

struct EmbeddedFile {
    std::string_view path;
    std::string_view bytes;
};

}
