// The named sweepers: what a worker held goes back in line, what it gave away and nobody answered
// is stated as not confirmed, what was accepted long ago is settled. Each can be run twice, at any
// time.
#include "flow/send/counts.hpp"
#include "flow/send/decide.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/sql.hpp"

namespace cohort::send {
namespace {

// A worker begins to write within 10 s of its mark and waits 30 s for an answer; 120 s leaves room
// for both (G16).
constexpr auto unanswered_after = std::chrono::seconds{120};
constexpr std::int64_t settled_at_once_max = 1000;

struct Place {
    PracticeId practice;
    BulkMessageId id;
    Channel channel;
};

Place read_place(const db::Row& row) {
    return {
        row.id<PracticeId>(0),
        row.id<BulkMessageId>(1),
        row.text(2) == "sms" ? Channel::sms : Channel::email
    };
}

}

Task<Outcome> Sending::sweep(Owner owner) {
    const auto find = [](db::Snapshot& at) -> Result<std::vector<Place>> {
        return at.all(sql::find_in_hand, read_place);
    };
    COHORT_CO_TRY(places, co_await deps_.database.read(find));
    for (const Place& place : places) {
        const auto put_back = [=, this](db::Transaction& tx) -> Outcome {
            lock_sending(tx, place.practice, place.id);
            const TimePoint now = deps_.clock.now();
            const bool all = owner == Owner::left_behind;
            const TimePoint leases_before = all ? TimePoint::max() : now;
            const TimePoint marks_before = all ? TimePoint::max() : now - unanswered_after;
            CountChange change;
            if (const auto rows =
                    tx.run(sql::unlease, place.practice, place.id, leases_before, now);
                rows > 0) {
                change.move(MessageState::leased, MessageState::queued, rows);
            }
            const Decision decision = decide_unanswered();
            tx.run(
                sql::add_unanswered,
                place.practice,
                place.id,
                marks_before,
                std::string_view(decision.reason),
                now
            );
            if (const auto rows = tx.run(
                    sql::doubt_unanswered,
                    place.practice,
                    place.id,
                    marks_before,
                    std::string_view(decision.reason),
                    now
                );
                rows > 0) {
                change.move(MessageState::attempting, decision.state, rows);
            }
            change.apply(tx, place.practice, place.id, now);
            return done();
        };
        COHORT_CO_CHECK(co_await deps_.database.write(put_back));
    }
    co_return done();
}

Task<Outcome> Sending::settle_unreceipted(Milliseconds sms_wait, Milliseconds email_wait) {
    const auto find = [](db::Snapshot& at) -> Result<std::vector<Place>> {
        return at.all(sql::find_unreceipted, read_place);
    };
    COHORT_CO_TRY(places, co_await deps_.database.read(find));
    for (const Place& place : places) {
        const bool email = place.channel == Channel::email;
        const auto settle = [=, this](db::Transaction& tx) -> Outcome {
            lock_sending(tx, place.practice, place.id);
            const TimePoint now = deps_.clock.now();
            const TimePoint before = now - (email ? email_wait : sms_wait);
            // No bounce came in the time an email has; no receipt came in the time a text has.
            const MessageState state = email ? MessageState::delivered : MessageState::no_receipt;
            const auto reason =
                email ? std::nullopt : std::optional(std::string_view("message.no_receipt"));
            std::vector<AttemptKey> settled;
            tx.each(
                sql::settle_accepted,
                [&](const db::Row& row) {
                    settled.push_back({place.practice, place.id, {row.integer(0)}, {row.integer(1)}}
                    );
                },
                place.practice,
                place.id,
                before,
                text(state),
                reason,
                now,
                settled_at_once_max
            );
            CountChange change;
            if (!settled.empty()) {
                change.move(
                    MessageState::accepted, state, static_cast<std::int64_t>(settled.size())
                );
            }
            change.apply(tx, place.practice, place.id, now);
            if (email && hooks_.on_delivered) {
                for (const AttemptKey& key : settled) {
                    COHORT_CHECK(hooks_.on_delivered(tx, key));
                }
            }
            return done();
        };
        COHORT_CO_CHECK(co_await deps_.database.write(settle));
    }
    co_return done();
}

}
