#pragma once
// Which submissions' answers reached our side whole, read out of what a proxy carried. The reading
// is this test's own, a few lines for each protocol, so that a fault of the product's codec cannot
// excuse itself.
#include "tests/support/fault_proxy.hpp"

#include <cstdint>
#include <set>
#include <vector>

namespace cohort::scenarios {

// The message ids of positive submit_sm_resp PDUs: numbers of the simulator's records.
std::set<std::int64_t> answered_submits(const std::vector<test_support::Passage>& passages);

// Of mail in clear: the record numbers in 'queued as' answers to the last dot.
std::set<std::int64_t> answered_mails(const std::vector<test_support::Passage>& passages);

}
