#pragma once
// The engine's coroutines: making messages, starting what is due, one worker for each gateway, the
// sweepers. Threads: all of it on one io_context with one thread.
#include "server/flows.hpp"
#include "server/gateways.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace cohort::server {

struct EngineOptions {
    std::chrono::milliseconds email_delivered_after = std::chrono::hours{24};
    // An uploaded list that nobody confirmed is removed after this time.
    upload::Uploads::Kept lists_kept = {
        .unconfirmed = std::chrono::hours{24}, .unused = std::chrono::days{365}
    };
    // True on SQLite: no other node can be in the middle of an attempt, so whatever a dead process
    // marked is stated as not confirmed at once.
    bool only_node = true;
};

class Engine {
public:
    Engine(Flows& flows, std::vector<ConfiguredGateway> gateways, EngineOptions options);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    void start();
    // Takes nothing new, waits for answers under way at most `grace`, gives back what was not sent,
    // ends the thread.
    void stop(std::chrono::milliseconds grace);

private:
    void launch(const char* name, Task<> task);
    Task<> start_up();
    Task<> sweep_now_and_then();
    Task<> sweep_lists_now_and_then();

    Flows& flows_;
    std::vector<ConfiguredGateway> gateways_;
    EngineOptions options_;
    boost::asio::io_context io_{1};
    std::thread thread_;
    bool stopping_ = false; // the engine's thread only
};

}
