#include "flow/upload/upload.hpp"

#include "domain/london_time.hpp"
#include "flow/upload/storing.hpp"

#include <algorithm>
#include <utility>

namespace cohort::upload {
namespace {

constexpr net::Purpose uploading{"uploading"};

ReadOptions options_for(const practice::Practice& practice, TimePoint now) {
    return {
        .patients_max = static_cast<std::uint64_t>(practice.patients_max),
        .today = domain::london_date(now),
        .international = practice.international
    };
}

}

Upload::Upload(
    const Uploads& uploads, PracticeId practice, const ReadOptions& options, Admission::Place place
)
    : uploads_(uploads), lane_{uploading, practice.value}, options_(options),
      size_{.bytes = 0, .lines = 0, .patients_max = options.patients_max},
      place_(std::move(place)) {
    reader_.emplace(options);
}

Upload::~Upload() = default;

Task<Outcome> Upload::feed(std::string bytes) {
    if (!place_) {
        co_return no_room();
    }
    // A file is itself the beginning of a longer one: for what came, so much is enough.
    size_.bytes += bytes.size();
    size_.lines += lines_in(bytes);
    if (!co_await place_->grow_to(memory_for(size_))) {
        give_up();
        co_return no_room();
    }
    // `bytes` lives in this frame, which waits for the job.
    const auto read = [this, &bytes]() -> Outcome {
        sha256_.add(bytes);
        return reader_->feed(bytes);
    };
    co_return co_await uploads_.deps_.pool.run(lane_, read);
}

// What follows is received and not read: it is not to hold what others wait for.
void Upload::give_up() {
    reader_.reset();
    place_.reset();
}

Task<Result<Uploaded>> Upload::finish(practice::Actor actor, lists::NewFile file) {
    if (!place_) {
        co_return no_room();
    }
    place_->settle();
    const auto end = [this]() -> Result<ListReading> { return reader_->finish(); };
    COHORT_CO_TRY(reading, co_await uploads_.deps_.pool.run(lane_, end));
    reading_.emplace(std::move(reading));
    if (reading_->refusal()) {
        co_return Uploaded{std::nullopt, reading_->refusal()};
    }
    // What the list has already is looked at beside the file.
    if (file.added_to
        && !co_await place_->grow_to(memory_for(size_) + memory_for_known(options_.patients_max))) {
        co_return no_room();
    }
    file.sha256 = sha256_.hex();
    Storing storing(uploads_.deps_, lane_, *reading_, options_);
    co_return co_await storing.run(std::move(actor), std::move(file));
}

Task<Result<std::unique_ptr<Upload>>>
Uploads::begin(practice::Practice practice, std::optional<std::uint64_t> bytes) const {
    const std::uint64_t most = bytes_max(practice);
    const FileSize size{
        .bytes = std::min(bytes.value_or(most), most),
        .lines = 0,
        .patients_max = static_cast<std::uint64_t>(practice.patients_max)
    };
    COHORT_CO_TRY(place, co_await deps_.admission.enter(practice.id, memory_for(size)));
    co_return std::make_unique<Upload>(
        *this, practice.id, options_for(practice, deps_.clock.now()), std::move(place)
    );
}

std::uint64_t Uploads::bytes_max(const practice::Practice& practice) {
    return bytes_max_of(options_for(practice, TimePoint{}));
}

}
