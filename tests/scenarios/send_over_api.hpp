#pragma once
// A bulk message over the API of an installation, and what the message centre saw of it.
#include "platform/http/test_client.hpp"
#include "tests/support/patients.hpp"
#include "tests/support/programs.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace cohort::scenarios {

http::TestClient api_client(const test_support::Installation& installation);

// Uploads a list of this many patients and returns its id.
std::string upload(http::TestClient& client, std::size_t patients);

// Accepts a bulk message and returns the answer.
http::TestClient::Answer accept(
    http::TestClient& client,
    const std::string& list,
    const std::string& channel,
    const std::string& text,
    const std::string& key
);

// The counts by state of one bulk message; "open" adds up those that may still leave.
std::map<std::string, std::int64_t> counts(http::TestClient& client, const std::string& id);

// How often the message centre's ledger holds each (number, text).
std::map<std::string, int> submits(const test_support::Installation& installation);

}
