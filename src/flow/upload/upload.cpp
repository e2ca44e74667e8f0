#include "flow/upload/upload.hpp"

#include "domain/london_time.hpp"
#include "platform/net/deadline.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace cohort::upload {
namespace {

constexpr std::size_t rows_a_write = 1000;

lists::Source source_of(ListSource source) {
    switch (source) {
    case ListSource::emis:
        return lists::Source::emis;
    case ListSource::systmone:
        return lists::Source::systmone;
    case ListSource::other:
        return lists::Source::other;
    }
    return lists::Source::other;
}

// The report's day, as the instant at which it begins in London.
std::optional<TimePoint> instant_of(const std::optional<std::chrono::year_month_day>& day) {
    if (!day) {
        return std::nullopt;
    }
    return domain::read_london(std::chrono::local_days{*day}).utc;
}

std::vector<lists::Patient>
patients_of(const ListReading& reading, std::size_t first, std::size_t count) {
    std::vector<lists::Patient> patients;
    patients.reserve(count);
    for (std::size_t i = first; i < first + count; ++i) {
        ListedPatient listed = reading.accepted(i);
        patients.push_back(
            {static_cast<std::int64_t>(listed.line),
             std::move(listed.nhs_number),
             std::move(listed.name),
             listed.date_of_birth,
             std::move(listed.mobile),
             std::move(listed.email)}
        );
    }
    return patients;
}

// Refused rows by line, each of their reasons, then the warnings.
std::vector<lists::Problem> problems_of(const ListReading& reading) {
    using lists::Problem;
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < reading.rejected_count(); ++i) {
        const RejectedRow row = reading.rejected(i);
        for (const RejectionReason& reason : row.reasons) {
            problems.push_back(
                {static_cast<std::int64_t>(row.line),
                 Problem::Effect::refused,
                 std::string(reason.code.text()),
                 std::string(reason.heading),
                 std::string(reason.cell.reveal())}
            );
        }
    }
    for (const ListWarning& warning : reading.warnings()) {
        const auto line =
            warning.line ? std::optional(static_cast<std::int64_t>(*warning.line)) : std::nullopt;
        problems.push_back(
            {line, Problem::Effect::warning, std::string(warning.code.text()), {}, {}}
        );
    }
    return problems;
}

Error being_received() {
    return {ErrorKind::conflict, "list.being_received"};
}

ReadOptions options_for(const practice::Practice& practice, TimePoint now) {
    return {
        .patients_max = static_cast<std::uint64_t>(practice.patients_max),
        .today = domain::london_date(now)
    };
}

}

Upload::Upload(const Uploads& uploads, const ReadOptions& options)
    : uploads_(uploads), reader_(options) {}

Upload::~Upload() = default;

Task<Outcome> Upload::feed(std::string bytes) {
    // `bytes` lives in this frame, which waits for the job.
    const auto read = [this, &bytes] {
        sha256_.add(bytes);
        return reader_.feed(bytes);
    };
    co_return co_await uploads_.deps_.pool.run(read);
}

Task<Result<Uploaded>> Upload::finish(practice::Actor actor, lists::NewList list) {
    const Uploads::Deps& deps = uploads_.deps_;
    const auto end = [this]() -> Result<ListReading> { return reader_.finish(); };
    COHORT_CO_TRY(reading, co_await deps.pool.run(end));
    reading_.emplace(std::move(reading));
    if (reading_->refusal()) {
        co_return Uploaded{std::nullopt, reading_->refusal()};
    }
    list.file_sha256 = sha256_.hex();
    COHORT_CO_TRY(started, co_await start(actor, std::move(list)));
    if (started.as == lists::Started::As::known) {
        co_return Uploaded{started.id, std::nullopt};
    }
    const Outcome stored = co_await store(actor, started.id);
    if (stored.ok()) {
        co_return Uploaded{started.id, std::nullopt};
    }
    const auto give_up = [&deps, &actor, &started](db::Transaction& tx) -> Outcome {
        deps.lists.abandon(tx, actor.practice, started.id);
        return done();
    };
    // Where this fails too, the sweeper finds the list by its age.
    static_cast<void>(co_await deps.database.write(give_up));
    const bool taken_over = stored.error().code == ErrorCode{"list.not_found"};
    co_return taken_over ? being_received() : stored.error();
}

// While the same upload is being stored by another request, waits for what becomes of it: a second
// press of the button then shows the list that the first made.
Task<Result<lists::Started>> Upload::start(practice::Actor actor, lists::NewList list) {
    constexpr Milliseconds ask_every{100};
    const Uploads::Deps& deps = uploads_.deps_;
    const auto start = [&deps, &actor, &list](db::Transaction& tx) {
        return deps.lists.start(tx, actor, list);
    };
    for (Milliseconds waited{0};; waited += ask_every) {
        COHORT_CO_TRY(started, co_await deps.database.write(start));
        if (started.as != lists::Started::As::being_received) {
            co_return started;
        }
        if (waited >= deps.repeat_wait_max || !co_await net::sleep_for(ask_every)) {
            co_return being_received();
        }
    }
}

Task<Outcome> Upload::store(practice::Actor actor, ListId list) {
    COHORT_CO_CHECK(co_await store_patients(actor.practice, list));
    COHORT_CO_CHECK(co_await store_problems(actor.practice, list));
    const ListFacts& read = reading_->facts();
    const lists::FileFacts facts{
        .source = source_of(read.source),
        .bytes = static_cast<std::int64_t>(read.bytes),
        .report_run_at = instant_of(read.report_run),
        .records = static_cast<std::int64_t>(read.records),
        .rejected = static_cast<std::int64_t>(reading_->rejected_count())
    };
    const auto finish = [this, &actor, list, &facts](db::Transaction& tx) {
        return uploads_.deps_.lists.finish(tx, actor.practice, list, facts);
    };
    co_return co_await uploads_.deps_.database.write(finish);
}

Task<Outcome> Upload::store_patients(PracticeId practice, ListId list) {
    const Uploads::Deps& deps = uploads_.deps_;
    const auto load_sealer = [&deps, practice](db::Snapshot& at) {
        return deps.practices.sealer(at, practice);
    };
    COHORT_CO_TRY(sealer, co_await deps.database.read(load_sealer));
    for (std::size_t first = 0; first < reading_->accepted_count(); first += rows_a_write) {
        const std::size_t count = std::min(rows_a_write, reading_->accepted_count() - first);
        const auto seal = [&, first, count]() -> Result<std::vector<lists::SealedPatient>> {
            const Position position{static_cast<std::int64_t>(first) + 1};
            const auto patients = patients_of(*reading_, first, count);
            return deps.lists.seal(practice, list, sealer, position, patients);
        };
        COHORT_CO_TRY(sealed, co_await deps.pool.run(seal));
        const auto add = [&](db::Transaction& tx) {
            return deps.lists.add(tx, practice, list, sealed);
        };
        COHORT_CO_CHECK(co_await deps.database.write(add));
    }
    co_return done();
}

Task<Outcome> Upload::store_problems(PracticeId practice, ListId list) {
    const std::vector<lists::Problem> problems = problems_of(*reading_);
    for (std::size_t first = 0; first < problems.size(); first += rows_a_write) {
        const auto some =
            std::span(problems).subspan(first, std::min(rows_a_write, problems.size() - first));
        const auto add = [&](db::Transaction& tx) {
            const auto number = static_cast<std::int64_t>(first) + 1;
            return uploads_.deps_.lists.add_problems(tx, practice, list, number, some);
        };
        COHORT_CO_CHECK(co_await uploads_.deps_.database.write(add));
    }
    co_return done();
}

std::unique_ptr<Upload> Uploads::begin(const practice::Practice& practice) const {
    return std::make_unique<Upload>(*this, options_for(practice, deps_.clock.now()));
}

std::uint64_t Uploads::bytes_max(const practice::Practice& practice) {
    return bytes_max_of(options_for(practice, TimePoint{}));
}

}
