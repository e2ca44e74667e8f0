// The named sweepers of uploads: what a process left behind when it died, what nobody confirmed or
// used, what somebody deleted.
#include "flow/upload/upload.hpp"

namespace cohort::upload {
namespace {

// Far longer than any living upload stops between two pieces, on clocks that differ by minutes.
constexpr auto rows_stopped_after = std::chrono::minutes{15};
constexpr std::int64_t lists_at_once_max = 100;

}

Outcome Uploads::abandon_left_behind() const {
    const auto look = [this](db::Snapshot& at) -> Result<bool> {
        return deps_.receiving.any_left_behind(at);
    };
    COHORT_TRY(any, deps_.database.read_now(look));
    if (!any) {
        return done(); // a start that finds nothing to mend writes nothing
    }
    return deps_.database.write_now([this](db::Transaction& tx) -> Outcome {
        deps_.receiving.abandon_left_behind(tx);
        return done();
    });
}

Task<Result<std::int64_t>> Uploads::sweep(Kept kept) const {
    const TimePoint now = deps_.clock.now();
    const lists::Cutoffs cutoffs{
        now - rows_stopped_after, now - kept.unconfirmed, now - kept.unused
    };
    const auto find = [this, cutoffs](db::Snapshot& at) -> Result<std::vector<lists::Forgotten>> {
        return deps_.receiving.forgotten(at, cutoffs, lists_at_once_max);
    };
    COHORT_CO_TRY(forgotten, co_await deps_.database.read(find));
    std::int64_t swept = 0;
    for (const lists::Forgotten& list : forgotten) {
        const auto sweep_some = [this, &list, cutoffs](db::Transaction& tx) -> Result<bool> {
            return deps_.receiving.sweep_some(tx, list, cutoffs);
        };
        bool more = true;
        bool any = false;
        while (more) {
            COHORT_CO_TRY(did, co_await deps_.database.write(sweep_some));
            more = did;
            any = any || did;
        }
        swept += any ? 1 : 0;
    }
    co_return swept;
}

}
