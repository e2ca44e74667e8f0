#include "edge/smpp/smpp_gateway.hpp"

#include "edge/smpp/scripted_centre.hpp"
#include "platform/net/memory_stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;

namespace {

namespace asio = boost::asio;

// An end whose reads, after the first few, wait until a write has failed: as when answers lie in
// the kernel, unread, while a reset comes and the writer meets it first.
class LateReader final : public net::ByteStream {
public:
    LateReader(std::unique_ptr<net::ByteStream> inner, int reads_at_once)
        : inner_(std::move(inner)), reads_at_once_(reads_at_once) {}

    Task<Result<std::size_t>> read_some(std::span<char> into, net::Duration limit) override {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (reads_at_once_ == 0 && !broken_) {
            if (std::chrono::steady_clock::now() >= end) {
                co_return net::deadline_passed();
            }
            co_await net::sleep_for(1ms);
        }
        reads_at_once_ -= reads_at_once_ > 0 ? 1 : 0;
        co_return co_await inner_->read_some(into, limit);
    }

    Task<Outcome> write_all(std::string_view bytes, net::Duration limit) override {
        Outcome written = co_await inner_->write_all(bytes, limit);
        broken_ = broken_ || !written.ok();
        co_return written;
    }

    Task<void> close(net::Duration limit) override {
        broken_ = true;
        co_await inner_->close(limit);
    }

    void abort() noexcept override {
        broken_ = true;
        inner_->abort();
    }

    Task<Outcome> finish_writing(net::Duration limit) override {
        co_return co_await inner_->finish_writing(limit);
    }

    Executor executor() override { return inner_->executor(); }

    std::string peer_address() const override { return inner_->peer_address(); }

    bool encrypted() const override { return inner_->encrypted(); }

private:
    std::unique_ptr<net::ByteStream> inner_;
    int reads_at_once_;
    bool broken_ = false;
};

// The other ends of the gateway's connections, each served by a centre that may be told to fall
// silent.
struct World final : send::GatewayEvents {
    asio::io_context loop;
    ManualClock clock{noon};
    SeededRandom random{1};
    std::unique_ptr<SmppGateway> gateway;

    std::vector<std::unique_ptr<net::MemoryStream>> peers;
    std::vector<std::unique_ptr<ScriptedCentre>> centres;
    std::vector<net::MemoryStream*> ours; // while their links live
    bool reachable = true;
    bool silent = false;                          // reads and answers nothing but the bind
    std::size_t cut_our_writes = ~std::size_t{0}; // bytes of the next connection
    std::string to_say;                           // sent by the centre after the bind
    bool late_reader = false; // reads the answer to the bind, and no more before a write has failed

    std::map<std::int64_t, std::string> ended;
    std::vector<std::string> told;
    std::vector<send::Submission> queue;
    std::vector<send::Receipt> receipts;
    bool can_keep = true;
    bool done = false;

    explicit World(SmppSettings settings = settings_for_test()) {
        auto made =
            SmppGateway::make(std::move(settings), {clock, random, [this] { return connect(); }});
        REQUIRE(made.ok());
        gateway = std::move(*made);
    }

    Task<Result<std::unique_ptr<net::ByteStream>>> connect() {
        if (!reachable) {
            co_return Error{ErrorKind::unavailable, "net.refused"};
        }
        auto pair = net::MemoryStream::make_pair(co_await asio::this_coro::executor);
        pair.first->break_after_writing(cut_our_writes);
        ours.push_back(pair.first.get());
        peers.push_back(std::move(pair.second));
        centres.push_back(std::make_unique<ScriptedCentre>());
        asio::co_spawn(loop, serve(peers.back().get(), centres.back().get()), asio::detached);
        std::unique_ptr<net::ByteStream> end{std::move(pair.first)};
        if (late_reader) {
            end = std::make_unique<LateReader>(std::move(end), 1);
        }
        co_return end;
    }

    Task<> serve(net::MemoryStream* stream, ScriptedCentre* centre) {
        std::string buffer(4096, '\0');
        bool greeted = false;
        while (true) {
            const auto got = co_await stream->read_some(std::span{buffer}, 5s);
            if (!got.ok() || *got == 0) {
                co_return;
            }
            std::string reply = centre->read({buffer.data(), *got});
            if (greeted && silent) {
                continue;
            }
            if (!greeted) {
                reply += to_say;
                greeted = true;
            }
            const auto written = co_await stream->write_all(reply, 1s);
            if (!written.ok()) {
                co_return;
            }
        }
    }

    void attempt_ended(const send::AttemptKey& key, send::AttemptOutcome outcome) override {
        CHECK(ended.emplace(key.position.value, word(outcome)).second);
    }

    void ready() override {
        std::vector<send::Submission> batch;
        while (batch.size() < gateway->free_slots() && !queue.empty()) {
            batch.push_back(std::move(queue.front()));
            queue.erase(queue.begin());
        }
        told.push_back("ready");
        gateway->submit(std::move(batch));
    }

    void paused(send::Pause pause) override { told.push_back("paused " + pause.reason); }

    void resumed() override { told.push_back("resumed"); }

    Task<bool> keep(std::vector<send::Receipt> batch) override {
        std::ranges::move(batch, std::back_inserter(receipts));
        co_return can_keep;
    }

    bool was_told(std::string_view what) const {
        return std::ranges::find(told, what) != told.end();
    }

    void start() {
        asio::co_spawn(loop, gateway->run(*this), [this](std::exception_ptr fault) {
            CHECK(fault == nullptr);
            done = true;
        });
    }

    // Runs the loop, without sleeping, until `holds`; fails after five seconds.
    template <class Condition>
    void until(Condition holds) {
        const auto latest = std::chrono::steady_clock::now() + 5s;
        while (!holds() && std::chrono::steady_clock::now() < latest) {
            loop.run_one_for(50ms);
        }
        REQUIRE(holds());
    }

    void stop(Milliseconds grace) {
        bool stopped = false;
        asio::co_spawn(loop, gateway->stop(grace), [&stopped](std::exception_ptr) {
            stopped = true;
        });
        until([&] { return stopped && done; });
        for (auto& peer : peers) {
            peer->abort();
        }
        loop.run_for(100ms);
    }
};

}

TEST_CASE("gateway: sends what ready asks for, keeps receipts, and unbinds when stopped") {
    World world;
    for (const std::int64_t position : {1, 2, 11, 21}) {
        world.queue.push_back(submission(position));
    }
    const ShortMessage receipt{.esm_class = 0x04, .text = "id:r stat:DELIVRD err:000"};
    world.to_say = bytes_of({Command::deliver_sm, 0, 9}, receipt);
    world.start();
    world.until([&] { return world.ended.size() == 4 && world.receipts.size() == 1; });
    world.stop(1s);

    CHECK(world.ended[1] == "accepted m1.1");
    CHECK(world.ended[2] == "refused sms.number_refused");
    CHECK(world.ended[21] == "accepted m21.1");
    CHECK(world.receipts[0].provider_reference == "r");
    CHECK(world.told == std::vector<std::string>{"ready", "ready"});
    CHECK(world.gateway->free_slots() == 0);
    CHECK(world.gateway->counts().submits == 4);
}

TEST_CASE("gateway: an unreachable centre is told once, and resumed when it is back") {
    World world;
    world.reachable = false;
    world.start();
    world.until([&] { return !world.told.empty(); });
    CHECK(world.told == std::vector<std::string>{"paused gateway.unreachable"});

    world.reachable = true;
    world.queue.push_back(submission(1));
    world.until([&] { return world.ended.size() == 1; }); // after a wait of at most one second
    CHECK(world.was_told("resumed"));
    CHECK(world.ended[1] == "accepted m1.1");
    world.stop(1s);
}

TEST_CASE("gateway: stop ends what the centre never answered, in doubt, after the grace") {
    World world;
    world.silent = true;
    world.queue.push_back(submission(1));
    world.start();
    world.until([&] { return world.gateway->counts().submits == 1; });
    world.until([&] { return world.centres[0]->received[1] == 1; });
    CHECK(world.ended.empty());
    world.stop(10ms);

    CHECK(world.ended[1] == "in_doubt sms.connection_cut");
}

TEST_CASE("gateway: a write that broke is in doubt as a whole, what waited behind it was not sent"
) {
    World world;
    world.cut_our_writes = 60; // the bind, and the beginning of the first submit_sm
    world.queue.push_back(submission(1));
    world.start();
    world.until([&] { return world.ended.size() == 1; });
    CHECK(world.ended[1] == "in_doubt sms.connection_cut");
    CHECK(world.centres[0]->received[1] == 0);
    CHECK(world.was_told("paused gateway.unreachable"));

    std::vector<send::Submission> more;
    more.push_back(submission(6));
    world.gateway->submit(std::move(more));
    world.until([&] { return world.ended.size() == 2; });
    CHECK(world.ended[6] == "not_sent gateway.connection_lost");
    world.stop(1s);
}

TEST_CASE("gateway: whoever was answered before a write broke is not in doubt") {
    World world;
    world.late_reader = true;
    world.start();
    world.until([&] { return world.gateway->free_slots() > 0; });
    std::vector<send::Submission> first;
    first.push_back(submission(1));
    world.gateway->submit(std::move(first));
    world.until([&] { return world.centres[0]->taken[1] == 1; });
    world.ours[0]->break_after_writing(20); // the beginning of the next submit_sm
    std::vector<send::Submission> second;
    second.push_back(submission(6));
    world.gateway->submit(std::move(second));
    world.until([&] { return world.ended.size() == 2; });

    CHECK(world.ended[1] == "accepted m1.1");
    CHECK(world.ended[6] == "in_doubt sms.connection_cut");
    CHECK(world.gateway->free_slots() == 0);
    world.stop(1s);
}

TEST_CASE("gateway: receipts that cannot be kept are refused, so that the centre sends them again"
) {
    World world;
    world.can_keep = false;
    const ShortMessage receipt{.esm_class = 0x04, .text = "id:r stat:DELIVRD err:000"};
    world.to_say = bytes_of({Command::deliver_sm, 0, 9}, receipt);
    world.start();
    const std::string refusal = bytes_of({Command::deliver_sm_resp, 0x64, 9}, MessageResp{});
    world.until([&] {
        return !world.ours.empty() && world.ours[0]->written().find(refusal) != std::string::npos;
    });
    world.stop(1s);
}

// Under UndefinedBehaviorSanitizer a timer that was left behind ends this.
TEST_CASE("gateway: may live longer than the loop that it ran on") {
    std::unique_ptr<SmppGateway> gateway;
    {
        World world;
        world.start();
        world.until([&] { return world.gateway->connected(); });
        world.stop(1s);
        gateway = std::move(world.gateway);
    }
    CHECK(gateway->free_slots() == 0);
}

TEST_CASE("gateway: settings with faults make no gateway") {
    ManualClock clock{noon};
    SeededRandom random{1};
    auto settings = settings_for_test();
    settings.host.clear();
    settings.window = 5000;

    const auto made = SmppGateway::make(std::move(settings), {clock, random});

    REQUIRE_FALSE(made.ok());
    CHECK(made.error().code.text() == "smpp.settings");
    CHECK(made.error().detail == "smpp.host_missing smpp.window_range");
}
