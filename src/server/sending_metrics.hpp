#pragma once
// How sending is, as numbers for the operator's collector (G55): measured whenever it asks, so that
// they are never older than its question. Counts and ages over all practices; nobody's data.
#include "base/clock.hpp"
#include "platform/db/database.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/net/task.hpp"

#include <filesystem>

namespace cohort::send {
class Sending;
struct Health;
}

namespace cohort::server {

class SendingMetrics {
public:
    struct Deps {
        metrics::Registry& registry;
        db::Database& database;
        const send::Sending& sending;
        const Clock& clock;
        std::filesystem::path data; // the folder whose disk is watched
    };

    explicit SendingMetrics(Deps deps);

    // When the database cannot be read, what is read from it keeps what it had.
    Task<> measure();

private:
    void set(const send::Health& health);
    void set_gateways();
    void set_disk();
    double age_of(std::optional<TimePoint> since) const;

    Deps deps_;
};

}
