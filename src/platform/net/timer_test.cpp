// Timers by the real time and by a simulation's.
#include "platform/net/timer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace cohort::net {
namespace {

using namespace std::chrono_literals;

Task<> say_after(Executor executor, Duration wait, std::string word, std::string& said) {
    Timer timer(std::move(executor));
    co_await timer.wait(wait);
    said += word;
}

Task<> wait_on(Timer& timer, Duration wait, std::string& said) {
    co_await timer.wait(wait);
    said += "woken";
}

void spawn(boost::asio::io_context& loop, Task<> task) {
    boost::asio::co_spawn(loop, std::move(task), boost::asio::detached);
}

TEST_CASE("timer: without a simulation it waits for the real time") {
    boost::asio::io_context loop;
    std::string said;
    spawn(loop, say_after(loop.get_executor(), 1ms, "done", said));
    loop.run();
    CHECK(said == "done");
}

TEST_CASE("timer: with virtual time nothing happens until it is turned, then all in order") {
    VirtualTime time;
    boost::asio::io_context loop;
    use_virtual_time(loop, time);
    std::string said;
    spawn(loop, say_after(loop.get_executor(), 72h, "c", said));
    spawn(loop, say_after(loop.get_executor(), 1s, "a", said));
    spawn(loop, say_after(loop.get_executor(), 1s, "b", said));
    loop.poll();
    CHECK(said.empty());
    const auto start = time.now();
    while (time.advance()) {
        loop.restart();
        loop.poll();
    }
    CHECK(said == "abc");
    CHECK(time.now() - start == 72h);
}

TEST_CASE("timer: a wake ends the wait, and its entry is forgotten") {
    VirtualTime time;
    boost::asio::io_context loop;
    use_virtual_time(loop, time);
    std::string said;
    Timer timer(loop.get_executor());
    spawn(loop, wait_on(timer, 1h, said));
    loop.poll();
    timer.wake();
    loop.restart();
    loop.poll();
    CHECK(said == "woken");
    CHECK(!time.advance());
}

TEST_CASE("timer: a loop that ends in the middle of a wait leaves no entry behind") {
    VirtualTime time;
    auto loop = std::make_unique<boost::asio::io_context>();
    use_virtual_time(*loop, time);
    std::string said;
    spawn(*loop, say_after(loop->get_executor(), 1h, "never", said));
    loop->poll();
    loop.reset();
    CHECK(!time.advance());
    CHECK(said.empty());
}

}
}
