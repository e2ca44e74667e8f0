#pragma once
// What Sending keeps in memory: nothing that a restart would miss.
#include "flow/send/send.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <vector>

namespace cohort::send {

class GatewayWorker;

// Making messages and opening them for their gateways; no number of uploads or sign-ins is ahead of
// it by more than a turn.
inline net::Lane sending_for(PracticeId practice) {
    constexpr net::Purpose sending{"sending"};
    return {sending, practice.value};
}

// Unfinished sendings found in the database, for taking turns.
struct Unfinished {
    PracticeId practice;
    BulkMessageId id;
    Channel channel;
    bool sending;    // else still scheduled
    bool unexpanded; // some of its messages are not made yet
    bool unreleased; // made, but not queued yet
    std::int64_t queued;
    TimePoint give_up_at; // when sending
};

struct Sending::Inside {
    std::atomic<bool> stopping = false;
    Milliseconds grace{0};
    std::mutex mutex;
    std::map<Channel, GatewayStatus> status;
    std::vector<GatewayWorker*> workers; // engine's executor only
};

Result<std::vector<Unfinished>> find_unfinished(db::Snapshot& at);

}
