#include "server/engine.hpp"

#include "domain/limits.hpp"
#include "platform/log/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdlib>
#include <exception>

namespace cohort::server {
namespace {

constexpr auto sweep_every = std::chrono::seconds{2};
constexpr int exit_after_bug = 70; // EX_SOFTWARE of sysexits(3)

void say_sweep_failed(const Error& error) {
    log::warn("sweep_failed", {{"code", error.code}, {"detail", error.detail}});
}

}

Engine::Engine(Flows& flows, std::vector<ConfiguredGateway> gateways, EngineOptions options)
    : flows_(flows), gateways_(std::move(gateways)), options_(options) {}

Engine::~Engine() { // NOLINT(bugprone-exception-escape): out of memory may end the program
    if (thread_.joinable()) {
        stop(std::chrono::milliseconds{0});
    }
}

// An engine that lost one of its loops would look alive and send nothing: it ends instead, and
// starts anew from what is stored.
void Engine::launch(const char* name, Task<> task) {
    boost::asio::co_spawn(io_, std::move(task), [name](std::exception_ptr fault) {
        if (!fault) {
            return;
        }
        try {
            std::rethrow_exception(fault);
        } catch (const std::exception& error) {
            log::error("engine_bug", {{"loop", name}, {"detail", error.what()}});
        }
        std::_Exit(exit_after_bug);
    });
}

void Engine::start() {
    if (options_.only_node) {
        const Outcome abandoned = flows_.uploads.abandon_left_behind();
        COHORT_ENSURE(abandoned.ok(), "what a crash left behind is given up before uploads begin");
    }
    launch("start_up", start_up());
    thread_ = std::thread([this] { io_.run(); });
}

Task<> Engine::start_up() {
    if (options_.only_node) {
        const Outcome swept = co_await flows_.sending.sweep(send::Sending::Owner::left_behind);
        COHORT_ENSURE(swept.ok(), "what a crash left behind is stated before anything is sent");
    }
    launch("sending", flows_.sending.run());
    launch("scheduling", flows_.scheduling.run());
    launch("sweeping", sweep_now_and_then());
    launch("sweeping_lists", sweep_lists_now_and_then());
    for (ConfiguredGateway& one : gateways_) {
        const auto keep = [this](std::string gateway_id, std::vector<send::Receipt> receipts) {
            return flows_.receipts.keep(std::move(gateway_id), std::move(receipts));
        };
        launch("gateway", flows_.sending.serve(one.id, one.channel, *one.gateway, keep));
    }
}

Task<> Engine::sweep_now_and_then() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (!stopping_) {
        timer.expires_after(sweep_every);
        co_await timer.async_wait(boost::asio::use_awaitable);
        const Outcome swept = co_await flows_.sending.sweep(send::Sending::Owner::any);
        const Outcome settled = co_await flows_.sending.settle_unreceipted(
            domain::limits::receipt_wait_max, options_.email_delivered_after
        );
        for (const Outcome* outcome : {&swept, &settled}) {
            if (!outcome->ok()) {
                say_sweep_failed(outcome->error());
            }
        }
    }
}

// A loop of its own: a list of a million takes a while to remove, and no message waits for that.
Task<> Engine::sweep_lists_now_and_then() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (!stopping_) {
        const auto removed = co_await flows_.uploads.sweep(options_.lists_kept);
        if (!removed.ok()) {
            say_sweep_failed(removed.error());
        } else if (*removed > 0) {
            log::info("lists_swept", {{"lists", *removed}});
        }
        timer.expires_after(sweep_every);
        co_await timer.async_wait(boost::asio::use_awaitable);
    }
}

void Engine::stop(std::chrono::milliseconds grace) {
    boost::asio::post(io_, [this, grace] {
        stopping_ = true;
        flows_.scheduling.stop();
        flows_.sending.stop(grace);
    });
    // The loops end by themselves, and with the last of them the io_context runs out of work.
    thread_.join();
}

}
