#include "flow/upload/storing.hpp"

#include "flow/upload/shared_mobiles.hpp"
#include "platform/net/deadline.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <algorithm>
#include <utility>

namespace cohort::upload {
namespace {

Error being_received() {
    return {ErrorKind::conflict, "list.being_received"};
}

}

Storing::Storing(
    const Uploads::Deps& deps,
    const net::Lane& lane,
    const ListReading& reading,
    const ReadOptions& options
)
    : deps_(deps), lane_(lane), reading_(reading), options_(options) {}

HashNumber Storing::hash() const {
    return [this](std::string_view number) {
        return deps_.practices.keyring().hash(practice::HashOf::nhs_number, number);
    };
}

Task<Result<Uploaded>> Storing::run(practice::Actor actor, lists::NewFile file) {
    const bool added = file.added_to.has_value();
    const auto accepted = static_cast<std::int64_t>(reading_.accepted_count());
    file.patients_most = accepted;
    const auto rejected = static_cast<std::int64_t>(reading_.rejected_count());
    // What is held against an earlier file may be refused as a whole, and each row of it may take
    // a patient of that file with it.
    file.rows_most = added ? 2 * (rejected + accepted) : rejected;
    file.warnings_most = static_cast<std::int64_t>(reading_.warnings().size());
    std::string sha256 = file.sha256;
    COHORT_CO_TRY(started, co_await start(actor, std::move(file)));
    const ListId list = started.file.list;
    if (started.as == lists::Started::As::known) {
        co_return Uploaded{list, std::nullopt};
    }
    if (added) {
        auto refusal = co_await hold_against_list(started.file);
        if (!refusal.ok() || *refusal) {
            co_await give_up(started.file);
            COHORT_CO_CHECK(refusal);
            co_return Uploaded{std::nullopt, *refusal};
        }
    } else {
        intake_.emplace(reading_, started.file.number);
        shared_ = most_shared(reading_);
    }
    const Outcome stored = co_await store(std::move(actor), std::move(sha256), started);
    if (stored.ok()) {
        co_return Uploaded{list, std::nullopt};
    }
    co_await give_up(started.file);
    const bool taken_over = stored.error().code == ErrorCode{"list.not_found"};
    co_return taken_over ? being_received() : stored.error();
}

// While the same upload is being stored by another request, waits for what becomes of it: a second
// press of the button then shows the list that the first made.
Task<Result<lists::Started>> Storing::start(practice::Actor actor, lists::NewFile file) {
    constexpr Milliseconds ask_every{100};
    const auto start = [this, &actor, &file](db::Transaction& tx) {
        return deps_.receiving.start(tx, actor, file);
    };
    for (Milliseconds waited{0};; waited += ask_every) {
        COHORT_CO_TRY(started, co_await deps_.database.write(start));
        if (started.as != lists::Started::As::being_received) {
            co_return started;
        }
        if (waited >= deps_.repeat_wait_max || !co_await net::sleep_for(ask_every)) {
            co_return being_received();
        }
    }
}

// Nothing about the list changes between these steps: while a file is being received, only that
// file's end may.
Task<Result<std::optional<FileRefusal>>> Storing::hold_against_list(lists::FileRef file) {
    const auto load = [this, &file](db::Snapshot& at) -> Result<std::vector<lists::KnownNumber>> {
        return deps_.receiving.known(at, file.practice, file.list);
    };
    COHORT_CO_TRY(known, co_await deps_.database.read(load));
    const auto hold = [this, &known]() -> Result<Against> {
        return hold_against(reading_, known, hash());
    };
    COHORT_CO_TRY(against, co_await deps_.pool.run(lane_, hold));
    std::vector<Position> positions;
    positions.reserve(against.to_compare.size());
    for (const Match& match : against.to_compare) {
        positions.push_back(match.position);
    }
    const auto load_earlier = [&](db::Snapshot& at) {
        return deps_.receiving.at_positions(at, file.practice, file.list, positions);
    };
    COHORT_CO_TRY(earlier, co_await deps_.database.read(load_earlier));
    const auto divide = [&]() -> Result<bool> {
        decide(against, reading_, earlier, file.number, hash());
        intake_.emplace(reading_, file.number, against, hash());
        return true;
    };
    COHORT_CO_CHECK(co_await deps_.pool.run(lane_, divide));
    const auto patients = static_cast<std::size_t>(
        std::ranges::count_if(known, [](const auto& each) { return each.position.has_value(); })
    );
    if (auto refusal = too_many(patients - against.in_conflict.size() + against.kept())) {
        co_return refusal;
    }
    spoken_against_.patients = std::move(against.in_conflict);
    COHORT_CO_TRY(
        shared,
        co_await share_with_list(deps_, lane_, *intake_, file, known, spoken_against_.patients)
    );
    shared_ = std::move(shared);
    co_return std::nullopt;
}

std::optional<FileRefusal> Storing::too_many(std::size_t patients) const {
    if (patients <= options_.patients_max) {
        return std::nullopt;
    }
    return FileRefusal{.code = "too_many_rows", .limit = options_.patients_max, .found = patients};
}

Task<Outcome> Storing::store(practice::Actor actor, std::string sha256, lists::Started started) {
    const lists::FileRef file = started.file;
    const auto load_sealer = [this, &file](db::Snapshot& at) {
        return deps_.practices.sealer(at, file.practice);
    };
    COHORT_CO_TRY(sealer, co_await deps_.database.read(load_sealer));
    const lists::Receiving& receiving = deps_.receiving;
    const auto patients = [&](std::size_t first, std::size_t count) {
        const Position place{started.first_position.value + static_cast<std::int64_t>(first)};
        return receiving.seal(file, sealer, place, intake_->patients(first, count));
    };
    const auto rows = [&](std::size_t first, std::size_t count) {
        const auto number = started.first_row + static_cast<std::int64_t>(first);
        return receiving.seal(file, sealer, number, intake_->refused(first, count));
    };
    const auto warnings = [&](std::size_t first, std::size_t count) {
        const auto number = started.first_warning + static_cast<std::int64_t>(first);
        return receiving.seal(file, sealer, number, intake_->warnings(first, count));
    };
    COHORT_CO_CHECK(
        co_await store_pieces(file, intake_->patients_count(), &Intake::patients_in_piece, patients)
    );
    COHORT_CO_CHECK(
        co_await store_pieces(file, intake_->refused_count(), &Intake::refused_in_piece, rows)
    );
    COHORT_CO_CHECK(
        co_await store_pieces(file, intake_->warnings_count(), &Intake::warnings_in_piece, warnings)
    );
    COHORT_CO_CHECK(co_await store_spoken_against(started, sealer));
    const auto describe = [this]() -> Result<lists::WholeFile> {
        return intake_->whole_file(options_.today);
    };
    COHORT_CO_TRY(whole, co_await deps_.pool.run(lane_, describe));
    whole.sha256 = std::move(sha256);
    whole.spoken_against = spoken_against_;
    whole.shared = shared_;
    const auto finish = [this, &actor, &file, &whole](db::Transaction& tx) {
        return deps_.receiving.finish(tx, actor, file, whole);
    };
    co_return co_await deps_.database.write(finish);
}

// Patients of earlier files, as the refused rows that they are once this file is whole: stored
// before, so that the write that makes it whole is short.
Task<Outcome>
Storing::store_spoken_against(lists::Started started, const practice::Sealer& sealer) {
    constexpr std::size_t piece_max = 1000;
    const lists::FileRef file = started.file;
    std::int64_t row = started.first_row + static_cast<std::int64_t>(intake_->refused_count());
    spoken_against_.first_row = row;
    for (std::span<const Position> rest = spoken_against_.patients; !rest.empty();) {
        const auto piece = rest.first(std::min(rest.size(), piece_max));
        const auto load = [&](db::Snapshot& at) {
            return deps_.receiving.at_positions(at, file.practice, file.list, piece);
        };
        COHORT_CO_TRY(earlier, co_await deps_.database.read(load));
        const auto seal = [&]() -> Result<std::vector<lists::SealedRow>> {
            count_spoken_against(earlier);
            return deps_.receiving.seal(file, sealer, row, earlier);
        };
        COHORT_CO_TRY(sealed, co_await deps_.pool.run(lane_, seal));
        const auto add = [&](db::Transaction& tx) { return deps_.receiving.add(tx, file, sealed); };
        COHORT_CO_CHECK(co_await deps_.database.write(add));
        row += std::ssize(piece);
        rest = rest.subspan(piece.size());
    }
    co_return done();
}

void Storing::count_spoken_against(std::span<const lists::Placed> earlier) {
    for (const auto& [position, patient] : earlier) {
        spoken_against_.by_sms += patient.mobile ? 1 : 0;
        spoken_against_.by_email += patient.email ? 1 : 0;
        spoken_against_.ages.add(patient.date_of_birth.years_on(options_.today));
    }
}

// Sealed on the pool and stored piece by piece; while one is stored the next is sealed.
template <class Take>
Task<Outcome> Storing::store_pieces(
    lists::FileRef file,
    std::size_t count,
    std::size_t (Intake::*in_piece)(std::size_t) const,
    Take take
) {
    using namespace boost::asio::experimental::awaitable_operators;
    using Sealed = std::invoke_result_t<Take&, std::size_t, std::size_t>;
    if (count == 0) {
        co_return done();
    }
    std::size_t next = 0; // the first that is not sealed yet
    const auto seal_next = [&] {
        const std::size_t first = next;
        const std::size_t rows = ((*intake_).*in_piece)(first);
        next += rows;
        return deps_.pool.run(lane_, [&take, first, rows]() -> Result<Sealed> {
            return take(first, rows);
        });
    };
    COHORT_CO_TRY(sealed, co_await seal_next());
    const auto add = [this, &file, &sealed](db::Transaction& tx) {
        return deps_.receiving.add(tx, file, sealed);
    };
    while (next < count) {
        auto [added, ahead] = co_await (deps_.database.write(add) && seal_next());
        COHORT_CO_CHECK(added);
        COHORT_CO_CHECK(ahead);
        sealed = std::move(ahead).value();
    }
    co_return co_await deps_.database.write(add);
}

// Where this fails too, the sweeper finds it by its age.
Task<> Storing::give_up(lists::FileRef file) {
    const auto abandon = [this, &file](db::Transaction& tx) -> Outcome {
        deps_.receiving.abandon(tx, file);
        return done();
    };
    if (!(co_await deps_.database.write(abandon)).ok()) {
        co_return;
    }
    const lists::Forgotten forgotten{file.practice, file.list};
    const auto sweep = [this, &forgotten](db::Transaction& tx) -> Result<bool> {
        return deps_.receiving.sweep_some(tx, forgotten, {});
    };
    for (bool more = true; more;) {
        const Result<bool> swept = co_await deps_.database.write(sweep);
        more = swept.ok() && *swept;
    }
}

}
