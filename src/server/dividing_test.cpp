#include "server/dividing.hpp"

#include <doctest/doctest.h>

#include <map>

namespace cohort::server {
namespace {

// Nodes that beat in turn, as their rows stand in the database.
struct Table {
    std::size_t connections;
    std::map<std::int64_t, Portion> rows;

    std::vector<Holding> others_than(std::int64_t node) const {
        std::vector<Holding> others;
        for (const auto& [id, portion] : rows) {
            if (id != node) {
                others.push_back({{id}, portion});
            }
        }
        return others;
    }

    // Gives up first, then takes.
    void beat(std::int64_t node) {
        const auto others = others_than(node);
        const Portion even = even_part({node}, others, connections);
        const Portion had = rows[node];
        const Portion used{
            std::min(had.rate_millionths, even.rate_millionths),
            std::min(had.connections, even.connections)
        };
        rows[node] = portion_now(even, used, others, connections);
    }

    Portion sum() const {
        Portion all;
        for (const auto& [id, portion] : rows) {
            all.rate_millionths += portion.rate_millionths;
            all.connections += portion.connections;
        }
        return all;
    }
};

TEST_CASE("dividing: alone a node has everything") {
    Table table{3, {}};

    table.beat(7);

    CHECK(table.rows[7] == Portion{1'000'000, 3});
}

TEST_CASE("dividing: who comes gets nothing before the others have given it up") {
    Table table{2, {}};
    table.beat(1);

    table.beat(2);
    CHECK(table.rows[2] == Portion{0, 0});
    table.beat(1);
    CHECK(table.rows[1] == Portion{500'000, 1});
    table.beat(2);
    CHECK(table.rows[2] == Portion{500'000, 1});
}

TEST_CASE("dividing: where there are fewer connections than nodes the oldest have them all") {
    Table table{2, {}};
    for (int round = 0; round < 3; ++round) {
        for (const std::int64_t node : {1, 2, 3}) {
            table.beat(node);
        }
    }

    CHECK(table.rows[1] == Portion{500'000, 1});
    CHECK(table.rows[2] == Portion{500'000, 1});
    CHECK(table.rows[3] == Portion{0, 0});
}

TEST_CASE("dividing: a connection that is not closed yet stays ours") {
    const std::vector<Holding> others{{{1}, {500'000, 0}}};

    const Portion even = even_part({2}, others, 2);
    const Portion portion = portion_now(even, {500'000, 2}, others, 2);

    CHECK(even == Portion{500'000, 1});
    CHECK(portion == Portion{500'000, 2});
}

TEST_CASE("dividing: whoever comes, goes and beats, the whole is never exceeded, and is used up") {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        std::uint32_t state = seed;
        const auto below = [&](std::uint32_t most) {
            state = state * 1'664'525U + 1'013'904'223U;
            return (state >> 16U) % most;
        };
        Table table{1 + below(6), {}};
        for (int step = 0; step < 100; ++step) {
            const std::int64_t node = 1 + below(5);
            if (below(6) == 0) {
                table.rows.erase(node);
            } else {
                table.beat(node);
            }
            CHECK(table.sum().rate_millionths <= 1'000'000);
            CHECK(table.sum().connections <= static_cast<std::int64_t>(table.connections));
        }
        table.beat(1);
        for (int round = 0; round < 4; ++round) {
            for (auto& [node, portion] : Table(table).rows) {
                table.beat(node);
            }
        }
        CHECK(table.sum().rate_millionths > 999'990);
        CHECK(table.sum().connections == static_cast<std::int64_t>(table.connections));
    }
}

}
}
