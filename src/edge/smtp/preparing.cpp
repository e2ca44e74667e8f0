#include "edge/smtp/preparing.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <exception>
#include <utility>

namespace cohort::smtp {

namespace asio = boost::asio;

namespace {

using namespace std::chrono_literals;

constexpr net::Purpose sending{"sending"};
// Enough for every thread to have its next letter in line; few enough for the pool's own limit.
constexpr std::size_t workers_max = 32;
constexpr Milliseconds crowded_wait = 5s;

}

Preparing::Preparing(Executor executor, net::Pool& pool, const LetterWriter& writer, Take take)
    : executor_(std::move(executor)), pool_(pool), writer_(writer), take_(std::move(take)),
      quiet_(executor_) {}

void Preparing::add(send::Submission given, TimePoint now) {
    under_way_.emplace(++last_number_, given.key);
    waiting_.push_back({last_number_, std::move(given), now});
    if (workers_ < workers_max) {
        ++workers_;
        const auto worker = [](std::shared_ptr<Preparing> self) -> Task<> {
            co_await self->work();
        };
        asio::co_spawn(executor_, worker(shared_from_this()), asio::detached);
    }
}

Task<> Preparing::work() {
    while (!waiting_.empty()) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        auto written = co_await prepare(std::move(next.given), next.now);
        if (under_way_.erase(next.number) == 1) {
            take_(std::move(written));
        }
    }
    --workers_;
    quiet_.ring();
}

Task<Written> Preparing::prepare(send::Submission given, TimePoint now) {
    const auto key = given.key;
    const net::Lane lane{sending, key.practice.value};
    auto write = [this, given = std::move(given), now] {
        return Result<Written>{writer_.write(given, now)};
    };
    std::string detail;
    try {
        auto written = co_await pool_.run(lane, std::move(write));
        if (written.ok()) {
            co_return std::move(*written);
        }
        detail = written.error().code.text();
    } catch (const std::exception&) {
        detail = "not written";
    }
    co_return Ended{key, send::NotSent{"gateway.busy", detail, crowded_wait}};
}

std::vector<send::AttemptKey> Preparing::give_up() {
    std::vector<send::AttemptKey> keys;
    keys.reserve(under_way_.size());
    for (const auto& [number, key] : std::exchange(under_way_, {})) {
        keys.push_back(key);
    }
    waiting_.clear();
    return keys;
}

Task<> Preparing::wait_until_quiet() {
    while (workers_ > 0) {
        co_await quiet_.wait(look_again);
    }
}

}
