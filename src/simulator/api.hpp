#pragma once
// The simulator's JSON for tests and scripts. Errors: {"code": …, "detail": …} with the fitting
// status.
#include "platform/http/message.hpp"
#include "simulator/ledger/ledger.hpp"
#include "simulator/rules/rules.hpp"
#include "simulator/world.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace cohort::simulator::api {

// Up to 10,000 phones and mailboxes after `after`, by number and address; "more" says that there
// are others. With `to`: only that number or address.
http::Response totals(
    const World& world,
    const Ledger& ledger,
    std::size_t receipts_waiting,
    std::string_view after,
    std::string_view to
);
// Durable records after number `after`, at most `limit` (1,000 when 0, 10,000 at most).
http::Response ledger(const Ledger& ledger, std::uint64_t after, std::uint64_t limit);
http::Response messages(const World& world, const std::string& number);
http::Response mails(const World& world, const std::string& address);
http::Response rules(const Rules& rules);
http::Response replace_rules(Rules& rules, std::string_view body);
// One rule or an array, each in front of those there.
http::Response add_rules(Rules& rules, std::string_view body);
http::Response remove_rule(Rules& rules, std::uint64_t id);

}
