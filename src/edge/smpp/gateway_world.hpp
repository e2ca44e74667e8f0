#pragma once
// Tests only: a gateway on a loop of its own, with a scripted centre at the far end of each of its
// connections.
#include "edge/smpp/scripted_centre.hpp"
#include "edge/smpp/smpp_gateway.hpp"
#include "platform/net/memory_stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cohort::smpp::test {

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

// An end that notes how much each write was given.
class WriteCounter final : public net::ByteStream {
public:
    WriteCounter(std::unique_ptr<net::ByteStream> inner, std::vector<std::size_t>& writes)
        : inner_(std::move(inner)), writes_(writes) {}

    Task<Result<std::size_t>> read_some(std::span<char> into, net::Duration limit) override {
        co_return co_await inner_->read_some(into, limit);
    }

    Task<Outcome> write_all(std::string_view bytes, net::Duration limit) override {
        writes_.push_back(bytes.size());
        co_return co_await inner_->write_all(bytes, limit);
    }

    Task<void> close(net::Duration limit) override { co_await inner_->close(limit); }

    void abort() noexcept override { inner_->abort(); }

    Task<Outcome> finish_writing(net::Duration limit) override {
        co_return co_await inner_->finish_writing(limit);
    }

    Executor executor() override { return inner_->executor(); }

    std::string peer_address() const override { return inner_->peer_address(); }

    bool encrypted() const override { return inner_->encrypted(); }

private:
    std::unique_ptr<net::ByteStream> inner_;
    std::vector<std::size_t>& writes_;
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
    std::size_t connections_refused_from = ~std::size_t{0}; // counted from 0
    bool late_reader = false; // reads the answer to the bind, and no more before a write has failed

    bool count_writes = false;
    std::vector<std::size_t> writes; // bytes of each, on all connections

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
        if (!reachable || peers.size() >= connections_refused_from) {
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
        if (count_writes) {
            end = std::make_unique<WriteCounter>(std::move(end), writes);
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

    // The centre says something of its own accord.
    void say(std::size_t connection, std::string bytes) {
        asio::co_spawn(loop, say_to(peers[connection].get(), std::move(bytes)), asio::detached);
    }

    static Task<> say_to(net::MemoryStream* stream, std::string bytes) {
        static_cast<void>(co_await stream->write_all(bytes, 1s));
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

    void impaired(std::optional<send::Pause> how) override {
        told.push_back("impaired " + (how ? how->reason : "no more"));
    }

    Task<bool> keep(std::vector<send::Receipt> batch) override {
        std::ranges::move(batch, std::back_inserter(receipts));
        co_return can_keep;
    }

    // submit_sm that have reached any of the centres.
    int received() const {
        int all = 0;
        for (const auto& centre : centres) {
            for (const auto& [position, times] : centre->received) {
                all += times;
            }
        }
        return all;
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
