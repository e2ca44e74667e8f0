#include "platform/net/job_line.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <utility>

namespace cohort::net {

bool JobLine::add(const Lane& lane, Job& job) {
    Waiting& jobs = purposes_[lane.purpose.name];
    jobs.purpose = lane.purpose;
    if (jobs.waiting >= options_.purpose_jobs_max) {
        return false;
    }
    const auto [place, first] = jobs.lanes.try_emplace(lane.whose);
    if (place->second.size() >= options_.lane_jobs_max) {
        return false;
    }
    place->second.push_back(std::move(job));
    if (first) {
        jobs.turns.join(lane.whose);
    }
    if (++jobs.waiting == 1) {
        turns_.join(lane.purpose.name);
    }
    return true;
}

std::optional<JobLine::Taken> JobLine::take() {
    const auto name = turns_.next([this](std::string_view purpose) {
        return may_take_a_thread(purposes_.at(purpose));
    });
    if (!name) {
        return std::nullopt;
    }
    Waiting& jobs = purposes_.at(*name);
    Taken taken{*name, take_from(jobs)};
    ++jobs.running;
    if (--jobs.waiting > 0) {
        turns_.to_the_end(*name);
    } else {
        turns_.leave(*name);
    }
    return taken;
}

JobLine::Job JobLine::take_from(Waiting& jobs) {
    const std::int64_t whose = jobs.turns.next([](std::int64_t) { return true; }).value();
    const auto lane = jobs.lanes.find(whose);
    Job job = std::move(lane->second.front());
    lane->second.pop_front();
    if (lane->second.empty()) {
        jobs.lanes.erase(lane);
        jobs.turns.leave(whose);
    } else {
        jobs.turns.to_the_end(whose);
    }
    return job;
}

void JobLine::ended(std::string_view purpose) {
    std::size_t& running = purposes_.at(purpose).running;
    COHORT_ENSURE(running > 0, "a job that ended was running");
    --running;
}

bool JobLine::may_take_a_thread(const Waiting& jobs) const {
    const std::size_t half = std::max<std::size_t>(1, options_.threads / 2);
    return jobs.purpose.threads == Purpose::Threads::all || jobs.running < half;
}

}
