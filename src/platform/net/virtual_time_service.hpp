#pragma once
// Inside net: how an event loop knows that it lives in a simulation.
#include "platform/net/virtual_time.hpp"

#include <boost/asio/execution_context.hpp>

namespace cohort::net {

class VirtualTimeService final : public boost::asio::execution_context::service {
public:
    // NOLINTNEXTLINE(cert-err58-cpp): Asio finds a service by this address
    static inline boost::asio::execution_context::id id;

    explicit VirtualTimeService(boost::asio::execution_context& loop)
        : boost::asio::execution_context::service(loop) {}

    VirtualTimeService(boost::asio::execution_context& loop, VirtualTime& time)
        : boost::asio::execution_context::service(loop), time_(&time) {}

    VirtualTime* time() const { return time_; }

private:
    void shutdown() override {}

    VirtualTime* time_ = nullptr;
};

}
