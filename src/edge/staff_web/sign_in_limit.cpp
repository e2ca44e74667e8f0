#include "edge/staff_web/sign_in_limit.hpp"

#include "domain/limits.hpp"

#include <algorithm>

namespace cohort::staff_web {
namespace {

using namespace std::chrono_literals;

constexpr int failures_free = 10;
constexpr Milliseconds first_wait = 15s;
constexpr Milliseconds account_wait_max = 1min;
constexpr Milliseconds address_wait_max = 15min;
// So long after its last failure a key is as good as new.
constexpr Milliseconds memory_time = 15min;
constexpr std::size_t keys_max = 10'000;

// The wait after this many failures: 15 s after ten, twice as long after each further one.
Milliseconds wait_after(int failures, Milliseconds longest) {
    Milliseconds wait = first_wait;
    for (int i = failures_free; i < failures && wait < longest; ++i) {
        wait *= 2;
    }
    return std::min(wait, longest);
}

std::string folded(std::string_view account) {
    // Nothing longer is an address; what is typed must not fill the memory.
    std::string text(account.substr(0, domain::limits::email_bytes_max));
    for (char& byte : text) {
        byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    }
    return text;
}

}

SignInLimit::Try::Try(std::string_view address, std::string_view account)
    : by_address("address " + std::string(address)), by_account("account " + folded(account)) {}

Milliseconds SignInLimit::begin(const Try& attempt, TimePoint now) {
    const std::lock_guard lock(mutex_);
    const Milliseconds wait = std::max(
        wait_of(attempt.by_address, address_wait_max, now),
        wait_of(attempt.by_account, account_wait_max, now)
    );
    if (wait > 0ms) {
        return wait;
    }
    if (failures_.size() + 2 > keys_max) {
        forget_old(now);
    }
    count(attempt.by_address, now);
    count(attempt.by_account, now);
    return 0ms;
}

void SignInLimit::succeeded(const Try& attempt) {
    const std::lock_guard lock(mutex_);
    failures_.erase(attempt.by_account);
    // Not all of the address's: who has one account could clear the slate between guesses at
    // others.
    take_back(attempt.by_address);
}

void SignInLimit::undecided(const Try& attempt) {
    const std::lock_guard lock(mutex_);
    take_back(attempt.by_account);
    take_back(attempt.by_address);
}

Milliseconds
SignInLimit::wait_of(const std::string& key, Milliseconds longest, TimePoint now) const {
    const auto found = failures_.find(key);
    if (found == failures_.end() || found->second.count < failures_free) {
        return 0ms;
    }
    const TimePoint free_at = found->second.last + wait_after(found->second.count, longest);
    return std::max<Milliseconds>(free_at - now, 0ms);
}

void SignInLimit::count(const std::string& key, TimePoint now) {
    Failures& failures = failures_[key];
    if (now - failures.last >= memory_time) {
        failures.count = 0;
    }
    // The wait has long stopped growing at this count, and an int must not.
    failures.count = std::min(failures.count + 1, 1'000);
    failures.last_before = failures.last;
    failures.last = now;
}

void SignInLimit::take_back(const std::string& key) {
    const auto found = failures_.find(key);
    if (found == failures_.end()) {
        return;
    }
    // Nor does it start the wait anew for everybody else at this address.
    found->second.last = found->second.last_before;
    if (--found->second.count <= 0) {
        failures_.erase(found);
    }
}

// When memory is full of recent failures somebody is guessing at scale; all of them are let go,
// because refusing everybody would lock the practices out.
void SignInLimit::forget_old(TimePoint now) {
    std::erase_if(failures_, [now](const auto& entry) {
        return now - entry.second.last >= memory_time;
    });
    if (failures_.size() + 2 > keys_max) {
        failures_.clear();
    }
}

}
