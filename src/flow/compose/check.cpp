// What would be sent, to whom: by the function that will send it.
#include "flow/compose/compose.hpp"

#include <utility>

namespace cohort::compose {
namespace {

constexpr std::int64_t rows_a_read = 1000;
// A text is counted anew at every pause of the keys, so only a few names are tried on it.
constexpr std::int64_t sample_patients_max = 100;

constexpr net::Purpose rendering{"rendering"};

}

Task<Result<Check>> Composing::check(
    db::Database& database, net::Pool& pool, PracticeId practice_id, DraftId draft_id
) const {
    struct Loaded {
        practice::Practice practice;
        Draft draft;
        lists::Summary list;
    };

    const auto read_start = [=, this](db::Snapshot& at) -> Result<Loaded> {
        COHORT_TRY(practice, practices_.load(at, practice_id));
        COHORT_TRY(found, draft(at, practice_id, draft_id));
        COHORT_TRY(list, lists_.summary(at, practice_id, found.list));
        return Loaded{std::move(practice), std::move(found), std::move(list)};
    };
    COHORT_CO_TRY(loaded, co_await database.read(read_start));
    COHORT_CO_TRY(content, content_of(loaded.draft));
    COHORT_CO_TRY(
        renderer,
        Renderer::make(content.channel, content.subject, content.text, loaded.practice.name)
    );
    const Start start = start_of(loaded.practice, content, clock_.now());
    Check check{
        .content = content,
        .list = std::move(loaded.list),
        .chosen = loaded.draft.later ? read_time(*loaded.draft.later).value().kind
                                     : domain::LocalKind::unique,
        .start = start,
        .figures = {},
        .content_hash = hash_of(loaded.practice, content, start)
    };
    const net::Lane lane{rendering, practice_id.value};
    Position after{0};
    for (;;) {
        const auto read_slice = [this, practice_id, list = content.list, after](db::Snapshot& at) {
            return lists_.patients(at, practice_id, list, after, rows_a_read);
        };
        COHORT_CO_TRY(patients, co_await database.read(read_slice));
        if (patients.empty()) {
            co_return check;
        }
        after = patients.back().position;
        // `check` and `renderer` live in this frame, which waits for the job.
        const auto count_slice = [&check, &renderer, &patients]() -> Outcome {
            count(check.figures, renderer, patients);
            return done();
        };
        COHORT_CO_CHECK(co_await pool.run(lane, count_slice));
    }
}

Task<Result<Sample>> Composing::sample(
    db::Database& database, net::Pool& pool, PracticeId practice_id, Draft draft
) const {
    struct Loaded {
        practice::Practice practice;
        std::vector<lists::Placed> patients;
    };

    const auto read = [this, practice_id, list = draft.list](db::Snapshot& at) -> Result<Loaded> {
        COHORT_TRY(practice, practices_.load(at, practice_id));
        COHORT_TRY(
            patients, lists_.patients(at, practice_id, list, Position{0}, sample_patients_max)
        );
        return Loaded{std::move(practice), std::move(patients)};
    };
    COHORT_CO_TRY(loaded, co_await database.read(read));
    // `loaded` and `draft` live in this frame, which waits for the job.
    const auto render = [&loaded, &draft]() -> Result<Sample> {
        COHORT_TRY(
            renderer,
            Renderer::make(
                draft.channel, tidy(draft.subject), tidy(draft.text), loaded.practice.name
            )
        );
        Sample sample{.patients = static_cast<std::int64_t>(loaded.patients.size())};
        count(sample.figures, renderer, loaded.patients);
        return sample;
    };
    const net::Lane lane{rendering, practice_id.value};
    co_return co_await pool.run(lane, render);
}

}
