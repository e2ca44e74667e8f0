// Goal 1 of docs/performance.md: durable SMPP, end to end, beside the blaster with its journal at
// the same window. A message's way here: accepted over the API → made, sealed and stored → marked →
// submitted → answer stored → receipt stored, on SQLite with synchronous FULL. The clock runs from
// the first accept to the moment all are delivered. usage: smpp_rate [window=50] [lists=10]
// [rounds=5]     each list has 10,000 patients
#include "platform/http/test_client.hpp"
#include "tests/support/patients.hpp"
#include "tests/support/programs.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;
using cohort::http::TestClient;
using cohort::test_support::Folder;
using cohort::test_support::json_member;
using cohort::test_support::Program;
using cohort::test_support::run_command;

constexpr std::size_t patients_a_list = 10'000;
constexpr const char* sink_port = "27750";

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void write_private(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms(0600));
}

// Asked for seldom: the API answers one key only so often, and every answer costs what it measures.
void wait_until_delivered(TestClient& client, const std::string& id, std::int64_t patients) {
    while (std::stoll(json_member(client.get("/api/v1/bulk-messages/" + id).body, "delivered"))
           < patients) {
        std::this_thread::sleep_for(50ms);
    }
}

// Messages a second, through the whole of cohortd.
double cohort_rate(const std::string& window, int lists) {
    const Folder folder;
    const std::string data = folder.path().string();
    Program sink(folder.path(), "sink", {SMPP_SINK, "-p", sink_port});
    std::this_thread::sleep_for(300ms);
    write_private(folder.path() / "password", "password");
    write_private(
        folder.path() / "cohort.toml",
        "[server]\nport = 0\ndata = \"" + data + "\"\n[sms]\nhost = \"127.0.0.1\"\nport = "
            + sink_port + "\ntls = false\nsystem_id = \"bench\"\npassword_file = \"" + data
            + "/password\"\nwindow = " + window + "\n"
    );
    run_command({COHORT_COMMAND, "demo", "--data", data});
    std::string key = run_command(
        {COHORT_COMMAND, "api-key", "add", "--ods", "Y99999", "--label", "bench", "--data", data}
    );
    key.pop_back();
    Program server(folder.path(), "cohortd", {COHORT_SERVER, "--config", data + "/cohort.toml"});
    const auto port =
        static_cast<std::uint16_t>(std::stoi(json_member(server.wait_until_ready(), "port")));
    TestClient client(port, 60s);
    client.default_headers().push_back({"Authorization", "Bearer " + key});
    const std::string csv = cohort::test::emis_csv(cohort::test::patients(patients_a_list));
    std::vector<std::string> list_ids;
    double upload_best = 1e9;
    for (int i = 0; i < lists; ++i) {
        const auto before = std::chrono::steady_clock::now();
        const auto answer = client.request(
            "POST", "/api/v1/lists?name=Bench&confirm=true", {{"Content-Type", "text/csv"}}, csv
        );
        upload_best = std::min(upload_best, seconds_since(before));
        list_ids.push_back(json_member(answer.body, "id"));
    }
    const double cpu_before = server.cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::string> ids;
    for (const std::string& list : list_ids) {
        const auto answer = client.request(
            "POST",
            "/api/v1/bulk-messages",
            {{"Idempotency-Key", list}},
            R"({"list_id":")" + list
                + R"json(","channel":"sms","text":"Dear ((full name)), it is time for your flu vaccination. Please call us to book. ((practice name))"})json"
        );
        ids.push_back(json_member(answer.body, "id"));
    }
    for (const std::string& id : ids) {
        wait_until_delivered(client, id, patients_a_list);
    }
    const double messages = static_cast<double>(patients_a_list) * lists;
    const double rate = messages / seconds_since(start);
    std::printf(
        "  cohort window=%s: %.0f messages/s, %.1f us of CPU a message; upload of 10,000 rows, "
        "best: %.0f ms\n",
        window.c_str(),
        rate,
        (server.cpu_seconds() - cpu_before) * 1e6 / messages,
        upload_best * 1000
    );
    server.stop();
    return rate;
}

// What one durable write costs on this disk, now: the median of 4 KiB and fdatasync.
double sync_milliseconds() {
    const Folder folder;
    const int file = ::open((folder.path() / "sync").c_str(), O_WRONLY | O_CREAT, 0600);
    const std::string page(4096, 'x');
    std::vector<double> each;
    for (int i = 0; i < 200; ++i) {
        const auto before = std::chrono::steady_clock::now();
        if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) {
            throw std::runtime_error("the disk does not take a write");
        }
        each.push_back(seconds_since(before) * 1000);
    }
    ::close(file);
    return median(each);
}

// The ceiling: submits a second with a write-ahead journal, on this machine, now.
double blast_rate(const std::string& window) {
    const Folder folder;
    Program sink(folder.path(), "sink", {SMPP_SINK, "-p", sink_port});
    std::this_thread::sleep_for(300ms);
    const auto start = std::chrono::steady_clock::now();
    constexpr double messages = 300'000;
    run_command(
        {SMPP_BLAST,
         "-p",
         sink_port,
         "-n",
         "300000",
         "-w",
         window,
         "-j",
         (folder.path() / "journal").string()}
    );
    const double rate = messages / seconds_since(start);
    std::printf("  smpp_blast -j window=%s: %.0f messages/s\n", window.c_str(), rate);
    return rate;
}

int run(int argc, char** argv) {
    const std::string window = argc > 1 ? argv[1] : "50";
    const int lists = argc > 2 ? std::atoi(argv[2]) : 10;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
    std::vector<double> ours;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        std::printf("  one 4 KiB write and fdatasync: %.2f ms\n", sync_milliseconds());
        const double cohort = cohort_rate(window, lists);
        const double blast = blast_rate(window);
        ours.push_back(cohort);
        ratios.push_back(cohort / blast);
    }
    std::printf(
        "window %s, %d x 10,000 messages, %d rounds: median %.0f messages/s, %.3f of the durable "
        "blaster\n",
        window.c_str(),
        lists,
        rounds,
        median(ours),
        median(ratios)
    );
    return 0;
}

}

// Caught, so that the programs which were started end with it.
int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "smpp_rate: %s\n", fault.what());
        return 1;
    }
}
