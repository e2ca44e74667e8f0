// The doorbell: a ring from another thread ends a wait, and one that came before is kept.
#include "platform/net/doorbell.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <thread>

namespace cohort::net {
namespace {

using namespace std::chrono_literals;

Task<> wait_and_note(Doorbell& bell, Duration most, int& ended) {
    co_await bell.wait(most);
    ++ended;
}

TEST_CASE("doorbell: a ring from another thread ends the wait") {
    boost::asio::io_context io;
    Doorbell bell;
    int ended = 0;
    boost::asio::co_spawn(io, wait_and_note(bell, 1h, ended), boost::asio::detached);
    io.run_for(20ms);
    CHECK(ended == 0);
    std::jthread([&] { bell.ring(); }).join();
    io.run_for(5s);
    CHECK(ended == 1);
}

TEST_CASE("doorbell: rings before a wait are kept, as one") {
    boost::asio::io_context io;
    Doorbell bell;
    bell.ring();
    bell.ring();
    int ended = 0;
    boost::asio::co_spawn(io, wait_and_note(bell, 1h, ended), boost::asio::detached);
    io.run_for(5s);
    CHECK(ended == 1);
    io.restart();
    boost::asio::co_spawn(io, wait_and_note(bell, 10ms, ended), boost::asio::detached);
    const auto start = std::chrono::steady_clock::now();
    io.run_for(5s);
    CHECK(ended == 2);
    CHECK(std::chrono::steady_clock::now() - start >= 10ms);
}

TEST_CASE("doorbell: it may ring when its waiter's loop is gone") {
    Doorbell bell;
    {
        boost::asio::io_context io;
        int ended = 0;
        boost::asio::co_spawn(io, wait_and_note(bell, 1ms, ended), boost::asio::detached);
        io.run();
        CHECK(ended == 1);
    }
    bell.ring();
}

}
}
