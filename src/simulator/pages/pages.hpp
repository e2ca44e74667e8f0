#pragma once
// The simulator's pages, one function each: state in, response out.
#include "platform/http/message.hpp"
#include "simulator/rules/rules.hpp"
#include "simulator/world.hpp"

#include <cstdint>
#include <string>

namespace cohort::simulator::pages {

http::Response phones(const http::Request& request, const World& world);
http::Response
conversation(const http::Request& request, const World& world, const std::string& number);
http::Response mailboxes(const http::Request& request, const World& world);
http::Response
mailbox(const http::Request& request, const World& world, const std::string& address);
http::Response mail(const http::Request& request, const Mail& mail);
// `problem`: a field of the form that could not be read; empty when there is none.
http::Response rules(const http::Request& request, const Rules& rules, const std::string& problem);
// The rule that a form describes. Errors: simulator.rules.malformed with the field as detail.
Result<Rule> rule_from_form(const http::Form& form);

struct LedgerState {
    std::uint64_t last;
    std::uint64_t durable;
    std::size_t receipts_waiting;
};

http::Response totals(const http::Request& request, const World& world, LedgerState ledger);

}
