#include "server/sending_metrics.hpp"

#include "flow/send/send.hpp"

#include <algorithm>
#include <system_error>

namespace cohort::server {

SendingMetrics::SendingMetrics(Deps deps) : deps_(std::move(deps)) {}

Task<> SendingMetrics::measure() {
    set_gateways();
    set_disk();
    const auto read = [this](db::Snapshot& at) -> Result<send::Health> {
        return deps_.sending.health(at);
    };
    const Result<send::Health> health = co_await deps_.database.read(read);
    if (health.ok()) {
        set(*health);
    }
}

void SendingMetrics::set(const send::Health& health) {
    metrics::Registry& registry = deps_.registry;
    registry.gauge("cohort_messages_waiting", "Messages in line for a gateway")
        .set(static_cast<double>(health.waiting));
    registry
        .gauge(
            "cohort_messages_waiting_oldest_seconds", "How long the longest of them has been due"
        )
        .set(age_of(health.oldest_due));
    registry.gauge("cohort_messages_attempting", "Messages whose gateway has not answered yet")
        .set(static_cast<double>(health.attempting));
    registry.gauge("cohort_messages_not_confirmed", "Messages whose fate nobody can know")
        .set(static_cast<double>(health.not_confirmed));
    registry.gauge("cohort_messages_without_receipt", "Messages accepted, and nothing heard yet")
        .set(static_cast<double>(health.without_receipt));
    registry
        .gauge(
            "cohort_messages_without_receipt_oldest_seconds",
            "How long the longest of them has been accepted"
        )
        .set(age_of(health.oldest_without_receipt));
    registry
        .gauge(
            "cohort_bulk_messages_miscounted",
            "Bulk messages whose counts differ from their messages"
        )
        .set(static_cast<double>(health.miscounted));
}

void SendingMetrics::set_gateways() {
    metrics::Registry& registry = deps_.registry;
    for (const domain::Channel channel : {domain::Channel::sms, domain::Channel::email}) {
        const send::GatewayStatus status = deps_.sending.gateway_status(channel);
        if (!status.configured) {
            continue;
        }
        const metrics::Labels labels{{"channel", std::string(domain::text(channel))}};
        registry.gauge("cohort_gateway_paused", "1 while the gateway takes nothing", labels)
            .set(status.pause ? 1 : 0);
        registry
            .gauge(
                "cohort_gateway_needs_a_person",
                "1 while it takes nothing and trying again will not help",
                labels
            )
            .set(status.pause && status.pause->needs_a_person ? 1 : 0);
        registry
            .gauge(
                "cohort_gateway_impaired", "1 while it sends with less than is configured", labels
            )
            .set(status.impaired ? 1 : 0);
        registry.gauge("cohort_gateway_messages_per_second", "What it has taken of late", labels)
            .set(deps_.sending.rate(channel));
    }
}

void SendingMetrics::set_disk() {
    std::error_code unreadable;
    const auto space = std::filesystem::space(deps_.data, unreadable);
    if (!unreadable) {
        deps_.registry.gauge("cohort_disk_free_bytes", "Room left where the data is")
            .set(static_cast<double>(space.available));
    }
}

double SendingMetrics::age_of(std::optional<TimePoint> since) const {
    if (!since) {
        return 0;
    }
    return std::max(0.0, std::chrono::duration<double>(deps_.clock.now() - *since).count());
}

}
