#pragma once
// The stages, wired: which one hangs itself into which. The only place that knows all of them.
// Everything a Flows refers to must outlive it.
#include "base/node_id.hpp"
#include "base/uptime.hpp"
#include "flow/compose/compose.hpp"
#include "flow/lists/lists.hpp"
#include "flow/lists/receiving.hpp"
#include "flow/lists/review.hpp"
#include "flow/receipts/receipts.hpp"
#include "flow/schedule/schedule.hpp"
#include "flow/send/send.hpp"
#include "flow/upload/upload.hpp"
#include "practice/people.hpp"
#include "practice/practices.hpp"

namespace cohort::server {

struct FlowsDeps {
    db::Database& database;
    net::Pool& pool;
    const practice::Keyring& keyring;
    const Clock& clock;
    Random& random;
    upload::Admission::Options admission = {};
    // How often the engine looks for work when it found none.
    Milliseconds look_every{100};
    const Uptime& uptime;
    NodeId node{};
    // How often a gateway is asked about what it never reported.
    Milliseconds ask_every = std::chrono::hours{1};
};

struct Flows {
    explicit Flows(FlowsDeps deps);
    Flows(const Flows&) = delete;
    Flows& operator=(const Flows&) = delete;

    db::Database& database;
    net::Pool& pool;
    const Clock& clock;
    Random& random;
    const Uptime& uptime;
    NodeId node;
    practice::Practices practices;
    practice::People people;
    lists::Lists lists;
    lists::Receiving receiving;
    lists::Reviewing reviewing;
    upload::Admission admission;
    upload::Uploads uploads;
    compose::Composing composing;
    schedule::Scheduling scheduling;
    send::Sending sending;
    receipts::Receipts receipts;
};

}
