// Many practices upload at once into little room. Goal: all their lists are stored, the server's
// memory stays within what it was given for uploads, and while they hold all of the room and wait
// in line, people still sign in and work.
#include "tests/scenarios/send_over_api.hpp"
#include "tests/scenarios/staff_page.hpp"
#include "tests/scenarios/stored.hpp"
#include "tests/support/raw_socket.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::Installation;
using test_support::RawSocket;

constexpr std::size_t rows = 10'000;
constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;
constexpr std::uint64_t room_bytes = 40 * mebibyte; // four of these files

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COHORT_SANITIZED
#endif
#endif

// A server with little room, and keys of so many practices.
class Practices {
public:
    explicit Practices(int practices) {
        installation.uploads()["memory_max_bytes"] = std::to_string(room_bytes);
        for (int i = 0; i < practices; ++i) {
            const std::string ods = "A8100" + std::to_string(i);
            installation.add_practice(ods);
            keys.push_back(installation.add_api_key("scenario", ods));
        }
        installation.start_server();
    }

    Installation installation;
    std::vector<std::string> keys;
};

// As a client that comes back when it is told to; false when something else went wrong.
bool upload_until_taken(const Installation& installation, const std::string& key) {
    http::TestClient client = api_client(installation, key);
    const std::string csv = test::emis_csv(test::patients(rows));
    const http::TestClient::Fields type{{"Content-Type", "text/csv"}};
    for (int tries = 0; tries < 100; ++tries) {
        const auto answer = client.request("POST", "/api/v1/lists?name=Flu", type, csv);
        if (answer.status != 503) {
            return answer.status == 201;
        }
        std::this_thread::sleep_for(100ms);
    }
    return false;
}

bool finish(RawSocket& upload, const std::string& rest) {
    try {
        upload.write(rest);
        return upload.read(12).starts_with("HTTP/1.1 201");
    } catch (const std::runtime_error&) {
        return false;
    }
}

TEST_CASE("uploads at once: forty of ten thousand rows end well, in the memory they were given") {
    constexpr std::size_t at_once = 40;
    Practices all(4);
    Installation& installation = all.installation;
    // One after the other, so that the database's own caches are as large as they become.
    for (std::size_t i = 0; i < at_once; ++i) {
        REQUIRE(upload_until_taken(installation, all.keys[i % all.keys.size()]));
    }
    const std::uint64_t memory_before = installation.server().memory_peak_bytes();

    std::atomic<std::size_t> taken = 0;
    {
        std::vector<std::jthread> uploads;
        uploads.reserve(at_once);
        for (std::size_t i = 0; i < at_once; ++i) {
            uploads.emplace_back([&, i] {
                taken += upload_until_taken(installation, all.keys[i % all.keys.size()]) ? 1 : 0;
            });
        }
    }

    CHECK(taken.load() == at_once);
    const auto lists = 2 * static_cast<std::int64_t>(at_once);
    CHECK(stored(installation.data(), "SELECT COUNT(*) FROM patient_lists") == lists);
    CHECK(
        stored(installation.data(), "SELECT COUNT(*) FROM list_patients")
        == lists * static_cast<std::int64_t>(rows)
    );
#ifndef COHORT_SANITIZED // their shadows are memory too
    const std::uint64_t grown = installation.server().memory_peak_bytes() - memory_before;
    CHECK_MESSAGE(grown <= room_bytes, "memory grew by " << grown / mebibyte << " MiB");
#endif
}

TEST_CASE("uploads at once: who holds the room and sends nothing keeps nobody from working") {
    const Practices all(2);
    const Installation& installation = all.installation;
    const std::string csv = test::emis_csv(test::patients(rows));
    const std::size_t half = csv.size() / 2;
    std::vector<RawSocket> uploads;
    for (int i = 0; i < 8; ++i) { // four are let in, four wait
        uploads.push_back(RawSocket::connect(installation.port()));
        uploads.back().write(
            "POST /api/v1/lists?name=Half HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + all.keys[static_cast<std::size_t>(i) % 2]
            + "\r\nContent-Type: text/csv\r\nContent-Length: " + std::to_string(csv.size())
            + "\r\n\r\n" + csv.substr(0, half)
        );
    }

    http::TestClient staff = signed_in(installation);
    CHECK(staff.get("/bulk-messages").status == 200);
    CHECK(stored(installation.data(), "SELECT COUNT(*) FROM patient_lists") == 0);

    std::atomic<std::size_t> taken = 0;
    {
        std::vector<std::jthread> clients;
        clients.reserve(uploads.size());
        for (RawSocket& upload : uploads) {
            clients.emplace_back([&] { taken += finish(upload, csv.substr(half)) ? 1 : 0; });
        }
    }
    CHECK(taken.load() == uploads.size());
}

TEST_CASE("uploads at once: one that announces much and sends little keeps no other practice out") {
    const Practices all(2);
    const Installation& installation = all.installation;
    RawSocket half_open = RawSocket::connect(installation.port());
    half_open.write(
        "POST /api/v1/lists?name=Half HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
        + all.keys[0] + "\r\nContent-Type: text/csv\r\nContent-Length: "
        + std::to_string(10 * mebibyte) + "\r\n\r\n" + test::emis_csv(test::patients(100))
    );
    std::this_thread::sleep_for(200ms); // it is inside, or in line before the others

    http::TestClient other = api_client(installation, all.keys[1]);
    const auto answer = other.request(
        "POST",
        "/api/v1/lists?name=Flu",
        {{"Content-Type", "text/csv"}},
        test::emis_csv(test::patients(rows))
    );

    CHECK(answer.status == 201);
}

}
}
