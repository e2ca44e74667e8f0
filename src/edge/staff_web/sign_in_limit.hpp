#pragma once
// Guessing passwords is slow: after ten failures for one address or one account each further try
// has to wait, a little longer every time. Never a lock that a stranger could put on somebody: the
// wait ends by itself, after a minute at most where it is about an account and fifteen where it is
// about an address. In memory, bounded in entries and bytes. Threads: any.
#include "base/clock.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cohort::staff_web {

class SignInLimit {
public:
    // Who tries, and for whom. Case does not matter in an account, as it does not in signing in.
    struct Try {
        Try(std::string_view address, std::string_view account);

        std::string by_address;
        std::string by_account;
    };

    // Zero: go on. The try counts as failed from now on, so that many at once do not all slip
    // through before the first has failed; say how it ended. Else the time that is left to wait,
    // and nothing is counted.
    Milliseconds begin(const Try& attempt, TimePoint now);
    void succeeded(const Try& attempt);
    // Neither right nor wrong: it could not be looked up.
    void undecided(const Try& attempt);

private:
    struct Failures {
        int count = 0;
        TimePoint last;
        TimePoint last_before; // what `last` was, should the try turn out not to be a failure
    };

    Milliseconds wait_of(const std::string& key, Milliseconds longest, TimePoint now) const;
    void count(const std::string& key, TimePoint now);
    void take_back(const std::string& key);
    void forget_old(TimePoint now);

    mutable std::mutex mutex_;
    std::unordered_map<std::string, Failures> failures_;
};

}
