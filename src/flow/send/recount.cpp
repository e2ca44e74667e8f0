// The auditor: counts the messages themselves and compares with the counts that every change keeps
// (G6). The CHECK of the schema holds their sum; this holds each of them.
#include "flow/send/counts.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/sql.hpp"
#include "platform/log/log.hpp"

#include <algorithm>
#include <iterator>

namespace cohort::send {
namespace {

// What changes all the time is not recounted all the time, and what does not change is now and
// then.
constexpr auto recounted_again_after = std::chrono::seconds{60};
constexpr auto recounted_anyway_after = std::chrono::hours{24};
constexpr std::int64_t recounted_at_once_max = 20;

struct Place {
    PracticeId practice;
    BulkMessageId id;
};

struct Counted {
    bool known_wrong = false; // by the last recount
    bool right = false;
};

Counted count(db::Snapshot& at, const Place& place) {
    constexpr int first_count_column = 2;
    std::int64_t patients = 0;
    Counted counted;
    const auto read = [&](const db::Row& row) {
        patients = row.integer(0);
        counted.known_wrong = row.integer(1) == 1;
        return read_counts(row, first_count_column);
    };
    const auto kept = at.one(sql::load_counts, read, place.practice, place.id);
    COHORT_ENSURE(kept.has_value(), "a sending that was found has counts");
    domain::StateCounts found;
    at.each(
        sql::count_messages,
        [&](const db::Row& row) {
            const auto state = domain::parse_message_state(row.text(0));
            COHORT_ENSURE(state.has_value(), "the schema knows the states");
            found[*state] = row.integer(1);
        },
        place.practice,
        place.id
    );
    // Those whose message is not made yet are planned.
    found[MessageState::planned] += patients - found.total();
    counted.right = found == *kept;
    return counted;
}

}

Task<Outcome> Sending::recount() {
    const TimePoint now = deps_.clock.now();
    const auto find = [now](db::Snapshot& at) -> Result<std::vector<Place>> {
        const auto read = [](const db::Row& row) {
            return Place{row.id<PracticeId>(0), row.id<BulkMessageId>(1)};
        };
        auto found =
            at.all(sql::find_to_recount, read, now - recounted_again_after, recounted_at_once_max);
        std::ranges::move(
            at.all(
                sql::find_long_uncounted, read, now - recounted_anyway_after, recounted_at_once_max
            ),
            std::back_inserter(found)
        );
        return found;
    };
    COHORT_CO_TRY(places, co_await deps_.database.read(find));
    for (const Place& place : places) {
        const auto compare = [place](db::Snapshot& at) -> Result<Counted> {
            return count(at, place);
        };
        COHORT_CO_TRY(counted, co_await deps_.database.read(compare));
        if (!counted.right && !counted.known_wrong) {
            log::error("counts_differ", {{"bulk_message_id", place.id.value}});
        }
        const auto note = [place, now, right = counted.right](db::Transaction& tx) -> Outcome {
            const std::int64_t miscounted = right ? 0 : 1;
            tx.run(sql::set_recounted, place.practice, place.id, now, miscounted);
            return done();
        };
        COHORT_CO_CHECK(co_await deps_.database.write(note));
    }
    co_return done();
}

std::vector<BulkMessageId> Sending::miscounted(db::Snapshot& at, PracticeId practice) const {
    const auto read = [](const db::Row& row) { return row.id<BulkMessageId>(0); };
    return at.all(sql::list_miscounted, read, practice);
}

}
