#include "base/ensure.hpp"

namespace cohort {

void report_bug(const char* condition, const char* why, const char* file, int line) {
    throw Bug(std::string(file) + ":" + std::to_string(line) + ": " + why + " (" + condition + ")");
}

}
