// Goals 4 and 8 of docs/performance.md: a file of patients as one HTTP body, until its list is
// judged, sealed, durably stored and reported; beside the least that has to be done: csv_bench's
// validation of the same bytes, and the same sealed rows inserted into a bare table.
//     usage: list_upload_speed [rows=1000000] [rounds=3] [beside=1]
// beside=0 leaves the comparison out, for files of which two copies are too many.
#include "bench/support/bare_table.hpp"
#include "bench/support/measure.hpp"
#include "platform/http/test_client.hpp"
#include "tests/support/programs.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace cohort::bench;
using namespace std::chrono_literals;
using cohort::http::TestClient;
using cohort::test_support::Folder;
using cohort::test_support::json_member;
using cohort::test_support::Program;
using cohort::test_support::run_command;

struct Upload {
    double seconds;
    double cpu_seconds;
    double megabytes; // the most that the server held
    std::string accepted;
};

// A server of its own, which holds no list before.
Upload upload(const Folder& folder, const std::string& body, const std::string& rows) {
    const std::string data = folder.path().string();
    std::ofstream(folder.path() / "cohort.toml")
        << "[server]\nport = 0\ndata = \"" << data
        << "\"\n[uploads]\nmemory_max_bytes = 17179869184\n";
    run_command({COHORT_COMMAND, "demo", "--data", data});
    run_command(
        {COHORT_COMMAND,
         "practice",
         "set",
         "--ods",
         "Y99999",
         "--patients-max",
         rows,
         "--data",
         data}
    );
    std::string key = run_command(
        {COHORT_COMMAND, "api-key", "add", "--ods", "Y99999", "--label", "bench", "--data", data}
    );
    key.pop_back();
    Program server(folder.path(), "cohortd", {COHORT_SERVER, "--config", data + "/cohort.toml"});
    const int port = std::stoi(json_member(server.wait_until_ready(), "port"));
    TestClient client(static_cast<std::uint16_t>(port), 10min);
    client.default_headers().push_back({"Authorization", "Bearer " + key});
    const double cpu_before = server.cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    const auto answer =
        client.request("POST", "/api/v1/lists?name=Bench", {{"Content-Type", "text/csv"}}, body);
    const double seconds = seconds_since(start);
    if (answer.status != 201) {
        throw std::runtime_error("the upload was refused: " + answer.body);
    }
    return {
        seconds,
        server.cpu_seconds() - cpu_before,
        static_cast<double>(server.memory_peak_bytes()) / (1024 * 1024),
        json_member(answer.body, "accepted")
    };
}

double validate(const std::string& file) {
    const std::string output = run_command({CSV_BENCH, file, "1"});
    const std::string mode = "\nvalidate|";
    return std::strtod(output.c_str() + output.find(mode) + mode.size(), nullptr);
}

int run(int argc, char** argv) {
    const std::string rows = argc > 1 ? argv[1] : "1000000";
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 3;
    const bool beside = argc <= 3 || std::atoi(argv[3]) != 0;
    const std::string body = run_command({CSV_GEN, rows});
    std::vector<double> ours;
    std::vector<double> ratios;
    for (int round = 1; round <= rounds; ++round) {
        const Folder folder;
        std::printf(
            "round %d; one 4 KiB write and fdatasync: %.2f ms\n", round, sync_milliseconds()
        );
        const Upload done = upload(folder, body, rows);
        ours.push_back(done.seconds);
        std::printf(
            "  uploaded %s rows, %s accepted: %.2f s, %.2f s of processor time, %.0f MiB\n",
            rows.c_str(),
            done.accepted.c_str(),
            done.seconds,
            done.cpu_seconds,
            done.megabytes
        );
        if (beside) {
            const std::string file = folder.path() / "list.csv";
            std::ofstream(file, std::ios::binary) << body;
            const double validated = validate(file);
            const double inserted = insert_rows(
                folder.path() / "bare.db", read_sealed_rows(folder.path() / "cohort.db")
            );
            ratios.push_back(done.seconds / (validated + inserted));
            std::printf(
                "  csv_bench validate %.2f s, bare insert %.2f s: ratio %.2f\n",
                validated,
                inserted,
                ratios.back()
            );
        }
        std::fflush(stdout);
    }
    std::printf("median of %d rounds: %.2f s", rounds, median(ours));
    if (beside) {
        std::printf(", %.2f times the least", median(ratios));
    }
    std::printf("\n");
    return 0;
}

}

int main(int argc, char** argv) {
    return cohort::bench::run_program("list_upload_speed", run, argc, argv);
}
