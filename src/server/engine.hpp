#pragma once
// The engine: its loops, and the one thread they run on.
#include "server/loops.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <thread>
#include <vector>

namespace cohort::server {

class Engine {
public:
    Engine(Flows& flows, std::vector<ConfiguredGateway> gateways, LoopsOptions options);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    void start();
    // Ends the loops, as Loops::stop says, and then the thread.
    void stop(std::chrono::milliseconds grace);

private:
    boost::asio::io_context io_{1};
    Loops loops_;
    std::thread thread_;
};

}
