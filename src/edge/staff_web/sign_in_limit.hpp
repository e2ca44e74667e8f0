#pragma once
// Guessing passwords is slow: ten failures in fifteen minutes for one address or one account, then a wait. Never a lock
// that a stranger could put on a practice: the wait ends by itself. In memory, bounded.
// Threads: any.
#include "base/clock.hpp"

#include <mutex>
#include <string>
#include <unordered_map>

namespace cohort::staff_web {

class SignInLimit {
public:
    // False: too many failures for this key lately.
    bool may_try(const std::string& key, TimePoint now);
    void failed(const std::string& key, TimePoint now);
    void succeeded(const std::string& key);

private:
    struct Failures {
        int count = 0;
        TimePoint first;
    };

    void forget_old(TimePoint now);

    std::mutex mutex_;
    std::unordered_map<std::string, Failures> failures_;
};

}
