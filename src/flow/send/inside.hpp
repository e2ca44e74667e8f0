#pragma once
// What Sending keeps in memory: nothing that a restart would miss.
#include "flow/send/fair_shares.hpp"
#include "flow/send/in_line.hpp"
#include "flow/send/send.hpp"
#include "platform/net/doorbell.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <vector>

namespace cohort::send {

class Asking;
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
    bool sending;            // else still scheduled
    std::int64_t to_make;    // positions whose messages are not made yet
    std::int64_t to_release; // positions whose messages are made, but not queued yet
    std::int64_t queued;
    std::int64_t patients;
    TimePoint give_up_at; // when sending
};

inline bool is_small(const Unfinished& one) {
    return one.patients <= small_send_patients_max;
}

// What waits for the gateway of a channel, as a worker found it a moment ago.
struct Line {
    std::vector<InLine> waiting;
    double per_second = 0;
};

struct Sending::Inside {
    std::atomic<bool> stopping = false;
    Milliseconds grace{0};
    std::mutex mutex;
    std::map<Channel, GatewayStatus> status;
    std::map<Channel, Line> lines;
    FairShares making; // engine's executor only
    net::Doorbell something_to_make;
    std::vector<GatewayWorker*> workers; // engine's executor only
    std::vector<Asking*> asking;         // engine's executor only
};

Result<std::vector<Unfinished>> find_unfinished(db::Snapshot& at);

}
