#include "server/commands/nodes_command.hpp"

#include "domain/london_time.hpp"
#include "server/nodes.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

namespace cohort::commands {
namespace {

Result<std::unique_ptr<db::Database>> open_existing(const Installation& at) {
    if (!at.postgresql.empty()) {
        return db::open_postgresql({.conninfo = at.postgresql, .connections = 1});
    }
    const std::filesystem::path file = std::filesystem::path(at.data) / "cohort.db";
    if (!std::filesystem::exists(file)) {
        return Error{ErrorKind::not_found, "installation.not_found"};
    }
    return db::open_sqlite({.path = file.string(), .readers = 1});
}

std::string say_gateways(const server::NodeView& node) {
    std::string words;
    for (const server::NodeView::Gateway& gateway : node.gateways) {
        words += fmt::format(
            "{}{} {}% on {}",
            words.empty() ? "" : ", ",
            gateway.id,
            gateway.portion.rate_millionths / 10'000,
            gateway.portion.connections
        );
    }
    return words.empty() ? "-" : words;
}

}

Outcome list_nodes(const Installation& at, std::ostream& out) {
    COHORT_TRY(database, open_existing(at));
    const SystemUptime uptime;
    server::DatabaseClock clock(uptime);
    COHORT_CHECK(clock.set_now_by(*database));
    const auto view = [&](db::Snapshot& snapshot) -> Result<std::vector<server::NodeView>> {
        return server::view_nodes(snapshot, clock.now());
    };
    COHORT_TRY(nodes, database->read_now(view));
    const auto line = [&](auto&&... cells) {
        out << fmt::format("{:<20} {:<16} {:<8} {:<6} {:<25} {:>9} {:>7} {:>6}  {}\n", cells...);
    };
    line("NODE", "HOST", "VERSION", "STATE", "SINCE", "HEARD", "LEASED", "GIVEN", "GATEWAYS");
    for (const server::NodeView& node : nodes) {
        const auto ago = std::chrono::floor<std::chrono::seconds>(clock.now() - node.seen_at);
        line(
            node.self.id.text(),
            node.self.host_name,
            node.self.version,
            server::is_gone(node, clock.now()) ? "gone" : "lives",
            domain::say_moment_short(node.started_at),
            fmt::format("{} s ago", ago.count()),
            node.leased,
            node.attempting,
            say_gateways(node)
        );
    }
    return done();
}

}
