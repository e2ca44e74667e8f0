#include "edge/api/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace cohort::api {

double RateLimit::held(const Bucket& bucket, TimePoint now) const {
    // A clock that was set back fills nothing and takes nothing away.
    const double passed = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
    return std::min(rate_.burst, bucket.requests + passed * rate_.a_second);
}

std::optional<std::chrono::seconds> RateLimit::take(std::string_view key, TimePoint now) {
    const std::lock_guard lock(mutex_);
    std::string name(key);
    if (!buckets_.contains(name) && buckets_.size() >= rate_.keys_max) {
        forget_full_buckets(now);
    }
    Bucket& bucket = buckets_.try_emplace(std::move(name), Bucket{rate_.burst, now}).first->second;
    bucket = {held(bucket, now), now};
    if (bucket.requests < 1) {
        const double wait = std::ceil((1 - bucket.requests) / rate_.a_second);
        return std::chrono::seconds{std::max<std::int64_t>(1, static_cast<std::int64_t>(wait))};
    }
    bucket.requests -= 1;
    return std::nullopt;
}

std::size_t RateLimit::keys() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

// A full bucket says as much as none. When all are in use, all are forgotten: more keys ask at once
// than we count.
void RateLimit::forget_full_buckets(TimePoint now) {
    std::erase_if(buckets_, [&](const auto& entry) {
        return held(entry.second, now) >= rate_.burst;
    });
    if (buckets_.size() >= rate_.keys_max) {
        buckets_.clear();
    }
}

}
