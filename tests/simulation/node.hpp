#pragma once
// One process of ours: the whole engine as the server wires it, on a disk that stays when the
// process dies.
#include "base/uptime.hpp"
#include "platform/db/inline_sqlite.hpp"
#include "server/loops.hpp"
#include "tests/simulation/memory_disk.hpp"
#include "tests/simulation/sim_gateway.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace cohort::simulation {

// The process's own idea of the wall clock: the virtual time, and how far it is off.
class NodeClock final : public Clock {
public:
    explicit NodeClock(const VirtualTime& time) : time_(time) {}

    TimePoint now() const override;

    void jump(Milliseconds by) { off_ += by; }

private:
    const VirtualTime& time_;
    Milliseconds off_{0};
};

class NodeUptime final : public Uptime {
public:
    explicit NodeUptime(const VirtualTime& time) : time_(time) {}

    Milliseconds now() const override;

private:
    const VirtualTime& time_;
};

// What all processes share, and what outlives them.
struct Outside {
    VirtualTime& time;
    Random& random;
    const Weather& weather;
    Carrier& carrier;
    MemoryDisk& disk;
    NodeClock& clock;
    const practice::Keyring& keyring;
};

class Node {
public:
    // `shared`: of several nodes, and it outlives them; null: one of its own on the disk.
    Node(const Outside& outside, db::Database* shared);
    // As kill -9 ends it: nothing is waited for.
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    // Runs one thing that is ready; false when nothing is.
    bool step();

    db::Database& database() { return database_; }

    server::Flows& flows() { return *flows_; }

    SimGateway& gateway() { return *gateway_; }

private:
    std::unique_ptr<db::Database> own_;
    db::Database& database_;
    NodeUptime uptime_;
    net::Pool pool_{{.threads = 0}};
    std::unique_ptr<server::Flows> flows_;
    std::unique_ptr<boost::asio::io_context> io_;
    std::unique_ptr<server::Loops> loops_;
    SimGateway* gateway_ = nullptr; // the loops own it
};

inline constexpr auto database_path = "/tmp/cohort-simulation.db";

std::unique_ptr<db::Database> open_database(const MemoryDisk& disk);

}
