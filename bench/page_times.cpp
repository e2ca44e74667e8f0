// Goal 6 of docs/performance.md: a signed-in Bulk Messages page while texts go out at full rate,
// beside a server that answers every request with one fixed body of about the same size. Pages are
// asked for at a fixed rate on one connection; what a page waits for its turn counts as its time.
// usage: page_times [pages_a_second=100] [lists=10] [rounds=5]
#include "bench/support/measure.hpp"
#include "bench/support/sms_server.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace cohort::bench;
using namespace std::chrono_literals;
using cohort::http::TestClient;
using cohort::test_support::Folder;
using cohort::test_support::Program;

constexpr const char* fixed_port = "27765";
constexpr int pages = 500;

// Milliseconds of each of `pages` answers.
std::vector<double> ask(TestClient& client, const std::string& target, double pages_a_second) {
    std::vector<double> times;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < pages; ++i) {
        const auto due =
            start + std::chrono::duration_cast<std::chrono::nanoseconds>(i * 1s / pages_a_second);
        std::this_thread::sleep_until(due);
        if (client.get(target).status != 200) {
            throw std::runtime_error("a page was refused");
        }
        times.push_back(seconds_since(due) * 1000);
    }
    return times;
}

void tell(const char* what, const std::vector<double>& times) {
    std::printf("  %-46s p50 %.2f ms, p99 %.2f ms\n", what, median(times), quantile(times, 0.99));
}

int run(int argc, char** argv) {
    const double rate = argc > 1 ? std::atof(argv[1]) : 100;
    const int lists = argc > 2 ? std::atoi(argv[2]) : 10;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
    const Folder folder;
    Program fixed(folder.path(), "fixed", {FIXED_SERVER, "-p", fixed_port, "-b", "20000"});
    std::vector<double> ours;
    std::vector<double> ratios;
    for (int round = 1; round <= rounds; ++round) {
        SmsServer server("50");
        TestClient staff(server.port(), 30s);
        staff.default_headers().push_back(
            {"Origin", "http://127.0.0.1:" + std::to_string(server.port())}
        );
        staff.get("/sign-in");
        staff.post_form(
            "/sign-in",
            {{"email", "reception@riverside.example"}, {"password", server.sign_in_password()}}
        );
        TestClient plain(static_cast<std::uint16_t>(std::stoi(fixed_port)), 30s);
        std::printf(
            "round %d; one 4 KiB write and fdatasync: %.2f ms\n", round, sync_milliseconds()
        );
        for (int i = 0; i < lists; ++i) {
            server.upload();
        }
        server.send_all();
        const auto page = ask(staff, "/bulk-messages", rate);
        const auto body = ask(plain, "/", rate);
        server.wait_until_delivered();
        tell("Bulk Messages page while sending", page);
        tell("fixed body while sending", body);
        ours.push_back(quantile(page, 0.99));
        ratios.push_back(quantile(page, 0.99) / quantile(body, 0.99));
        std::fflush(stdout);
    }
    std::printf(
        "%.0f pages/s, %d rounds: median of p99 %.2f ms, %.1f times the fixed body\n",
        rate,
        rounds,
        median(ours),
        median(ratios)
    );
    return 0;
}

}

int main(int argc, char** argv) {
    return cohort::bench::run_program("page_times", run, argc, argv);
}
