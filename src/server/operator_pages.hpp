#pragma once
// What the operator of this machine may see: /health, which anybody may ask, and only from this
// machine /metrics and the page /operator/nodes. Nothing in them is about a patient or a practice.
// Threads: those of the pages.
#include "platform/http/router.hpp"
#include "platform/metrics/metrics.hpp"
#include "server/flows.hpp"
#include "server/nodes.hpp"
#include "server/sending_metrics.hpp"

#include <filesystem>

namespace cohort::server {

class OperatorPages {
public:
    // All outlive it. `data`: the folder whose disk is watched.
    OperatorPages(Flows& flows, metrics::Registry& metrics, const std::filesystem::path& data)
        : flows_(flows), metrics_(metrics),
          sending_({metrics, flows.database, flows.sending, flows.clock, data}) {}

    // Outlives the router.
    void add_routes(http::Router& router);

private:
    Task<Result<std::vector<NodeView>>> look();
    Task<http::Response> nodes();
    Task<http::Response> numbers();
    void measure(const std::vector<NodeView>& nodes);

    Flows& flows_;
    metrics::Registry& metrics_;
    SendingMetrics sending_;
};

}
