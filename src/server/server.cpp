#include "server/server.hpp"

#include "edge/api/api.hpp"
#include "edge/staff_web/staff_web.hpp"
#include "platform/http/server.hpp"
#include "platform/log/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/net/pool.hpp"
#include "platform/net/stop_signal.hpp"
#include "server/engine.hpp"
#include "server/gateways.hpp"
#include "server/master_key.hpp"
#include "server/operator_pages.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include <unistd.h>

namespace cohort::server {
namespace {

using namespace std::chrono_literals;

constexpr auto stop_grace = 8s;
constexpr int exit_configuration = 78; // EX_CONFIG of sysexits(3)
constexpr int exit_disk = 74;          // EX_IOERR

int refuse_to_start(const Error& error) {
    log::error("start_failed", {{"code", error.code}, {"detail", error.detail}});
    return exit_configuration;
}

Result<std::unique_ptr<db::Database>> open_database(const Config& config) {
    if (!config.postgresql.empty()) {
        return db::open_postgresql({.conninfo = config.postgresql});
    }
    return db::open_sqlite(
        {.path = config.sqlite_file().string(),
         // After a failed fsync nobody knows what is on the disk: stop, and read again from the
         // start.
         .on_fatal =
             [](const Error& error) {
                 log::error("disk_failed", {{"code", error.code}, {"detail", error.detail}});
                 std::_Exit(exit_disk);
             }}
    );
}

std::string host_name() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

Result<std::optional<net::TlsServer>> open_tls(const Config& config) {
    if (config.tls_certificate_file.empty()) {
        return std::optional<net::TlsServer>{};
    }
    COHORT_TRY(
        tls,
        net::TlsServer::make(
            {.certificate_file = config.tls_certificate_file,
             .private_key_file = config.tls_key_file}
        )
    );
    return std::optional(std::move(tls));
}

// Everything that answers requests.
class Pages {
public:
    Pages(const Config& config, Flows& flows, std::optional<net::TlsServer> tls);

    Outcome open();

    std::uint16_t port() const { return server_->port(); }

    // Until a signal asks to stop; then until requests under way are answered, or the grace is
    // over.
    void run();

private:
    Task<> wait_and_stop();
    Task<http::Response> answer_error(const http::Request& request, int status, Error error);
    void count(const http::Answered& answered);

    const Config& config_;
    Flows& flows_;
    std::optional<net::TlsServer> tls_;
    metrics::Registry metrics_;
    OperatorPages operator_;
    staff_web::StaffWeb staff_;
    api::Api api_;
    boost::asio::io_context io_;
    std::unique_ptr<http::Server> server_;
};

Pages::Pages(const Config& config, Flows& flows, std::optional<net::TlsServer> tls)
    : config_(config), flows_(flows), tls_(std::move(tls)), operator_(flows, metrics_, config.data),
      staff_(
          {flows.database,
           flows.pool,
           flows.practices,
           flows.people,
           flows.lists,
           flows.receiving,
           flows.reviewing,
           flows.uploads,
           flows.composing,
           flows.sending,
           flows.clock,
           flows.random,
           std::chrono::seconds{config.lists.unconfirmed_kept_seconds}}
      ),
      api_(
          {flows.database,
           flows.pool,
           flows.practices,
           flows.people,
           flows.lists,
           flows.receiving,
           flows.reviewing,
           flows.uploads,
           flows.composing,
           flows.sending,
           flows.clock,
           flows.random}
      ),
      io_(static_cast<int>(config.page_threads)) {}

Task<http::Response> Pages::answer_error(const http::Request& request, int status, Error error) {
    if (api::Api::owns(request.path)) {
        co_return api_.problem(request, status, error);
    }
    co_return co_await staff_.error_page(request, status, std::move(error));
}

void Pages::count(const http::Answered& answered) {
    metrics_
        .counter(
            "cohort_http_requests_total",
            "Requests answered",
            {{"route", std::string(answered.pattern)}, {"status", std::to_string(answered.status)}}
        )
        .add();
}

Outcome Pages::open() {
    http::Router router;
    staff_.add_routes(router);
    api_.add_routes(router);
    operator_.add_routes(router);
    http::ServerOptions options{
        .address = config_.address,
        .port = static_cast<std::uint16_t>(config_.port),
        .tls = tls_,
        .error_page = [this](
                          const http::Request& request, int status, Error error
                      ) { return answer_error(request, status, std::move(error)); },
        .after = [this](
                     const http::Request& request, http::Response& response
                 ) { staff_.after(request, response); },
        .answered = [this](const http::Answered& answered) { count(answered); }
    };
    COHORT_TRY(
        server, http::Server::open(io_.get_executor(), std::move(options), std::move(router))
    );
    server_ = std::move(server);
    return done();
}

Task<> Pages::wait_and_stop() {
    const int signal = co_await net::stop_signal();
    log::info("stopping", {{"signal", signal}});
    flows_.admission.close(); // who waits there would outlast the grace
    co_await server_->stop(stop_grace);
}

void Pages::run() {
    boost::asio::co_spawn(io_, server_->run(), boost::asio::detached);
    boost::asio::co_spawn(io_, wait_and_stop(), boost::asio::detached);
    std::vector<std::jthread> helpers;
    for (std::int64_t i = 1; i < config_.page_threads; ++i) {
        helpers.emplace_back([this] { io_.run(); });
    }
    io_.run();
}

}

int serve(const Config& config) {
    if (const auto level = log::parse_level(config.log_level); level.ok()) {
        log::set_level(*level);
    }
    std::error_code no_matter;
    std::filesystem::create_directories(config.data, no_matter);
    SystemRandom random;
    auto database = open_database(config);
    if (!database.ok()) {
        return refuse_to_start(database.error());
    }
    auto keyring = open_master_key(**database, config.master_key(), random);
    if (!keyring.ok()) {
        return refuse_to_start(keyring.error());
    }
    // Alone, this machine's clock is as good as any.
    const bool shares = !config.postgresql.empty();
    SystemUptime uptime;
    SystemClock own_clock;
    DatabaseClock shared_clock(uptime);
    if (const Outcome set = shares ? shared_clock.set_now_by(**database) : done(); !set.ok()) {
        return refuse_to_start(set.error());
    }
    const Clock& clock = shares ? static_cast<const Clock&>(shared_clock) : own_clock;
    const auto node = make_id<NodeId>(clock.now(), random);
    auto tls = open_tls(config);
    if (!tls.ok()) {
        return refuse_to_start(tls.error());
    }
    net::Pool pool({.threads = static_cast<std::size_t>(config.work_threads)});
    auto gateways = make_gateways(config, {*keyring, clock, random, pool, uptime});
    if (!gateways.ok()) {
        return refuse_to_start(gateways.error());
    }
    Flows flows(
        {**database,
         pool,
         *keyring,
         clock,
         random,
         {.room = {.bytes_max = static_cast<std::uint64_t>(config.uploads.memory_max_bytes)}},
         Milliseconds{100},
         uptime,
         node}
    );
    const auto check_key = [&](db::Snapshot& at) { return flows.practices.check_master_key(at); };
    if (const Outcome checked = (*database)->read_now(check_key); !checked.ok()) {
        return refuse_to_start(checked.error());
    }
    Pages pages(config, flows, std::move(tls).value());
    if (const Outcome opened = pages.open(); !opened.ok()) {
        return refuse_to_start(opened.error());
    }
    Engine engine(
        flows,
        std::move(gateways).value(),
        {.email_delivered_after = std::chrono::seconds{config.email.delivered_after_seconds},
         .lists_kept =
             {.unconfirmed = std::chrono::seconds{config.lists.unconfirmed_kept_seconds},
              .unused = std::chrono::days{config.lists.unused_kept_days}},
         .only_node = !shares,
         .host_name = host_name(),
         .version = COHORT_VERSION,
         .database_clock = shares ? &shared_clock : nullptr}
    );
    engine.start();
    std::cout << R"({"event":"ready","port":)" << pages.port() << "}\n" << std::flush;
    pages.run();
    engine.stop(stop_grace);
    log::info("stopped");
    return EXIT_SUCCESS;
}

}
