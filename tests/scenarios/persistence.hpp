#pragma once
// A client that does not give up: it repeats its request, with the same idempotency key, through
// servers that die under it.
#include "tests/scenarios/send_over_api.hpp"

namespace cohort::scenarios {

// Waits for the server to be dead by itself, as a failpoint makes it; fails after a minute.
void wait_until_dead(test_support::Installation& installation);

// What `ask` returns once a server lived through it. A server that dies meanwhile is started again.
template <class Ask>
auto persist(test_support::Installation& installation, Ask ask) {
    for (;;) {
        try {
            http::TestClient client = api_client(installation);
            return ask(client);
        } catch (const std::runtime_error&) {
            wait_until_dead(installation);
            installation.start_server();
        }
    }
}

}
