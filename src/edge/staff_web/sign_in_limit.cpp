#include "edge/staff_web/sign_in_limit.hpp"

namespace cohort::staff_web {
namespace {

constexpr int failures_max = 10;
constexpr auto window = std::chrono::minutes{15};
constexpr std::size_t keys_max = 10'000;

}

bool SignInLimit::may_try(const std::string& key, TimePoint now) {
    const std::lock_guard lock(mutex_);
    const auto found = failures_.find(key);
    if (found == failures_.end()) {
        return true;
    }
    if (now - found->second.first >= window) {
        failures_.erase(found);
        return true;
    }
    return found->second.count < failures_max;
}

void SignInLimit::failed(const std::string& key, TimePoint now) {
    const std::lock_guard lock(mutex_);
    if (failures_.size() >= keys_max) {
        forget_old(now);
    }
    Failures& failures = failures_[key];
    if (failures.count == 0) {
        failures.first = now;
    }
    ++failures.count;
}

void SignInLimit::succeeded(const std::string& key) {
    const std::lock_guard lock(mutex_);
    failures_.erase(key);
}

// When memory is full of recent failures somebody is guessing at scale; all of them are let go, because refusing
// everybody would lock the practices out.
void SignInLimit::forget_old(TimePoint now) {
    std::erase_if(failures_, [now](const auto& entry) { return now - entry.second.first >= window; });
    if (failures_.size() >= keys_max) {
        failures_.clear();
    }
}

}
