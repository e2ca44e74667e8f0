#include "platform/net/boot_time.hpp"

#include "platform/net/virtual_time.hpp"
#include "platform/net/virtual_time_service.hpp"

#include <ctime>

namespace cohort::net {

std::chrono::steady_clock::time_point boot_time(const Executor& executor) {
    auto& loop = boost::asio::query(executor, boost::asio::execution::context);
    if (boost::asio::has_service<VirtualTimeService>(loop)) {
        return boost::asio::use_service<VirtualTimeService>(loop).time()->now();
    }
    std::timespec read{};
    ::clock_gettime(CLOCK_BOOTTIME, &read);
    return std::chrono::steady_clock::time_point{
        std::chrono::seconds{read.tv_sec} + std::chrono::nanoseconds{read.tv_nsec}
    };
}

}
