#include "server/operator_pages.hpp"

#include "domain/london_time.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"
#include "platform/html/page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cohort::server {
namespace {

using namespace html;

bool is_from_here(const http::Request& request) {
    return request.remote_address == "127.0.0.1" || request.remote_address == "::1";
}

std::string say_gateways(const NodeView& node) {
    std::string words;
    for (const NodeView::Gateway& gateway : node.gateways) {
        words += fmt::format(
            "{}{}: {}% of the rate, {} connection{}",
            words.empty() ? "" : "; ",
            gateway.id,
            gateway.portion.rate_millionths / 10'000,
            gateway.portion.connections,
            gateway.portion.connections == 1 ? "" : "s"
        );
    }
    return words.empty() ? "none" : words;
}

std::string say_heard(const NodeView& node, TimePoint now) {
    const auto ago = std::chrono::floor<std::chrono::seconds>(now - node.seen_at).count();
    return is_gone(node, now) ? "Gone. Last heard " + domain::say_moment_short(node.seen_at)
                              : fmt::format("{} seconds ago", std::max<std::int64_t>(ago, 0));
}

Html table_of(const std::vector<NodeView>& nodes, NodeId self, TimePoint now) {
    std::vector<nhs::TableRow> rows;
    rows.reserve(nodes.size());
    for (const NodeView& node : nodes) {
        const bool here = node.self.id == self;
        rows.push_back(
            {{.text = node.self.host_name + (here ? " (this one)" : "")},
             {.text = node.self.version},
             {.text = domain::say_moment_short(node.started_at)},
             {.text = say_heard(node, now)},
             {.text = std::to_string(node.leased), .format = nhs::CellFormat::numeric},
             {.text = std::to_string(node.attempting), .format = nhs::CellFormat::numeric},
             {.text = say_gateways(node)}}
        );
    }
    return nhs::table(
        {.caption = {.text = "Servers that share this database"},
         .head =
             {{.text = "Machine"},
              {.text = "Version"},
              {.text = "Since"},
              {.text = "Last heard"},
              {.text = "Messages held", .format = nhs::CellFormat::numeric},
              {.text = "Given to a gateway", .format = nhs::CellFormat::numeric},
              {.text = "Gateways"}},
         .rows = std::move(rows),
         .responsive = true}
    );
}

}

void OperatorPages::add_routes(http::Router& router) {
    router.get("/health", [](http::Request&) -> Task<http::Response> {
        co_return http::text("ok\n");
    });
    // NOLINTBEGIN(*-avoid-capturing-lambda-coroutines): the router does not outlive this
    router.get("/metrics", [this](http::Request& request) -> Task<http::Response> {
        if (!is_from_here(request)) {
            co_return http::not_found();
        }
        co_return co_await numbers();
    });
    router.get("/operator/nodes", [this](http::Request& request) -> Task<http::Response> {
        if (!is_from_here(request)) {
            co_return http::not_found();
        }
        co_return co_await nodes();
    });
    // NOLINTEND(*-avoid-capturing-lambda-coroutines)
}

Task<Result<std::vector<NodeView>>> OperatorPages::look() {
    const auto view = [this](db::Snapshot& at) -> Result<std::vector<NodeView>> {
        return view_nodes(at, flows_.clock.now());
    };
    co_return co_await flows_.database.read(view);
}

Task<http::Response> OperatorPages::nodes() {
    const auto found = co_await look();
    if (!found.ok()) {
        co_return http::failure(found.error());
    }
    const TimePoint now = flows_.clock.now();
    Page page{
        .title = "Servers",
        .content = h1(classes("nhsuk-heading-l"), "Servers")
                   + p("By the database's clock it is ", domain::say_moment(now), ".")
                   + table_of(*found, flows_.node, now)
    };
    page.nonce = fmt::format("{:016x}{:016x}", flows_.random.bits(), flows_.random.bits());
    http::Response response = http::html(html::document(page));
    response.header("Content-Security-Policy", html::content_security_policy(page.nonce));
    co_return response;
}

// A database that is gone is a number too.
Task<http::Response> OperatorPages::numbers() {
    co_await sending_.measure();
    const auto found = co_await look();
    metrics_.gauge("cohort_database_up", "Whether the database answers").set(found.ok() ? 1 : 0);
    if (found.ok()) {
        measure(*found);
    }
    co_return http::text(metrics_.exposition());
}

void OperatorPages::measure(const std::vector<NodeView>& nodes) {
    const TimePoint now = flows_.clock.now();
    const auto gone =
        std::ranges::count_if(nodes, [&](const NodeView& node) { return is_gone(node, now); });
    const auto living = std::ssize(nodes) - gone;
    const auto set = [&](const char* name, const char* help, metrics::Labels labels, auto value) {
        metrics_.gauge(name, help, labels).set(static_cast<double>(value));
    };
    constexpr const char* nodes_help = "Servers that share the database, of the last week";
    set("cohort_nodes", nodes_help, {{"state", "lives"}}, living);
    set("cohort_nodes", nodes_help, {{"state", "gone"}}, gone);
    for (const NodeView& node : nodes) {
        if (node.self.id != flows_.node) {
            continue;
        }
        constexpr const char* held_help = "Messages in the hands of this server";
        set("cohort_node_messages", held_help, {{"state", "leased"}}, node.leased);
        set("cohort_node_messages", held_help, {{"state", "attempting"}}, node.attempting);
        for (const NodeView::Gateway& gateway : node.gateways) {
            set("cohort_gateway_rate_share",
                "What part of the gateway's rate is this server's, 0 to 1",
                {{"gateway", gateway.id}},
                static_cast<double>(gateway.portion.rate_millionths) / 1'000'000);
            set("cohort_gateway_connections_share",
                "How many of the gateway's connections are this server's",
                {{"gateway", gateway.id}},
                gateway.portion.connections);
        }
    }
}

}
