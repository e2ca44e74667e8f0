#include "edge/smpp/message_parts.hpp"

#include "edge/smpp/outcome_table.hpp"

#include <algorithm>

namespace cohort::smpp {
namespace {

using State = Part::State;

const Part* first(std::span<const Part> parts, State state) {
    const auto found = std::ranges::find(parts, state, &Part::state);
    return found == parts.end() ? nullptr : &*found;
}

bool any(std::span<const Part> parts, State state) {
    return first(parts, state) != nullptr;
}

// Refused for good weighs more than refused for now.
const Part& gravest(std::span<const Part> parts) {
    const auto for_good = std::ranges::find_if(parts, [](const Part& part) {
        return part.state == State::refused
               && meaning_of(part.status).verdict == Verdict::refused_for_good;
    });
    return for_good == parts.end() ? *first(parts, State::refused) : *for_good;
}

send::AttemptOutcome accepted(std::span<const Part> parts) {
    send::Accepted outcome;
    outcome.provider_references.reserve(parts.size());
    for (const Part& part : parts) {
        outcome.provider_references.push_back(part.reference);
    }
    return outcome;
}

send::AttemptOutcome not_sent(std::span<const Part> parts, Milliseconds not_before) {
    const auto answered = std::ranges::find_if(parts, [](const Part& part) {
        return part.state == State::not_sent && part.status != 0;
    });
    if (answered != parts.end()) {
        return outcome_of(answered->status, not_before);
    }
    const Part* unsent = first(parts, State::not_sent);
    const std::string_view reason = unsent ? unsent->reason : "gateway.connection_lost";
    return send::NotSent{std::string{reason}, "", std::nullopt};
}

}

bool worth_continuing(std::span<const Part> parts) {
    return !any(parts, State::refused) && !any(parts, State::not_sent)
           && !any(parts, State::unknown);
}

Conclusion conclude(std::span<const Part> parts, Milliseconds not_before, bool link_up) {
    if (any(parts, State::in_flight)) {
        return KeepWaiting{};
    }
    const bool taken = any(parts, State::accepted);
    if (any(parts, State::refused)) {
        const Part& refused = gravest(parts);
        if (taken || any(parts, State::unknown)) {
            return send::Refused{
                "sms.partly_refused",
                detail_of("submit_sm_resp", refused.status),
                send::Refused::For::good
            };
        }
        return outcome_of(refused.status, not_before);
    }
    if (const Part* unknown = first(parts, State::unknown)) {
        return send::InDoubt{std::string{unknown->reason}, ""};
    }
    const bool missing = any(parts, State::not_sent) || any(parts, State::waiting);
    if (!missing) {
        return accepted(parts);
    }
    if (any(parts, State::waiting) && !any(parts, State::not_sent) && link_up) {
        return KeepWaiting{};
    }
    if (!taken) {
        return not_sent(parts, not_before);
    }
    const bool tried_enough = std::ranges::any_of(parts, [](const Part& part) {
        return part.state == State::not_sent && part.submits >= part_submits_max;
    });
    if (link_up && !tried_enough) {
        return SendRest{};
    }
    return send::InDoubt{"sms.partly_sent", ""};
}

}
