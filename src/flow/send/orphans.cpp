// Receipts whose reference nobody knows, because the submit's answer never came: they find the
// attempt in doubt that they are about (G9). What a receipt repeats is the peer's word, so it must
// fit one attempt and no other: the short reference and the number, or where the gateway repeats no
// reference, the number, the sender and how the text begins.
#include "flow/send/content.hpp"
#include "flow/send/counts.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/reference.hpp"
#include "flow/send/short_reference.hpp"
#include "flow/send/sql.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace cohort::send {
namespace {

// Attempts in doubt are few: at most a window for each crash or cut. With more than this of them
// receipts are left waiting.
constexpr std::int64_t doubted_most = 2'000;
// Longer ago, and the gateway speaks of another text.
constexpr auto doubt_life = std::chrono::hours{72};

struct SealedDoubt {
    AttemptKey key;
    std::int64_t parts;
    std::string content_sealed;
};

struct Doubt {
    AttemptKey key;
    std::int64_t parts;
    std::string to;
    std::string from;
    std::string text;
    std::uint16_t reference;
};

bool fits(const Receipt::Repeats& repeats, const Doubt& doubt) {
    if (repeats.to != doubt.to) {
        return false;
    }
    if (repeats.short_reference) {
        return *repeats.short_reference == doubt.reference;
    }
    // An earlier attempt had the same words.
    return doubt.key.attempt.value == 1 && !repeats.text_begins.empty()
           && doubt.text.starts_with(repeats.text_begins) && repeats.from == doubt.from;
}

// The one that it fits, or none.
const Doubt* find_only(const std::vector<Doubt>& doubts, const Receipt::Repeats& repeats) {
    const auto fit = [&](const Doubt& doubt) { return fits(repeats, doubt); };
    const auto first = std::ranges::find_if(doubts, fit);
    if (first == doubts.end() || std::find_if(first + 1, doubts.end(), fit) != doubts.end()) {
        return nullptr;
    }
    return &*first;
}

bool is_known(db::Snapshot& at, std::string_view gateway_id, std::string_view reference) {
    return at.one(
                 sql::find_part, [](const db::Row&) { return true; }, gateway_id, reference
    )
        .has_value();
}

Result<std::vector<Doubt>> list_doubts(
    db::Snapshot& at,
    const practice::Practices& practices,
    std::string_view gateway_id,
    TimePoint now
) {
    const auto sealed = at.all(
        sql::list_doubted,
        [](const db::Row& row) {
            return SealedDoubt{
                {row.id<PracticeId>(0), row.id<BulkMessageId>(1), {row.integer(2)}, {row.integer(3)}
                },
                std::max<std::int64_t>(row.integer(4), 1),
                std::string(row.bytes(5))
            };
        },
        gateway_id,
        now - doubt_life,
        doubted_most + 1
    );
    std::vector<Doubt> doubts;
    if (std::ssize(sealed) > doubted_most) {
        return doubts;
    }
    doubts.reserve(sealed.size());
    std::map<PracticeId, std::pair<practice::Practice, practice::Sealer>> known;
    for (const SealedDoubt& one : sealed) {
        auto home = known.find(one.key.practice);
        if (home == known.end()) {
            COHORT_TRY(practice, practices.load(at, one.key.practice));
            COHORT_TRY(sealer, practices.sealer(at, one.key.practice));
            home =
                known.emplace(one.key.practice, std::pair(std::move(practice), std::move(sealer)))
                    .first;
        }
        const auto& [practice, sealer] = home->second;
        const auto opened = sealer.open(
            one.content_sealed,
            content_place(one.key.practice, one.key.bulk_message, one.key.position)
        );
        auto content = opened.ok() ? unpack(*opened) : opened.error();
        if (content.ok()) {
            doubts.push_back(
                {one.key,
                 one.parts,
                 std::move(content->to),
                 practice.sms_sender,
                 std::move(content->text),
                 short_reference(reference_of(practices.keyring(), Channel::sms, one.key))}
            );
        }
    }
    return doubts;
}

}

bool Sending::any_doubted(db::Snapshot& at) const {
    return at.one(sql::any_doubted, [](const db::Row&) { return true; }).has_value();
}

Result<std::vector<bool>> Sending::adopt_orphans(
    db::Transaction& tx, std::string_view gateway_id, std::span<const Receipt* const> receipts
) const {
    std::vector<bool> adopted(receipts.size(), false);
    if (receipts.empty() || !any_doubted(tx)) {
        return adopted;
    }
    const TimePoint now = deps_.clock.now();
    COHORT_TRY(doubts, list_doubts(tx, deps_.practices, gateway_id, now));
    std::set<SendingKey> sendings;
    for (const Doubt& doubt : doubts) {
        sendings.insert({doubt.key.practice, doubt.key.bulk_message});
    }
    lock_sendings(tx, sendings);
    CountChanges changes;
    std::vector<std::string_view> references; // that are known through this
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        const Receipt& receipt = *receipts[i];
        // Another copy of it was before, perhaps in this very batch.
        adopted[i] = is_known(tx, gateway_id, receipt.provider_reference);
        const Doubt* doubt = find_only(doubts, receipt.repeats);
        if (adopted[i] || doubt == nullptr || receipt.provider_reference.empty()) {
            continue;
        }
        const AttemptKey& key = doubt->key;
        // The first part takes the place of the row that says 'in doubt'.
        adopted[i] = tx.run(
                         sql::adopt_part,
                         key.practice,
                         key.bulk_message,
                         key.position,
                         key.attempt,
                         doubt->parts,
                         gateway_id,
                         now,
                         std::string_view(receipt.provider_reference)
                     )
                     == 1;
        if (adopted[i]) {
            references.push_back(receipt.provider_reference);
        }
        // Of a text of several parts nobody knows yet whether the gateway has the others.
        if (adopted[i] && doubt->parts == 1
            && tx.run(
                   sql::accept_doubted,
                   key.practice,
                   key.bulk_message,
                   key.position,
                   key.attempt,
                   now
               ) == 1) {
            changes.of(key).move(MessageState::in_doubt, MessageState::accepted);
        }
    }
    changes.apply(tx, now);
    if (!references.empty() && hooks_.on_accepted) {
        COHORT_CHECK(hooks_.on_accepted(tx, gateway_id, references));
    }
    return adopted;
}

}
