#include "tests/scenarios/nodes.hpp"

#include <doctest/doctest.h>
#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <thread>

namespace cohort::scenarios {

using namespace std::chrono_literals;
using test_support::PostgresqlCluster;

SeveralNodes::SeveralNodes(std::size_t how_many, Limits limits)
    : nodes(how_many), conninfo(PostgresqlCluster::shared().fresh_database()),
      installation({}, conninfo) {
    installation.sms()["binds"] = std::to_string(limits.binds);
    installation.sms()["window"] = std::to_string(limits.window);
    installation.sms()["per_second_max"] = std::to_string(limits.per_second);
}

void SeveralNodes::start(const std::vector<std::string>& environment) {
    for (std::size_t number = 0; number < nodes; ++number) {
        installation.start_node(number, environment);
    }
    wait_until_shared(nodes);
}

void SeveralNodes::wait_until_shared(std::size_t how_many) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    const std::string holders =
        "SELECT COUNT(*) FROM gateway_shares WHERE gateway_id = 'sms' AND connections > 0 AND until"
        " > EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000";
    while (stored(holders) != static_cast<std::int64_t>(how_many)) {
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < deadline, "the nodes do not share");
        std::this_thread::sleep_for(100ms);
    }
}

std::int64_t SeveralNodes::stored(const std::string& query) const {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(conninfo.c_str()), &PQfinish
    );
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), query.c_str()), &PQclear
    );
    REQUIRE_MESSAGE(
        PQresultStatus(result.get()) == PGRES_TUPLES_OK, PQerrorMessage(connection.get())
    );
    return std::stoll(PQgetvalue(result.get(), 0, 0));
}

std::int64_t ahead(const Counts& now) {
    return now.at("planned") + now.at("queued") + now.at("leased");
}

Counts wait_for_the_rest(http::TestClient& client, const std::string& id, bool whole) {
    const auto rest = [whole](const Counts& now) {
        return ahead(now) == 0 && now.at("accepted") == 0 && (!whole || now.at("open") == 0);
    };
    return wait_for(client, id, rest, 400s);
}

void check_while_marks_are_open(const std::vector<Account>& accounts, std::size_t open_most) {
    std::vector<Account> ended;
    std::ranges::copy_if(accounts, std::back_inserter(ended), [](const Account& one) {
        return one.said.state != "attempting";
    });
    check_accounts(ended);
    CHECK(accounts.size() - ended.size() <= open_most);
    CHECK(std::ranges::none_of(accounts, [](const Account& one) { return one.seen.size() > 1; }));
}

}
