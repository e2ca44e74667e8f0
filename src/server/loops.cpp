#include "server/loops.hpp"

#include "domain/limits.hpp"
#include "platform/log/log.hpp"
#include "platform/net/timer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace cohort::server {
namespace {

constexpr auto sweep_every = std::chrono::seconds{2};
// Of these sweeps: looking for the messages of receipts that wait costs more than the others.
constexpr int match_every = 15;

void say_sweep_failed(const Error& error) {
    log::warn("sweep_failed", {{"code", error.code}, {"detail", error.detail}});
}

}

Loops::Loops(
    boost::asio::io_context& io,
    Flows& flows,
    std::vector<ConfiguredGateway> gateways,
    LoopsOptions options,
    OnBug on_bug
)
    : io_(io), flows_(flows), gateways_(std::move(gateways)), options_(options),
      on_bug_(std::move(on_bug)) {}

void Loops::launch(const char* name, Task<> task) {
    boost::asio::co_spawn(io_, std::move(task), [this, name](std::exception_ptr bug) {
        if (bug) {
            on_bug_(name, std::move(bug));
        }
    });
}

void Loops::start() {
    if (options_.only_node) {
        const Outcome abandoned = flows_.uploads.abandon_left_behind();
        COHORT_ENSURE(abandoned.ok(), "what a crash left behind is given up before uploads begin");
    }
    launch("start_up", start_up());
}

Task<> Loops::start_up() {
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

Task<> Loops::sweep_now_and_then() {
    net::Timer timer(co_await boost::asio::this_coro::executor);
    for (int sweeps = 0; !stopping_; ++sweeps) {
        co_await timer.wait(sweep_every);
        const Outcome matched =
            sweeps % match_every == 0 ? co_await flows_.receipts.match_waiting() : done();
        const Outcome swept = co_await flows_.sending.sweep(send::Sending::Owner::any);
        // A clock that has just jumped says nothing of how long anything has waited.
        const bool sure = flows_.scheduling.clock_is_sure();
        const Outcome expired = sure ? co_await flows_.sending.expire_overdue() : done();
        const Outcome settled =
            sure ? co_await flows_.sending.settle_unreceipted(
                       domain::limits::receipt_wait_max, options_.email_delivered_after
                   )
                 : done();
        for (const Outcome* outcome : {&matched, &swept, &expired, &settled}) {
            if (!outcome->ok()) {
                say_sweep_failed(outcome->error());
            }
        }
    }
}

// A loop of its own: a list of a million takes a while to remove, and no message waits for that.
Task<> Loops::sweep_lists_now_and_then() {
    net::Timer timer(co_await boost::asio::this_coro::executor);
    while (!stopping_) {
        const auto removed = co_await flows_.uploads.sweep(options_.lists_kept);
        if (!removed.ok()) {
            say_sweep_failed(removed.error());
        } else if (*removed > 0) {
            log::info("lists_swept", {{"lists", *removed}});
        }
        co_await timer.wait(sweep_every);
    }
}

void Loops::stop(std::chrono::milliseconds grace) {
    stopping_ = true;
    flows_.scheduling.stop();
    flows_.sending.stop(grace);
}

}
