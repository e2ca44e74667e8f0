#include "tests/simulation/node.hpp"

#include <exception>

namespace cohort::simulation {
namespace {

// Tuesday 12 January 2027, 09:00 in London: inside every send window.
constexpr TimePoint start_of_time{Milliseconds{1'799'744'400'000}};

}

std::unique_ptr<db::Database> open_database(const MemoryDisk& disk) {
    auto opened = db::open_inline_sqlite({.path = database_path, .vfs = disk.vfs()});
    if (!opened.ok()) {
        throw std::runtime_error("the database does not open again: " + opened.error().detail);
    }
    return std::move(opened).value();
}

TimePoint NodeClock::now() const {
    return start_of_time + off_ + std::chrono::floor<Milliseconds>(time_.now().time_since_epoch());
}

Milliseconds NodeUptime::now() const {
    return std::chrono::floor<Milliseconds>(time_.now().time_since_epoch());
}

Node::Node(const Outside& outside, db::Database* shared)
    : own_(shared == nullptr ? open_database(outside.disk) : nullptr),
      database_(shared == nullptr ? *own_ : *shared), uptime_(outside.time),
      flows_(std::make_unique<server::Flows>(server::FlowsDeps{
          .database = database_,
          .pool = pool_,
          .keyring = outside.keyring,
          .clock = outside.clock,
          .random = outside.random,
          .look_every = std::chrono::seconds{2},
          .uptime = uptime_,
          .node = make_id<NodeId>(outside.clock.now(), outside.random)
      })),
      io_(std::make_unique<boost::asio::io_context>(1)) {
    net::use_virtual_time(*io_, outside.time);
    auto gateway = std::make_unique<SimGateway>(
        outside.time, outside.random, outside.weather, outside.carrier
    );
    gateway_ = gateway.get();
    std::vector<server::ConfiguredGateway> gateways;
    gateways.push_back({"sms", domain::Channel::sms, std::move(gateway)});
    loops_ = std::make_unique<server::Loops>(
        *io_,
        *flows_,
        std::move(gateways),
        server::LoopsOptions{.only_node = shared == nullptr},
        [](const char*, const std::exception_ptr& bug) { std::rethrow_exception(bug); }
    );
    loops_->start();
}

Node::~Node() {
    io_.reset(); // with every coroutine in it
}

bool Node::step() {
    io_->restart();
    return io_->poll_one() > 0;
}

}
