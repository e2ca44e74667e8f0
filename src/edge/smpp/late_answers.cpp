#include "edge/smpp/late_answers.hpp"

#include <algorithm>

namespace cohort::smpp {
namespace {

using namespace std::chrono_literals;

constexpr auto remembered_for = 10min;
constexpr std::size_t messages_max = 2'000;

}

void LateAnswers::expect(const send::AttemptKey& key, std::vector<Part> parts, Instant now) {
    for (Part& part : parts) {
        part.octets.clear();
        part.tlvs.clear();
    }
    if (waiting_.size() >= messages_max) {
        waiting_.pop_front();
    }
    waiting_.push_back({key, std::move(parts), now + remembered_for});
}

Part* LateAnswers::part_of(std::uint32_t sequence) {
    for (found_ = 0; found_ < waiting_.size(); ++found_) {
        auto& parts = waiting_[found_].parts;
        const auto part = std::ranges::find(parts, sequence, &Part::sequence);
        if (sequence != 0 && part != parts.end()) {
            part->sequence = 0;
            return &*part;
        }
    }
    return nullptr;
}

std::optional<LateAnswers::Settled> LateAnswers::settle(Milliseconds not_before) {
    Waiting& message = waiting_.at(found_);
    Conclusion conclusion = conclude(message.parts, not_before, false);
    auto* outcome = std::get_if<send::AttemptOutcome>(&conclusion);
    if (outcome == nullptr || std::holds_alternative<send::InDoubt>(*outcome)) {
        return std::nullopt;
    }
    Settled settled{message.key, std::move(*outcome)};
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(found_));
    return settled;
}

void LateAnswers::forget(Instant now) {
    while (!waiting_.empty() && waiting_.front().until <= now) {
        waiting_.pop_front();
    }
}

}
