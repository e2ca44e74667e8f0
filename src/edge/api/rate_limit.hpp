#pragma once
// How often one key may ask: a bucket of `burst` requests that fills again at `a_second`. In
// memory, so each node counts by itself and a restart forgives; it protects the server from a
// program in a loop, it is no allowance. Threads: any.
#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cohort::api {

class RateLimit {
public:
    struct Rate {
        double burst = 200;
        double a_second = 50;
        std::size_t keys_max = 10'000;
    };

    RateLimit() = default;

    explicit RateLimit(Rate rate) : rate_(rate) {}

    // Takes one request out of the key's bucket. Empty: how long until there is one again.
    std::optional<std::chrono::seconds> take(std::string_view key, TimePoint now);
    std::size_t keys() const;

private:
    struct Bucket {
        double requests;
        TimePoint at;
    };

    double held(const Bucket& bucket, TimePoint now) const;
    void forget_full_buckets(TimePoint now);

    Rate rate_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}
