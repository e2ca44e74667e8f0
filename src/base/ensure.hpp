#pragma once
// COHORT_ENSURE(condition, why): our own bugs, checked in release builds too. Never for input.
// A failure throws Bug, which is caught at three doors only: a request, a job, main.
#include <stdexcept>
#include <string>

namespace cohort {

class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void report_bug(const char* condition, const char* why, const char* file, int line);

}

#define COHORT_ENSURE(condition, why)                                                              \
    do {                                                                                           \
        if (!(condition)) [[unlikely]] {                                                           \
            ::cohort::report_bug(#condition, why, __FILE__, __LINE__);                             \
        }                                                                                          \
    } while (false)
