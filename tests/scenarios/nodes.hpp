#pragma once
// Several servers over one private PostgreSQL, with one outside world.
#include "tests/scenarios/witness.hpp"
#include "tests/support/postgresql_cluster.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cohort::scenarios {

// What the account allows, all nodes together.
struct Limits {
    std::size_t binds = 3;
    std::size_t window = 30;
    std::size_t per_second = 150;
};

struct SeveralNodes {
    explicit SeveralNodes(std::size_t nodes, Limits limits = {});

    // Starts them all; returns once each has its share of the text gateway.
    void start(const std::vector<std::string>& environment = {});
    // Until so many nodes hold a share of it, and no other does.
    void wait_until_shared(std::size_t nodes);
    // The one number that a query gives.
    std::int64_t stored(const std::string& query) const;

    std::size_t nodes;
    std::string conninfo;
    test_support::Installation installation;
};

// Messages that no node holds or has sent yet.
std::int64_t ahead(const Counts& now);

// All but what a dead node left marked has ended: that stays open until it is stated as in doubt.
// With `whole`, that too.
Counts wait_for_the_rest(http::TestClient& client, const std::string& id, bool whole);

// As check_accounts, but those whose mark nobody answered yet may be open.
void check_while_marks_are_open(const std::vector<Account>& accounts, std::size_t open_most);

}
