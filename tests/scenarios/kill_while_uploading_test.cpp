// The server dies while it receives and stores a patient list, at each of its commits and in the
// middle of the body. Goal: no half list is left, the same idempotency key can be used again, and
// then the list is whole and there once.
#include "tests/scenarios/persistence.hpp"
#include "tests/scenarios/stored.hpp"
#include "tests/support/raw_socket.hpp"

#include <doctest/doctest.h>

namespace cohort::scenarios {
namespace {

using test_support::Installation;
using test_support::RawSocket;

constexpr std::size_t patients = 3'500; // four pieces of at most 1,000

void check_one_whole_list(const Installation& installation) {
    const auto count = [&](const char* query) { return stored(installation.data(), query); };
    CHECK(count("SELECT COUNT(*) FROM patient_lists") == 1);
    CHECK(count("SELECT COUNT(*) FROM patient_lists WHERE state = 'confirmed'") == 1);
    CHECK(count("SELECT COUNT(*) FROM list_patients") == std::int64_t{patients});
}

TEST_CASE("upload: killed at each of its commits it leaves no half list, and its key is free") {
    for (const std::string side : {"db_before_commit", "db_committed"}) {
        for (int commit = 1; commit <= 9; ++commit) {
            CAPTURE(side);
            CAPTURE(commit);
            Installation installation;
            installation.start_server(
                {"COHORT_FAILPOINT=" + side + ":crash:" + std::to_string(commit)}
            );
            persist(installation, [&](http::TestClient& client) {
                return upload(client, patients, "the same upload");
            });
            check_one_whole_list(installation);
        }
    }
}

TEST_CASE("upload: killed in the middle of its body it leaves nothing, not even in part") {
    Installation installation;
    installation.start_server();
    const std::string csv = test::emis_csv(test::patients(patients));
    {
        RawSocket half_said = RawSocket::connect(installation.port());
        half_said.write(
            "POST /api/v1/lists?name=Half&confirm=true HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Authorization: Bearer "
            + installation.api_key()
            + "\r\nContent-Type: text/csv\r\nIdempotency-Key: half\r\nContent-Length: "
            + std::to_string(csv.size()) + "\r\n\r\n" + csv.substr(0, csv.size() / 2)
        );
        http::TestClient client = api_client(installation);
        CHECK(client.get("/api/v1/bulk-messages").status == 200); // it reads, and lives
        installation.server().kill_now();
    }

    installation.start_server();
    CHECK(stored(installation.data(), "SELECT COUNT(*) FROM patient_lists") == 0);
    CHECK(stored(installation.data(), "SELECT COUNT(*) FROM list_patients") == 0);
    http::TestClient client = api_client(installation);
    upload(client, patients, "half");
    check_one_whole_list(installation);
}

}
}
