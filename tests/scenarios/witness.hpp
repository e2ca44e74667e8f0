#pragma once
// What the server says about each patient, beside what the outside world saw of them. The ledger is
// the witness: it does not know what the server believes.
#include "tests/scenarios/ledger.hpp"
#include "tests/scenarios/send_over_api.hpp"
#include "tests/support/fault_proxy.hpp"

#include <set>
#include <string>
#include <vector>

namespace cohort::scenarios {

struct Account {
    Message said;
    std::vector<Record> seen; // submissions, parts of a text one by one
};

// One account a patient, in order of position. Requires: text_of_their_own, or email, to the first
// `patients` of test::patients.
std::vector<Account> take_accounts(
    const test_support::Installation& installation,
    const std::string& bulk_message,
    std::size_t patients,
    const std::string& channel
);

// Nobody twice (G7); nobody said to have it whom the outside world never saw, nobody seen who is
// said to be neither reached nor not confirmed, and nobody left open (G8).
void check_accounts(const std::vector<Account>& accounts);

// Connections to which a planned fault came.
std::size_t cuts_of(const test_support::FaultProxy& proxy);

std::size_t in_doubt(const std::vector<Account>& accounts);

// Nobody is not confirmed whose answer had reached us: `answered` names the records whose answers
// did.
void check_doubts_are_real(
    const std::vector<Account>& accounts, const std::set<std::int64_t>& answered
);

}
