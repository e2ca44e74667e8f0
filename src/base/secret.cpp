#include "base/secret.hpp"

#include <cstring>

namespace cohort {

void wipe(std::string& text) {
    ::explicit_bzero(text.data(), text.size());
    text.clear();
}

}
