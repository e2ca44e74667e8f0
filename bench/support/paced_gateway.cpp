#include "bench/support/paced_gateway.hpp"

#include "platform/net/timer.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace cohort::bench {
namespace {

// A hundredth of a second's worth may come at once.
constexpr double burst_seconds = 0.01;

PacedGateway::Instant now() {
    return std::chrono::steady_clock::now();
}

}

Task<> PacedGateway::run(send::GatewayEvents& events) {
    events_ = &events;
    net::Timer timer(co_await boost::asio::this_coro::executor);
    for (;;) {
        co_await timer.wait(std::chrono::milliseconds{1});
        if (stopping_) {
            co_return; // and `events` may be gone
        }
        const auto due = std::ranges::find_if(answers_, [at = now()](const auto& answer) {
            return answer.first > at;
        });
        for (auto answer = answers_.begin(); answer != due; ++answer) {
            const send::AttemptKey& key = answer->second;
            --under_way_;
            events_->attempt_ended(
                key,
                send::Accepted{
                    {std::to_string(key.bulk_message.value) + "-"
                     + std::to_string(key.position.value)}
                }
            );
        }
        answers_.erase(answers_.begin(), due);
        if (free_slots() > 0) {
            events_->ready();
        }
    }
}

double PacedGateway::allowance(Instant at) const {
    const double seconds = std::chrono::duration<double>(at - tokens_at_).count();
    const double most = std::max(1.0, limits_.per_second * burst_seconds);
    return std::min(most, tokens_ + seconds * limits_.per_second);
}

std::size_t PacedGateway::free_slots() const {
    const std::lock_guard lock(mutex_);
    if (!open_ || events_ == nullptr || under_way_ >= limits_.window) {
        return 0;
    }
    return std::min(limits_.window - under_way_, static_cast<std::size_t>(allowance(now())));
}

void PacedGateway::submit(std::vector<send::Submission> submissions) {
    const Instant at = now();
    const std::lock_guard lock(mutex_);
    tokens_ = allowance(at) - static_cast<double>(submissions.size());
    tokens_at_ = at;
    for (const send::Submission& one : submissions) {
        ++under_way_;
        answers_.emplace_back(at + limits_.answers_after, one.key);
        taken_.push_back({one.key.practice, one.key.bulk_message, at});
    }
}

Task<> PacedGateway::stop(Milliseconds) {
    stopping_ = true;
    for (const auto& [at, key] : std::exchange(answers_, {})) {
        events_->attempt_ended(key, send::InDoubt{"sms.no_answer", ""});
    }
    co_return;
}

void PacedGateway::open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    tokens_at_ = now();
}

std::vector<PacedGateway::Taken> PacedGateway::taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
}

}
