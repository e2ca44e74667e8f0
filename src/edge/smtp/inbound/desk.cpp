#include "edge/smtp/inbound/desk.hpp"

#include "edge/smtp/lower_case.hpp"

#include <iterator>
#include <utility>

namespace cohort::smtp::inbound {

namespace {

constexpr net::Purpose reading{"reading bounces", net::Purpose::Threads::half};

}

Desk::Desk(
    net::Pool& pool,
    send::GatewayEvents& events,
    const Verp* verp,
    std::string message_id_domain,
    std::string bounce_address
)
    : pool_(pool), events_(events), verp_(verp), message_id_domain_(std::move(message_id_domain)),
      bounce_address_(lower_case(bounce_address)) {}

bool Desk::is_ours(std::string_view address) const {
    return lower_case(address) == bounce_address_
           || (verp_ != nullptr && verp_->reference(address).has_value());
}

Task<bool> Desk::take(std::vector<std::string> recipients, std::string text) {
    if (recipients.empty()) {
        recipients.emplace_back();
    }
    auto job = [this, recipients = std::move(recipients), text = std::move(text)] {
        return read(recipients, text);
    };
    auto receipts = co_await pool_.run({reading}, std::move(job));
    if (!receipts.ok() || closed_) {
        co_return false;
    }
    if (receipts->empty()) {
        co_return true;
    }
    co_return co_await events_.keep(std::move(*receipts));
}

Result<std::vector<send::Receipt>>
Desk::read(const std::vector<std::string>& recipients, std::string_view text) const {
    std::vector<send::Receipt> all;
    for (const auto& recipient : recipients) {
        auto bounce = bounces::read_bounce(text, recipient, {verp_, message_id_domain_});
        all.insert(
            all.end(),
            std::make_move_iterator(bounce.receipts.begin()),
            std::make_move_iterator(bounce.receipts.end())
        );
    }
    return all;
}

}
