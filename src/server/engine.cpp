#include "server/engine.hpp"

#include "platform/log/log.hpp"

#include <boost/asio/post.hpp>

#include <cstdlib>
#include <exception>

namespace cohort::server {
namespace {

constexpr int exit_after_bug = 70; // EX_SOFTWARE of sysexits(3)

// An engine that lost one of its loops would look alive and send nothing: it ends instead, and
// starts anew from what is stored.
[[noreturn]] void exit_after(const char* loop, const std::exception_ptr& bug) {
    try {
        std::rethrow_exception(bug);
    } catch (const std::exception& error) {
        log::error("engine_bug", {{"loop", loop}, {"detail", error.what()}});
    }
    std::_Exit(exit_after_bug);
}

}

Engine::Engine(Flows& flows, std::vector<ConfiguredGateway> gateways, LoopsOptions options)
    : loops_(io_, flows, std::move(gateways), options, exit_after) {}

Engine::~Engine() { // NOLINT(bugprone-exception-escape): out of memory may end the program
    if (thread_.joinable()) {
        stop(std::chrono::milliseconds{0});
    }
}

void Engine::start() {
    loops_.start();
    thread_ = std::thread([this] { io_.run(); });
}

void Engine::stop(std::chrono::milliseconds grace) {
    boost::asio::post(io_, [this, grace] { loops_.stop(grace); });
    // The loops end by themselves, and with the last of them the io_context runs out of work.
    thread_.join();
}

}
