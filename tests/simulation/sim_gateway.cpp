#include "tests/simulation/sim_gateway.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <map>

namespace cohort::simulation {
namespace {

constexpr auto answer_wait = 30s;

Task<>
keep_and_tell(send::GatewayEvents& events, send::Receipt receipt, std::function<void()> kept) {
    std::vector<send::Receipt> receipts;
    receipts.push_back(std::move(receipt));
    if (co_await events.keep(std::move(receipts))) {
        kept();
    }
}

}

// One life of the link. What is under way knows it by a weak pointer.
struct SimGateway::Connection final : Line, std::enable_shared_from_this<Connection> {
    struct Open {
        bool left = false; // the first byte was given to the kernel
        bool arrived = false;
        std::shared_ptr<bool> lost; // set: it will not arrive
        VirtualTime::Entry time_is_up;
    };

    explicit Connection(SimGateway& of) : gateway(of) {}

    void end(const send::AttemptKey& key, send::AttemptOutcome outcome) {
        if (open.erase(key) == 1) {
            gateway.events_->attempt_ended(key, std::move(outcome));
        }
    }

    void answer(const send::AttemptKey& key, send::AttemptOutcome outcome) override {
        if (open.contains(key)) {
            end(key, std::move(outcome));
        } else {
            gateway.events_->answered_late(key, std::move(outcome));
        }
        gateway.events_->ready();
    }

    void deliver(send::Receipt receipt, std::function<void()> kept) override {
        boost::asio::co_spawn(
            gateway.executor_,
            keep_and_tell(*gateway.events_, std::move(receipt), std::move(kept)),
            boost::asio::detached
        );
    }

    void send(send::Submission submission) {
        const send::AttemptKey key = submission.key;
        Open& one = open[key];
        one.left = gateway.random_.below(4) != 0;
        one.time_is_up = gateway.time_.after(answer_wait, [this, key] {
            end(key, send::InDoubt{"sms.no_answer", ""});
            gateway.events_->ready();
        });
        one.lost = std::make_shared<bool>(false);
        // What has left us is in the network, and outlives us there.
        gateway.time_.later(
            up_to(gateway.random_, gateway.weather_.transit_most),
            [&carrier = gateway.carrier_,
             line = weak_from_this(),
             lost = one.lost,
             submission = std::move(submission)]() mutable {
                if (*lost) {
                    return;
                }
                if (const auto self = line.lock()) {
                    self->arrived(submission.key);
                }
                carrier.take(std::move(submission), line);
            }
        );
    }

    void arrived(const send::AttemptKey& key) {
        if (const auto found = open.find(key); found != open.end()) {
            found->second.left = true;
            found->second.arrived = true;
        }
    }

    // The link or the process is gone: what has not left never will.
    void lose_what_is_under_way() {
        for (auto& [key, one] : open) {
            *one.lost = !one.left || gateway.random_.below(2) == 0;
        }
    }

    ~Connection() override { lose_what_is_under_way(); }

    // What has not left is not sent; of what has left, nobody knows whether it arrives.
    void fall_apart() {
        lose_what_is_under_way();
        while (!open.empty()) {
            auto [key, one] = std::move(*open.begin());
            open.erase(open.begin());
            if (!one.left) {
                gateway.events_->attempt_ended(
                    key, send::NotSent{"gateway.connection_lost", "", {}}
                );
                continue;
            }
            gateway.events_->attempt_ended(key, send::InDoubt{"sms.connection_lost", ""});
        }
    }

    SimGateway& gateway;
    std::map<send::AttemptKey, Open> open;
};

SimGateway::SimGateway(VirtualTime& time, Random& random, const Weather& weather, Carrier& carrier)
    : time_(time), random_(random), weather_(weather), carrier_(carrier) {}

SimGateway::~SimGateway() = default;

Task<> SimGateway::run(send::GatewayEvents& events) {
    executor_ = co_await boost::asio::this_coro::executor;
    events_ = &events;
    connect();
}

void SimGateway::connect() {
    connection_ = std::make_shared<Connection>(*this);
    carrier_.connect(connection_);
    events_->resumed();
    events_->ready();
}

std::size_t SimGateway::open() const {
    return connection_ ? connection_->open.size() : 0;
}

std::size_t SimGateway::free_slots() const {
    return !connection_ || stopping_ || open() >= weather_.places ? 0 : weather_.places - open();
}

void SimGateway::submit(std::vector<send::Submission> submissions) {
    for (send::Submission& submission : submissions) {
        if (connection_) {
            connection_->send(std::move(submission));
        } else {
            events_->attempt_ended(submission.key, send::NotSent{"gateway.not_connected", "", {}});
        }
    }
}

void SimGateway::cut() {
    if (!connection_ || stopping_) {
        return;
    }
    const auto broken = std::move(connection_);
    connection_.reset();
    broken->fall_apart();
    events_->paused({"gateway.unreachable", "", false});
    back_ = time_.after(up_to(random_, 20s), [this] { connect(); });
}

Task<> SimGateway::stop(Milliseconds) {
    stopping_ = true;
    if (connection_) {
        connection_->fall_apart();
    }
    co_return;
}

}
