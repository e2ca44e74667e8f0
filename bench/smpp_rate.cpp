// Goal 1 and 2 of docs/performance.md: durable SMPP, end to end, beside the blaster with its
// journal at the same window, and beside Kannel where it is installed. A message's way here:
// accepted over the API → made, sealed and stored → marked → submitted → answer stored → receipt
// stored. The clock runs from the first accept to the moment all are delivered. usage: smpp_rate
// [window=50] [lists=10] [rounds=5]     each list has 10,000 patients
#include "bench/support/kannel.hpp"
#include "bench/support/measure.hpp"
#include "bench/support/sms_server.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace cohort::bench;
using namespace std::chrono_literals;
using cohort::test_support::Folder;
using cohort::test_support::Program;
using cohort::test_support::run_command;

// Messages a second, through the whole of cohortd.
double cohort_rate(const std::string& window, int lists) {
    SmsServer server(window);
    double upload_best = 1e9;
    for (int i = 0; i < lists; ++i) {
        upload_best = std::min(upload_best, server.upload());
    }
    const double cpu_before = server.cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    server.send_all();
    server.wait_until_delivered();
    const double messages = static_cast<double>(patients_a_list) * lists;
    const double rate = messages / seconds_since(start);
    std::printf(
        "  cohort: %.0f messages/s, %.1f us of CPU a message; upload of 10,000 rows, best: %.0f "
        "ms\n",
        rate,
        (server.cpu_seconds() - cpu_before) * 1e6 / messages,
        upload_best * 1000
    );
    return rate;
}

// The ceiling: submits a second with a write-ahead journal, on this machine, now.
double blast_rate(const std::string& window) {
    const Folder folder;
    Program sink(folder.path(), "sink", {SMPP_SINK, "-p", sink_port});
    std::this_thread::sleep_for(1s);
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
    std::printf("  smpp_blast -j: %.0f messages/s\n", rate);
    return rate;
}

int run(int argc, char** argv) {
    const std::string window = argc > 1 ? argv[1] : "50";
    const int lists = argc > 2 ? std::atoi(argv[2]) : 10;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
    const bool kannel = kannel_is_installed();
    std::vector<double> ours;
    std::vector<double> of_blaster;
    std::vector<double> of_kannel;
    for (int round = 1; round <= rounds; ++round) {
        std::printf(
            "round %d, window %s; one 4 KiB write and fdatasync: %.2f ms\n",
            round,
            window.c_str(),
            sync_milliseconds()
        );
        const double cohort = cohort_rate(window, lists);
        ours.push_back(cohort);
        of_blaster.push_back(cohort / blast_rate(window));
        if (kannel) {
            const KannelRun peer = run_kannel(window);
            std::printf(
                "  Kannel, one link, in memory: %.0f messages/s, %.1f us of CPU a message\n",
                peer.messages_a_second,
                peer.cpu_us_a_message
            );
            of_kannel.push_back(cohort / peer.messages_a_second);
        }
        std::fflush(stdout);
    }
    std::printf(
        "window %s, %d x 10,000 messages, %d rounds: median %.0f messages/s, %.3f of the durable "
        "blaster",
        window.c_str(),
        lists,
        rounds,
        median(ours),
        median(of_blaster)
    );
    if (kannel) {
        std::printf(", %.1f times Kannel", median(of_kannel));
    }
    std::printf("\n");
    return 0;
}

}

int main(int argc, char** argv) {
    return cohort::bench::run_program("smpp_rate", run, argc, argv);
}
