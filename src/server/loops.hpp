#pragma once
// The engine's coroutines: making messages, starting what is due, one worker for each gateway, the
// sweepers, the heartbeat. Threads: all of it on one event loop with one thread.
#include "platform/net/timer.hpp"
#include "server/configured_gateway.hpp"
#include "server/flows.hpp"
#include "server/nodes.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <vector>

namespace cohort::server {

struct LoopsOptions {
    std::chrono::milliseconds email_delivered_after = std::chrono::hours{24};
    // An uploaded list that nobody confirmed is removed after this time.
    upload::Uploads::Kept lists_kept = {
        .unconfirmed = std::chrono::hours{24}, .unused = std::chrono::days{365}
    };
    // True on SQLite: no other node can be in the middle of an attempt, so whatever a dead process
    // marked is stated as not confirmed at once.
    bool only_node = true;
    std::string host_name = {};
    std::string version = {};
    // Where nodes share a database: set anew with each heartbeat. May be null.
    DatabaseClock* database_clock = nullptr;
};

class Loops {
public:
    // One of them ended by an exception, which is a bug.
    using OnBug = std::function<void(const char* loop, std::exception_ptr bug)>;

    Loops(
        boost::asio::io_context& io,
        Flows& flows,
        std::vector<ConfiguredGateway> gateways,
        LoopsOptions options,
        OnBug on_bug
    );

    // States what a process that is gone left behind, then begins. Blocks for a moment.
    void start();
    // On the loops' thread. Takes nothing new, waits for answers under way at most `grace`, gives
    // back what was not sent; then the loops end.
    void stop(std::chrono::milliseconds grace);

private:
    void launch(const char* name, Task<> task);
    Task<> start_up();
    Task<> beat();
    Task<> beat_now_and_then();
    Task<> leave();
    Task<> sweep_now_and_then();
    Task<> sweep_lists_now_and_then();
    Task<> leave_out_now_and_then();
    Task<> recount_now_and_then();

    boost::asio::io_context& io_;
    Flows& flows_;

    struct Served {
        std::string id;
        domain::Channel channel;
        std::unique_ptr<SharedGateway> gateway;
    };

    Task<> serve(Served& one);

    std::vector<Served> gateways_;
    std::size_t serving_ = 0;
    net::Timer* until_next_beat_ = nullptr; // lives in its coroutine
    LoopsOptions options_;
    Nodes nodes_;
    OnBug on_bug_;
    bool stopping_ = false;
};

}
