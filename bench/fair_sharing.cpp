// Goal 10 of docs/performance.md: many practices, each with many messages in line for one gateway
// that takes a limited number a second. How much of the limit is used, how alike the practices are
// served (Jain's index: 1 when all are alike, 1/n when one has everything), when a list that comes
// late ends, and how long an urgent message waits from Send to the gateway. The whole engine in
// this process, on SQLite; only the gateway is played. usage: fair_sharing [practices=630]
// [patients=60] [per_second=1000]
#include "base/clock.hpp"
#include "bench/support/measure.hpp"
#include "bench/support/paced_gateway.hpp"
#include "server/engine.hpp"
#include "tests/support/patients.hpp"
#include "tests/support/programs.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace cohort;
using namespace std::chrono_literals;
using bench::PacedGateway;
using Instant = PacedGateway::Instant;

template <class T>
T must(Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(std::string(result.error().code.text()));
    }
    return std::move(result).value();
}

template <class T>
T await(Task<Result<T>> task) {
    boost::asio::io_context io;
    std::optional<Result<T>> answer;
    const auto keep = [&answer](Task<Result<T>> inner) -> Task<> {
        answer.emplace(co_await std::move(inner));
    };
    boost::asio::co_spawn(io, keep(std::move(task)), [](std::exception_ptr fault) {
        if (fault) {
            std::rethrow_exception(fault);
        }
    });
    io.run();
    return must(std::move(*answer));
}

class Country {
public:
    explicit Country(PacedGateway::Limits limits);

    ~Country() { engine_->stop(0s); }

    practice::Actor add_practice();
    ListId upload(const practice::Actor& actor, std::size_t patients);
    BulkMessageId send(const practice::Actor& actor, ListId list);
    void wait_until_made(std::int64_t messages);

    PacedGateway& gateway() { return *gateway_; }

private:
    test_support::Folder folder_;
    SystemClock clock_;
    SystemUptime uptime_;
    SystemRandom random_;
    std::unique_ptr<db::Database> database_;
    net::Pool pool_{{.threads = 1}};
    std::optional<practice::Keyring> keyring_;
    std::optional<server::Flows> flows_;
    PacedGateway* gateway_ = nullptr;
    std::optional<server::Engine> engine_;
    int practices_ = 0;
    int sent_ = 0;
};

Country::Country(PacedGateway::Limits limits) {
    database_ = must(db::open_sqlite({.path = (folder_.path() / "cohort.db").string()}));
    const auto master = folder_.path() / "master.key";
    if (!practice::Keyring::create_if_missing(master, random_).ok()) {
        throw std::runtime_error("no master key");
    }
    keyring_.emplace(must(practice::Keyring::load(master, random_)));
    flows_.emplace(server::FlowsDeps{
        .database = *database_,
        .pool = pool_,
        .keyring = *keyring_,
        .clock = clock_,
        .random = random_,
        .uptime = uptime_,
        .node = {1}
    });
    auto gateway = std::make_unique<PacedGateway>(limits);
    gateway_ = gateway.get();
    std::vector<server::ConfiguredGateway> gateways;
    gateways.push_back({"sms", domain::Channel::sms, std::move(gateway)});
    engine_.emplace(*flows_, std::move(gateways), server::LoopsOptions{});
    engine_->start();
}

practice::Actor Country::add_practice() {
    const auto add = [this](db::Transaction& tx) -> Result<PracticeId> {
        COHORT_TRY(
            id,
            flows_->practices.add(
                tx,
                {.ods_code = "A" + std::to_string(10'000 + practices_),
                 .name = "Practice " + std::to_string(practices_),
                 .undo = 0s,
                 .send_window = domain::SendWindow::always()}
            )
        );
        COHORT_CHECK(flows_->practices.set_feature(
            tx, id, practice::Feature::bulk_messages, practice::Switch::on
        ));
        return id;
    };
    ++practices_;
    return {must(database_->write_now(add)), "Ruth Receptionist"};
}

ListId Country::upload(const practice::Actor& actor, std::size_t patients) {
    const std::string csv = test::emis_csv(test::patients(patients));
    const auto load = [&](db::Snapshot& at) { return flows_->practices.load(at, actor.practice); };
    const auto upload = await(flows_->uploads.begin(must(database_->read_now(load)), csv.size()));
    await(upload->feed(csv));
    const auto uploaded = await(upload->finish(
        actor, {.list_name = "Flu", .name = "list.csv", .upload_key = std::to_string(++sent_)}
    ));
    const auto confirm = [&](db::Transaction& tx) {
        return flows_->lists.use(tx, actor, *uploaded.list, lists::OldList::accepted);
    };
    must(database_->write_now(confirm));
    return *uploaded.list;
}

BulkMessageId Country::send(const practice::Actor& actor, ListId list) {
    const auto accept = [&](db::Transaction& tx) {
        return flows_->composing.accept(
            tx,
            actor,
            "key-" + std::to_string(++sent_),
            {.list = list,
             .channel = domain::Channel::sms,
             .subject = "",
             .text = "Please book your flu jab.",
             .later = {},
             .anyway_reason = {}}
        );
    };
    return must(database_->write_now(accept)).id;
}

void Country::wait_until_made(std::int64_t messages) {
    const auto read = [&](db::Snapshot& at) -> Result<std::int64_t> {
        return flows_->sending.health(at).waiting;
    };
    while (must(database_->read_now(read)) < messages) {
        std::this_thread::sleep_for(200ms);
    }
}

double jain(const std::map<PracticeId, double>& served) {
    double sum = 0;
    double squares = 0;
    for (const auto& [practice, messages] : served) {
        sum += messages;
        squares += messages * messages;
    }
    return sum * sum / (static_cast<double>(served.size()) * squares);
}

double seconds(Instant::duration time) {
    return std::chrono::duration<double>(time).count();
}

int run(int argc, char** argv) {
    const int practices = argc > 1 ? std::atoi(argv[1]) : 630;
    const int patients = argc > 2 ? std::atoi(argv[2]) : 60;
    const double per_second = argc > 3 ? std::atof(argv[3]) : 1000;
    constexpr int urgent_count = 100;
    Country country({.per_second = per_second});
    std::vector<practice::Actor> actors;
    for (int i = 0; i < practices; ++i) {
        actors.push_back(country.add_practice());
        country.send(actors.back(), country.upload(actors.back(), patients));
    }
    const practice::Actor late = country.add_practice();
    const ListId late_list = country.upload(late, patients);
    const ListId urgent_list = country.upload(late, 1);
    const std::int64_t all = std::int64_t{practices} * patients;
    country.wait_until_made(all);

    // Measured while everybody has something in line.
    const double measured_seconds = 0.6 * static_cast<double>(all) / per_second;
    const Instant start = std::chrono::steady_clock::now();
    country.gateway().open();
    std::map<BulkMessageId, Instant> urgent;
    std::optional<BulkMessageId> late_message;
    Instant late_at{};
    for (int i = 0; i < urgent_count; ++i) {
        std::this_thread::sleep_until(
            start
            + std::chrono::duration_cast<Instant::duration>(
                std::chrono::duration<double>(measured_seconds * i / urgent_count)
            )
        );
        if (i == urgent_count / 4) {
            late_at = std::chrono::steady_clock::now();
            late_message = country.send(late, late_list);
        }
        const Instant pressed = std::chrono::steady_clock::now();
        urgent.emplace(country.send(late, urgent_list), pressed);
    }
    const auto measured =
        std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(measured_seconds
        ));
    std::this_thread::sleep_until(start + measured);
    const auto taken_then = country.gateway().taken();
    while (std::ranges::count_if(
               country.gateway().taken(),
               [&](const auto& one) { return one.bulk_message == *late_message; }
           )
           < patients) {
        std::this_thread::sleep_for(100ms);
    }

    std::map<PracticeId, double> served;
    for (const practice::Actor& actor : actors) {
        served[actor.practice] = 0;
    }
    std::map<int, double> each_second;
    double total = 0;
    for (const auto& one : taken_then) {
        ++total;
        ++each_second[static_cast<int>(seconds(one.at - start))];
        if (one.practice != late.practice) {
            ++served[one.practice];
        }
    }
    std::vector<double> waits;
    Instant late_end = late_at;
    for (const auto& one : country.gateway().taken()) {
        if (const auto pressed = urgent.find(one.bulk_message); pressed != urgent.end()) {
            waits.push_back(seconds(one.at - pressed->second) * 1000);
        }
        if (one.bulk_message == *late_message) {
            late_end = std::max(late_end, one.at);
        }
    }
    const double fair_end = patients * (practices + 1) / per_second;
    double most = 0;
    for (const auto& [second, messages] : each_second) {
        most = std::max(most, messages);
    }
    std::printf(
        "%d practices with %d messages each, %.0f messages a second; measured for %.0f s\n"
        "  used %.3f of the limit, in the busiest second %.3f\n"
        "  Jain's index %.4f, least %.0f and most %.0f messages\n"
        "  a list that came late ended after %.1f s, its fair share would be %.1f s: %.2f times\n"
        "  %zu urgent messages of %d: from Send to the gateway p50 %.0f ms, p99 %.0f ms, most %.0f "
        "ms\n",
        practices,
        patients,
        per_second,
        measured_seconds,
        total / per_second / measured_seconds,
        most / per_second,
        jain(served),
        std::ranges::min(served | std::views::values),
        std::ranges::max(served | std::views::values),
        seconds(late_end - late_at),
        fair_end,
        seconds(late_end - late_at) / fair_end,
        waits.size(),
        urgent_count,
        bench::quantile(waits, 0.5),
        bench::quantile(waits, 0.99),
        bench::quantile(waits, 1)
    );
    return EXIT_SUCCESS;
}

}

int main(int argc, char** argv) {
    return cohort::bench::run_program("fair_sharing", run, argc, argv);
}
