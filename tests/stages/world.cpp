#include "tests/stages/world.hpp"

#include "tests/support/postgresql_cluster.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

namespace cohort::stages {
namespace {

// Tuesday 12 January 2027, 09:00 in London: inside every send window.
constexpr TimePoint start_of_tests{Milliseconds{1'799'744'400'000}};

std::string make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "cohort-stages-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    return name;
}

std::unique_ptr<db::Database> open(Engine engine, const std::string& folder) {
    auto opened = engine == Engine::sqlite
                      ? db::open_sqlite({.path = folder + "/cohort.db"})
                      : db::open_postgresql(
                            {.conninfo = test_support::PostgresqlCluster::shared().fresh_database()}
                        );
    if (!opened.ok()) {
        FAIL(std::string(opened.error().code.text()) << " " << opened.error().detail);
    }
    return std::move(opened).value();
}

}

Task<> ScriptedGateway::run(send::GatewayEvents& events) {
    events_ = &events;
    events.ready();
    co_return;
}

std::size_t ScriptedGateway::free_slots() const {
    return events_ == nullptr || open_ >= slots ? 0 : slots - open_;
}

void ScriptedGateway::submit(std::vector<send::Submission> submissions) {
    REQUIRE(submissions.size() <= free_slots());
    for (send::Submission& submission : submissions) {
        ++open_;
        const auto outcome = answer ? answer(submission) : std::nullopt;
        const send::AttemptKey key = submission.key;
        submitted.push_back(std::move(submission));
        if (outcome) {
            end(key, *outcome);
        }
    }
}

void ScriptedGateway::end(const send::AttemptKey& key, send::AttemptOutcome outcome) {
    --open_;
    events_->attempt_ended(key, std::move(outcome));
}

Task<std::vector<send::LookUpAnswer>> ScriptedGateway::look_up(std::vector<send::LookUp> questions
) {
    if (!tell) {
        co_return co_await send::Gateway::look_up(std::move(questions));
    }
    std::vector<send::LookUpAnswer> answers;
    for (const send::LookUp& question : questions) {
        answers.push_back(tell(question));
    }
    co_return answers;
}

Task<> ScriptedGateway::stop(Milliseconds) {
    co_return;
}

World::World(Engine engine) : clock_(start_of_tests), folder_(make_folder()) {
    database_ = open(engine, folder_);
    pool_ = std::make_unique<net::Pool>(net::Pool::Options{.threads = 1});
    const std::filesystem::path master = folder_ + "/master.key";
    REQUIRE(practice::Keyring::create_if_missing(master, random_).ok());
    keyring_ =
        std::make_unique<practice::Keyring>(practice::Keyring::load(master, random_).value());
    flows_ = std::make_unique<server::Flows>(server::FlowsDeps{
        .database = *database_,
        .pool = *pool_,
        .keyring = *keyring_,
        .clock = clock_,
        .random = random_,
        .uptime = uptime_,
        .node = {1},
        .ask_every = Milliseconds{50}
    });
    const auto add = [this](db::Transaction& tx) -> Result<PracticeId> {
        COHORT_TRY(
            id,
            flows_->practices.add(
                tx,
                {.ods_code = "A81001",
                 .name = "Riverside Surgery",
                 .undo = std::chrono::seconds{0},
                 .send_window = domain::SendWindow::always()}
            )
        );
        COHORT_CHECK(flows_->practices.set_feature(
            tx, id, practice::Feature::bulk_messages, practice::Switch::on
        ));
        return id;
    };
    actor_ = {database_->write_now(add).value(), "Ruth Receptionist"};
}

World::~World() {
    stop_workers();
    flows_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
}

ListId World::list_of(std::size_t patients) {
    return upload(test::emis_csv(test::patients(patients)), "upload-" + std::to_string(++uploads_));
}

ListId World::upload(std::string_view csv, std::string key) {
    const auto load = [this](db::Snapshot& at) { return flows_->practices.load(at, practice()); };
    const auto upload =
        await(flows_->uploads.begin(database_->read_now(load).value(), csv.size())).value();
    REQUIRE(await(upload->feed(std::string(csv))).ok());
    const auto uploaded =
        await(upload->finish(
                  actor_,
                  {.list_name = "Flu invitations", .name = "list.csv", .upload_key = std::move(key)}
              ))
            .value();
    REQUIRE(uploaded.list.has_value());
    const auto confirm = [&](db::Transaction& tx) {
        return flows_->lists.use(tx, actor_, *uploaded.list, lists::OldList::accepted);
    };
    REQUIRE(database_->write_now(confirm).ok());
    return *uploaded.list;
}

BulkMessageId World::send(ListId list, std::string text, std::optional<TimePoint> later) {
    clock_.advance(Milliseconds{1});
    const std::string key = "key-" + std::to_string(clock_.now().time_since_epoch().count());
    const auto accept = [&](db::Transaction& tx) {
        return flows_->composing.accept(
            tx,
            actor_,
            key,
            {.list = list,
             .channel = domain::Channel::sms,
             .subject = "",
             .text = text,
             .later = later}
        );
    };
    const auto accepted = database_->write_now(accept);
    REQUIRE(accepted.ok());
    return accepted->id;
}

void World::make_messages() {
    REQUIRE(await(flows_->scheduling.release_due()).ok());
    while (await(flows_->sending.step()).value()) {
    }
}

void World::serve(ScriptedGateway& gateway) {
    ++workers_;
    const auto keep = [this](std::string gateway_id, std::vector<send::Receipt> receipts) {
        return flows_->receipts.keep(std::move(gateway_id), std::move(receipts));
    };
    boost::asio::co_spawn(
        io_,
        flows_->sending.serve("sms", domain::Channel::sms, gateway, keep),
        [this](std::exception_ptr fault) {
            --workers_;
            if (fault) {
                std::rethrow_exception(fault);
            }
        }
    );
}

void World::run_for(Milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
        io_.restart();
        io_.run_one_for(std::chrono::milliseconds{5});
    }
}

void World::run_until(const std::function<bool()>& until) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!until()) {
        if (std::chrono::steady_clock::now() > deadline) {
            FAIL("the engine did not get there in 10 s");
        }
        io_.restart();
        io_.run_one_for(std::chrono::milliseconds{5});
    }
}

void World::stop_workers() {
    flows_->sending.stop(Milliseconds{0});
    run_until([this] { return workers_ == 0; });
}

domain::StateCounts World::counts(BulkMessageId id) {
    return overview(id).counts;
}

send::Overview World::overview(BulkMessageId id) {
    const auto read = [&](db::Snapshot& at) {
        return flows_->sending.overview(at, practice(), id);
    };
    return database_->read_now(read).value();
}

std::vector<send::MessageView> World::messages(BulkMessageId id, send::Which which) {
    const auto read = [&](db::Snapshot& at) {
        return flows_->sending.messages(at, practice(), id, which, Position{0}, 1'000'000);
    };
    return database_->read_now(read).value();
}

domain::StateCounts World::recount(BulkMessageId id) {
    domain::StateCounts counts;
    for (const send::MessageView& message : messages(id)) {
        ++counts[message.state];
    }
    return counts;
}

void for_each_engine(const std::function<void(World&)>& test) {
    for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
        const std::string name = engine == Engine::sqlite ? "sqlite" : "postgresql";
        CAPTURE(name);
        World world(engine);
        test(world);
    }
}

}
