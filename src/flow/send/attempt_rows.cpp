#include "flow/send/attempt_rows.hpp"

#include "flow/send/sql.hpp"

namespace cohort::send {
namespace {

struct Words {
    std::string_view outcome;
    std::optional<std::string_view> reason;
    std::optional<std::string_view> detail;
};

Words words_of(const AttemptOutcome& outcome) {
    if (const auto* end = std::get_if<NotSent>(&outcome)) {
        return {"not_sent", end->reason, end->detail};
    }
    if (const auto* end = std::get_if<Refused>(&outcome)) {
        return {"refused", end->reason, end->detail};
    }
    if (const auto* end = std::get_if<InDoubt>(&outcome)) {
        return {"in_doubt", end->reason, end->detail};
    }
    return {"accepted", std::nullopt, std::nullopt};
}

}

std::string_view reason_of(const AttemptOutcome& outcome) {
    return words_of(outcome).reason.value_or("");
}

std::optional<std::string_view> text_or_null(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

void store_attempt(
    db::Transaction& tx, std::string_view gateway_id, const EndedAttempt& ended, TimePoint now
) {
    const AttemptKey& key = ended.key;
    const AttemptOutcome& outcome = ended.outcome;
    const Words words = words_of(outcome);
    const auto store = [&](std::int64_t part,
                           std::int64_t parts,
                           std::optional<std::string_view> provider_reference) {
        tx.run(
            sql::add_attempt,
            key.practice,
            key.bulk_message,
            key.position,
            key.attempt,
            part,
            parts,
            gateway_id,
            now,
            words.outcome,
            words.reason,
            words.detail,
            provider_reference
        );
    };
    const auto* accepted = std::get_if<Accepted>(&outcome);
    if (accepted == nullptr) {
        store(1, 1, std::nullopt);
        return;
    }
    const auto parts = static_cast<std::int64_t>(accepted->provider_references.size());
    std::int64_t part = 0;
    for (const std::string& reference : accepted->provider_references) {
        store(++part, parts, reference);
    }
}

}
