// The fault proxy does what its plan says, and nothing else: bytes arrive unchanged and in order,
// and each fault comes at its byte. A proxy that were kinder than its plan would make every
// scenario behind it prove nothing.
#include "tests/support/fault_proxy.hpp"
#include "tests/support/raw_socket.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace cohort::test_support {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

Planner always(ConnectionPlan plan) {
    return [plan](std::uint64_t, Random&) { return plan; };
}

std::string noise(std::size_t bytes) {
    SeededRandom random(42);
    std::string text(bytes, '\0');
    random.fill(std::as_writable_bytes(std::span(text)));
    return text;
}

// The first connection, once it is over.
Passage passage_of(const FaultProxy& proxy) {
    const auto begun = Steady::now();
    while (proxy.passages().at(0).open) {
        REQUIRE(Steady::now() - begun < 5s);
        std::this_thread::sleep_for(1ms);
    }
    return proxy.passages().at(0);
}

// A client and a target with the proxy between them.
struct Line {
    explicit Line(const ConnectionPlan& plan)
        : proxy(listener.port(), 1, always(plan)), client(RawSocket::connect(proxy.port())),
          target(listener.accept()) {}

    RawListener listener;
    FaultProxy proxy;
    RawSocket client;
    RawSocket target;
};

TEST_CASE("proxy: bytes arrive unchanged both ways, in drips and at once") {
    const std::string there = noise(20'000);
    const std::string back = noise(30'000);
    for (const std::size_t piece : {std::size_t{0}, std::size_t{1}, std::size_t{7}}) {
        CAPTURE(piece);
        Line line({.to_target = {.piece_most = piece}, .to_client = {.piece_most = piece}});

        line.client.write(there);
        line.target.write(back);

        CHECK((line.target.read(there.size()) == there));
        CHECK((line.client.read(back.size()) == back));
        line.client.finish_writing();
        CHECK(line.target.read_to_end().bytes.empty());
        line.target.finish_writing();
        CHECK(line.client.read_to_end().end == RawSocket::End::orderly);
        const Passage passage = passage_of(line.proxy);
        CHECK((passage.to_target == there));
        CHECK((passage.to_client == back));
        CHECK_FALSE(passage.fault_came);
    }
}

TEST_CASE("proxy: a drip is written by itself, before the next byte is") {
    Line line({.to_target = {.piece_most = 1, .pause_most = 4ms}});

    line.client.write("drip");

    std::size_t reads = 0;
    for (std::string got; got.size() < 4; ++reads) {
        got += line.target.read_some();
    }
    CHECK(reads >= 3); // the reader may be slower once
}

TEST_CASE("proxy: closed at byte k of either direction, each side has exactly what was carried") {
    const std::string text = "0123456789";
    for (std::uint64_t at = 0; at <= text.size(); ++at) {
        CAPTURE(at);
        Line there({.to_target = {.fault = Fault::close, .fault_at = at}});
        there.client.write(text);
        CHECK(there.target.read_to_end() == RawSocket::Reading{text.substr(0, at)});
        CHECK(there.client.read_to_end() == RawSocket::Reading{""});
        CHECK(there.proxy.passages().at(0).fault_came);

        Line back({.to_client = {.fault = Fault::close, .fault_at = at}});
        back.target.write(text);
        CHECK(back.client.read_to_end() == RawSocket::Reading{text.substr(0, at)});
        CHECK(back.target.read_to_end() == RawSocket::Reading{""});
    }
}

TEST_CASE("proxy: what was carried before a close is not lost although its writer goes on") {
    Line line({.to_target = {.fault = Fault::close, .fault_at = 3}});
    line.target.write("answer");
    CHECK(line.client.read(6) == "answer");

    line.client.write("abc");
    CHECK(line.target.read_to_end() == RawSocket::Reading{"abc"});
    line.client.write("more, which nobody reads");

    CHECK(line.client.read_to_end() == RawSocket::Reading{""});
}

TEST_CASE("proxy: a reset at byte k is met as a reset by both sides") {
    Line line({.to_target = {.fault = Fault::reset, .fault_at = 5}});

    line.client.write("0123456789");

    const RawSocket::Reading at_target = line.target.read_to_end();
    CHECK(at_target == RawSocket::Reading{"01234", RawSocket::End::reset});
    CHECK(line.client.read_to_end().end == RawSocket::End::reset);
}

TEST_CASE("proxy: what was carried before a reset arrives, although its reader was slow") {
    constexpr std::uint64_t bytes = 300;
    Line line(
        {.to_target = {.piece_most = 1},
         .to_client = {.piece_most = 1, .fault = Fault::reset, .fault_at = bytes}}
    );

    line.target.write(std::string(bytes, 'x'));
    passage_of(line.proxy);

    CHECK(line.client.read_to_end().bytes.size() == bytes);
}

TEST_CASE("proxy: a half-close ends one direction only") {
    Line line({.to_target = {.fault = Fault::half_close, .fault_at = 4}});

    line.client.write("askfor");

    CHECK(line.target.read_to_end() == RawSocket::Reading{"askf"});
    line.target.write("answer");
    CHECK(line.client.read(6) == "answer");
}

TEST_CASE("proxy: a stall holds one direction back for its time, and then goes on") {
    constexpr auto stall = 500ms;
    Line line({.to_target = {.fault = Fault::stall, .fault_at = 4, .stall_for = stall}});
    const auto begun = Steady::now();

    line.client.write("askfor");
    CHECK(line.target.read(4) == "askf");
    line.target.write("meanwhile");
    CHECK(line.client.read(9) == "meanwhile");
    CHECK(Steady::now() - begun < stall);

    CHECK(line.target.read(2) == "or");
    CHECK(Steady::now() - begun >= stall);
}

TEST_CASE("proxy: refused by hand, and by plan after a cut, and then let in at the same port") {
    RawListener listener;
    FaultProxy proxy(listener.port(), 1, [](std::uint64_t connection, Random&) {
        ConnectionPlan plan;
        if (connection == 0) {
            plan.to_target = {.fault = Fault::close, .fault_at = 1};
            plan.refuse_after = 300ms;
        }
        return plan;
    });
    const auto connects = [&] {
        std::this_thread::sleep_for(2ms); // the proxy's thread gets its turn
        return RawSocket::can_connect(proxy.port());
    };
    RawSocket first = RawSocket::connect(proxy.port());
    RawSocket at_target = listener.accept();
    const auto begun = Steady::now();
    first.write("x");
    first.read_to_end();
    CHECK_FALSE(connects());
    while (!connects()) {
        REQUIRE(Steady::now() - begun < 5s);
    }
    CHECK(Steady::now() - begun >= 300ms);

    proxy.refuse();
    const auto refused = Steady::now();
    while (connects()) {
        REQUIRE(Steady::now() - refused < 5s);
    }
    proxy.admit();
    while (!connects()) {
        REQUIRE(Steady::now() - refused < 5s);
    }
}

TEST_CASE("proxy: when the target is down the client is told at once") {
    std::uint16_t nobody = 0;
    {
        RawListener listener;
        nobody = listener.port();
    }
    FaultProxy proxy(nobody, 1);

    RawSocket client = RawSocket::connect(proxy.port());

    CHECK(client.read_to_end().end == RawSocket::End::reset);
    CHECK(passage_of(proxy).to_target.empty());
}

TEST_CASE("plan: a seed tells it whole, and another seed tells another") {
    const RandomCuts cuts{
        .connections = 50,
        .to_target_bytes_most = 10'000,
        .to_client_bytes_most = 10'000,
        .refuse_most = 200ms
    };
    const auto plans = [&](std::uint64_t seed) {
        std::vector<ConnectionPlan> all;
        for (std::uint64_t n = 0; n < cuts.connections; ++n) {
            SeededRandom random(seed_of(seed, n));
            all.push_back(cuts(n, random));
        }
        return all;
    };

    CHECK(plans(7) == plans(7));
    CHECK(plans(7) != plans(8));
    const auto all = plans(7);
    const auto count = [&](auto is) { return std::ranges::count_if(all, is); };
    CHECK(count([](const auto& plan) { return plan.to_target.fault == Fault::close; }) > 3);
    CHECK(count([](const auto& plan) { return plan.to_target.fault == Fault::reset; }) > 3);
    CHECK(count([](const auto& plan) { return plan.to_client.fault == Fault::close; }) > 3);
    CHECK(count([](const auto& plan) { return plan.to_client.fault == Fault::reset; }) > 3);
    SeededRandom random(1);
    CHECK(cuts(cuts.connections, random) == ConnectionPlan{});
}

TEST_CASE("plan: pieces follow from the seed alone and stay within their most") {
    const WayPlan plan{.piece_most = 9, .pause_most = 3ms};
    Pieces one(plan, 5);
    Pieces same(plan, 5);
    Pieces other(plan, 6);
    std::size_t differing = 0;
    for (int i = 0; i < 1'000; ++i) {
        const auto piece = one.next();
        const auto again = same.next();
        CHECK(piece.bytes == again.bytes);
        CHECK(piece.pause == again.pause);
        CHECK(piece.bytes >= 1);
        CHECK(piece.bytes <= 9);
        CHECK(piece.pause <= 3ms);
        differing += piece.bytes != other.next().bytes ? 1 : 0;
    }
    CHECK(differing > 500);
}

}
}
