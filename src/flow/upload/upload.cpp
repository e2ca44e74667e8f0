#include "flow/upload/upload.hpp"

#include "domain/london_time.hpp"
#include "flow/upload/storing.hpp"

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

Upload::Upload(const Uploads& uploads, PracticeId practice, const ReadOptions& options)
    : uploads_(uploads), lane_{uploading, practice.value}, options_(options), reader_(options) {}

Upload::~Upload() = default;

Task<Outcome> Upload::feed(std::string bytes) {
    // `bytes` lives in this frame, which waits for the job.
    const auto read = [this, &bytes] {
        sha256_.add(bytes);
        return reader_.feed(bytes);
    };
    co_return co_await uploads_.deps_.pool.run(lane_, read);
}

Task<Result<Uploaded>> Upload::finish(practice::Actor actor, lists::NewFile file) {
    const auto end = [this]() -> Result<ListReading> { return reader_.finish(); };
    COHORT_CO_TRY(reading, co_await uploads_.deps_.pool.run(lane_, end));
    reading_.emplace(std::move(reading));
    if (reading_->refusal()) {
        co_return Uploaded{std::nullopt, reading_->refusal()};
    }
    file.sha256 = sha256_.hex();
    Storing storing(uploads_.deps_, lane_, *reading_, options_);
    co_return co_await storing.run(std::move(actor), std::move(file));
}

std::unique_ptr<Upload> Uploads::begin(const practice::Practice& practice) const {
    return std::make_unique<Upload>(*this, practice.id, options_for(practice, deps_.clock.now()));
}

std::uint64_t Uploads::bytes_max(const practice::Practice& practice) {
    return bytes_max_of(options_for(practice, TimePoint{}));
}

}
