#pragma once
// A whole Cohort without edges: every stage wired as the server wires it, on either engine, with a
// clock turned by hand, a seeded random source and a carrier played by the test through the gateway
// seam.
#include "base/uptime.hpp"
#include "platform/db/database.hpp"
#include "server/flows.hpp"
#include "tests/support/patients.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cohort::stages {

enum class Engine { sqlite, postgresql };

// The carrier: takes what it is given, and ends attempts as the test says.
class ScriptedGateway final : public send::Gateway {
public:
    std::size_t slots = 10;
    std::vector<send::Submission> submitted; // all that ever left, in order
    // How an attempt ends; empty: it is left open until the test ends it.
    std::function<std::optional<send::AttemptOutcome>(const send::Submission&)> answer;
    // What it says when it is asked; empty: it does not offer that.
    std::function<send::LookUpAnswer(const send::LookUp&)> tell;

    Task<> run(send::GatewayEvents& events) override;
    std::size_t free_slots() const override;
    void submit(std::vector<send::Submission> submissions) override;
    Task<std::vector<send::LookUpAnswer>> look_up(std::vector<send::LookUp> questions) override;
    Task<> stop(Milliseconds grace) override;

    void end(const send::AttemptKey& key, send::AttemptOutcome outcome);

    std::size_t open() const { return open_; }

    send::GatewayEvents& events() { return *events_; }

private:
    send::GatewayEvents* events_ = nullptr;
    std::size_t open_ = 0;
};

class World {
public:
    explicit World(Engine engine);
    ~World();

    db::Database& database() { return *database_; }

    server::Flows& flows() { return *flows_; }

    ManualClock& clock() { return clock_; }

    ManualUptime& uptime() { return uptime_; }

    const practice::Actor& actor() const { return actor_; }

    PracticeId practice() const { return actor_.practice; }

    // A confirmed list of this many invented patients, uploaded as an EMIS export.
    ListId list_of(std::size_t patients);
    ListId upload(std::string_view csv, std::string key);

    // Accepts a text to a list, now unless `later`.
    BulkMessageId send(ListId list, std::string text, std::optional<TimePoint> later = {});

    // Releases what is due and makes all messages.
    void make_messages();

    // A carrier that lives as long as the world.
    ScriptedGateway& carrier() { return carriers_.emplace_back(); }

    // Starts a worker for the gateway and runs the engine until nothing moves any more.
    void serve(ScriptedGateway& gateway);

    boost::asio::io_context& io() { return io_; }

    // Runs the engine for a moment of real time.
    void run_for(Milliseconds time);
    // Runs the engine until `until` holds, ten seconds at most.
    void run_until(const std::function<bool()>& until);
    // Ends the workers as a clean stop does.
    void stop_workers();

    domain::StateCounts counts(BulkMessageId id);
    send::Overview overview(BulkMessageId id);
    std::vector<send::MessageView> messages(BulkMessageId id, send::Which which = send::Which::all);
    // Counts the message rows by hand, to hold them against the counters.
    domain::StateCounts recount(BulkMessageId id);

    template <class T>
    T await(Task<T> task);

private:
    boost::asio::io_context io_;
    ManualClock clock_;
    ManualUptime uptime_;
    SeededRandom random_{1};
    std::string folder_;
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<net::Pool> pool_;
    std::unique_ptr<practice::Keyring> keyring_;
    std::unique_ptr<server::Flows> flows_;
    practice::Actor actor_;
    std::deque<ScriptedGateway> carriers_;
    int uploads_ = 0;
    int workers_ = 0;
};

void for_each_engine(const std::function<void(World&)>& test);

// What a coroutine leaves behind; shared with it, so that it may outlive a test that gave up.
template <class T>
struct Awaited {
    std::optional<T>
        answer; // co_spawn wants results that can be made from nothing; a Result cannot
    std::exception_ptr fault;
    bool ended = false;
};

template <class T>
Task<> store_answer(Task<T> task, std::shared_ptr<Awaited<T>> into) {
    into->answer.emplace(co_await std::move(task));
}

template <class T>
T World::await(Task<T> task) {
    const auto awaited = std::make_shared<Awaited<T>>();
    boost::asio::co_spawn(
        io_,
        store_answer(std::move(task), awaited),
        [awaited](std::exception_ptr thrown) {
            awaited->fault = std::move(thrown);
            awaited->ended = true;
        }
    );
    run_until([&] { return awaited->ended; });
    if (awaited->fault) {
        std::rethrow_exception(awaited->fault);
    }
    return std::move(*awaited->answer);
}

}
