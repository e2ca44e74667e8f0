#pragma once
// A bulk message over the API of an installation, as an integrator would send it.
#include "platform/http/test_client.hpp"
#include "tests/support/installation.hpp"
#include "tests/support/patients.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace cohort::scenarios {

// Each patient's text is their own, so that the ledger can tell them apart although phones are
// shared.
inline constexpr const char* text_of_their_own =
    "Dear ((full name)), please book your flu jab. Thank you.";

http::TestClient api_client(const test_support::Installation& installation);
http::TestClient
api_client(const test_support::Installation& installation, const std::string& api_key);

// Uploads a list of this many patients, each at the position of its number plus one; returns its
// id. With a key the same upload may be repeated.
std::string
upload(http::TestClient& client, std::size_t patients, const std::string& idempotency_key = {});

using Instant = std::chrono::sys_seconds;

// The next whole second, and so much later.
Instant from_now(std::chrono::seconds wait);
std::string rfc3339(Instant at);

struct BulkMessage {
    std::string list;
    std::string channel = "sms";
    std::string text = text_of_their_own;
    std::string send_at = {}; // an instant as RFC 3339 has it; empty sends now
};

// Accepts a bulk message and returns the answer.
http::TestClient::Answer
accept(http::TestClient& client, const BulkMessage& message, const std::string& idempotency_key);
// The same, to a list of its own; returns the bulk message's id.
std::string send_to(http::TestClient& client, std::size_t patients, BulkMessage message = {});

using Counts = std::map<std::string, std::int64_t>;

// The counts by state of one bulk message; "open" adds up those that may still leave.
Counts counts(http::TestClient& client, const std::string& id);

// Those that are not zero, for a test that failed.
std::string in_words(const Counts& counted);

// The code of why it does not go out, or nothing.
std::string gateway_pause(http::TestClient& client, const std::string& id);

struct Message {
    std::int64_t position;
    std::string state;
    std::string reason; // a code; may be empty
    std::int64_t attempts;
};

// Every message of it, in order of position.
std::vector<Message> messages(http::TestClient& client, const std::string& id);

// Asks until `enough` holds, and fails the test when it does not in that time.
Counts wait_for(
    http::TestClient& client,
    const std::string& id,
    const std::function<bool(const Counts&)>& enough,
    std::chrono::seconds patience = std::chrono::seconds(120)
);
// Until nothing is open and every receipt is in.
Counts wait_for_the_end(http::TestClient& client, const std::string& id);

}
