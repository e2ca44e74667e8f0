#include "base/failpoint.hpp"

#if defined(COHORT_FAILPOINTS)
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>

namespace cohort {
namespace {

struct Armed {
    std::string name;
    int signal = SIGKILL;
    long passing = 0; // the passing at which it comes; 0 is never
};

Armed read_environment() {
    // Read once, and nothing here ever sets the environment.
    const char* text = std::getenv("COHORT_FAILPOINT"); // NOLINT(concurrency-mt-unsafe)
    if (text == nullptr) {
        return {};
    }
    const std::string_view setting(text);
    const auto first = setting.find(':');
    const auto second = first == setting.npos ? setting.npos : setting.find(':', first + 1);
    const bool stops = setting.substr(first + 1).starts_with("stop");
    const long passing = second == setting.npos ? 1 : std::strtol(text + second + 1, nullptr, 10);
    return {
        "failpoint:" + std::string(setting.substr(0, first)), stops ? SIGSTOP : SIGKILL, passing
    };
}

}

void pass_failpoint(const char* name) {
    static const Armed armed = read_environment();
    static std::atomic<long> passed = 0;
    if (armed.passing > 0 && armed.name == name && ++passed == armed.passing) {
        // To this thread: it goes no further, and with it the whole process ends or stops.
        static_cast<void>(std::raise(armed.signal));
    }
}

}
#endif
