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
// Of these sweeps: looking for the messages of receipts that wait costs more than the others, and
// so does counting.
constexpr int match_every = 15;
constexpr int recount_every = 5;

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
    : io_(io), flows_(flows), options_(std::move(options)),
      nodes_(
          flows.database,
          flows.clock,
          flows.uptime,
          {flows.node, options_.host_name, options_.version},
          options_.only_node ? Nodes::Company::alone : Nodes::Company::others
      ),
      on_bug_(std::move(on_bug)) {
    gateways_.reserve(gateways.size());
    for (ConfiguredGateway& one : gateways) {
        gateways_.push_back(
            {one.id,
             one.channel,
             std::make_unique<SharedGateway>(std::move(one.gateway), flows.uptime)}
        );
    }
}

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
    co_await beat();
    launch("heartbeat", beat_now_and_then());
    launch("sending", flows_.sending.run());
    launch("scheduling", flows_.scheduling.run());
    launch("sweeping", sweep_now_and_then());
    launch("sweeping_lists", sweep_lists_now_and_then());
    launch("leaving_out", leave_out_now_and_then());
    launch("recounting", recount_now_and_then());
    serving_ = gateways_.size();
    for (Served& one : gateways_) {
        launch("gateway", serve(one));
    }
}

Task<> Loops::serve(Served& one) {
    const auto keep = [this](std::string gateway_id, std::vector<send::Receipt> receipts) {
        return flows_.receipts.keep(std::move(gateway_id), std::move(receipts));
    };
    co_await flows_.sending.serve(one.id, one.channel, *one.gateway, keep);
    --serving_;
    if (serving_ == 0) {
        co_await leave();
    }
}

Task<> Loops::beat() {
    Nodes::Gateways gateways;
    for (const Served& one : gateways_) {
        gateways.emplace(one.id, one.gateway.get());
    }
    if (options_.database_clock != nullptr) {
        const Outcome set = co_await options_.database_clock->set_by(flows_.database);
        if (!set.ok()) {
            say_sweep_failed(set.error());
        }
    }
    const Outcome beaten = co_await nodes_.beat(std::move(gateways));
    if (!beaten.ok()) {
        log::warn(
            "heartbeat_failed", {{"code", beaten.error().code}, {"detail", beaten.error().detail}}
        );
    }
}

Task<> Loops::beat_now_and_then() {
    net::Timer timer(co_await boost::asio::this_coro::executor);
    until_next_beat_ = &timer;
    co_await timer.wait(beat_every);
    while (!stopping_) {
        co_await beat();
        co_await timer.wait(beat_every);
    }
    until_next_beat_ = nullptr;
    if (gateways_.empty()) {
        co_await leave();
    }
}

Task<> Loops::leave() {
    const Outcome left = co_await nodes_.leave();
    if (!left.ok()) {
        // Nothing is lost: what was ours ends by itself.
        log::warn("leave_failed", {{"code", left.error().code}, {"detail", left.error().detail}});
    }
}

Task<> Loops::sweep_now_and_then() {
    net::Timer timer(co_await boost::asio::this_coro::executor);
    for (int sweeps = 0; !stopping_; ++sweeps) {
        co_await timer.wait(sweep_every);
        const Outcome matched =
            sweeps % match_every == 0 ? co_await flows_.receipts.match_waiting() : done();
        const Outcome met = co_await flows_.receipts.match_overtaken();
        const Outcome swept = co_await flows_.sending.sweep(send::Sending::Owner::any);
        // A clock that has just jumped says nothing of how long anything has waited.
        const bool sure = flows_.scheduling.clock_is_sure();
        const Outcome expired = sure ? co_await flows_.sending.expire_overdue() : done();
        const Outcome settled =
            sure ? co_await flows_.sending.settle_unreceipted(
                       domain::limits::receipt_wait_max, options_.email_delivered_after
                   )
                 : done();
        for (const Outcome* outcome : {&matched, &met, &swept, &expired, &settled}) {
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

// A loop of its own, too: a million messages take a while to count.
Task<> Loops::recount_now_and_then() {
    net::Timer timer(co_await boost::asio::this_coro::executor);
    for (int looks = 0; !stopping_; ++looks) {
        const Outcome recounted =
            looks % recount_every == 0 ? co_await flows_.sending.recount() : done();
        if (!recounted.ok()) {
            say_sweep_failed(recounted.error());
        }
        co_await timer.wait(sweep_every);
    }
}

// What one press did not finish, and what a crash cut.
Task<> Loops::leave_out_now_and_then() {
    net::Timer timer(co_await boost::asio::this_coro::executor);
    while (!stopping_) {
        const auto more = co_await lists::leave_out_asked(flows_.database, flows_.reviewing);
        if (!more.ok()) {
            say_sweep_failed(more.error());
        }
        if (!more.ok() || !*more) {
            co_await timer.wait(sweep_every);
        }
    }
}

void Loops::stop(std::chrono::milliseconds grace) {
    stopping_ = true;
    if (until_next_beat_ != nullptr) {
        until_next_beat_->wake();
    }
    flows_.scheduling.stop();
    flows_.sending.stop(grace);
}

}
