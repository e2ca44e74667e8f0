#pragma once
// What somebody of the practice sees: signs in as they would and reads a page.
#include "platform/http/test_client.hpp"
#include "tests/support/installation.hpp"

#include <string>

namespace cohort::scenarios {

http::TestClient signed_in(const test_support::Installation& installation);

// Asks for the page until it holds `words`, and fails the test when it does not within 20 seconds.
void wait_for_words(http::TestClient& staff, const std::string& page, const std::string& words);
// The same until it does not hold them any more.
void wait_until_gone(http::TestClient& staff, const std::string& page, const std::string& words);

}
