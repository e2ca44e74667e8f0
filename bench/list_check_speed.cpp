// The speed and memory that the patient-list contract asks of `cohort list check`: whole process,
// median of the rounds, beside a plain read of the same bytes that only counts their lines.
//     usage: list_check_speed [rounds=3]
// Files are made of invented patients in a folder that goes with the program. There are 900,000
// different ones: of a million rows the last hundred thousand repeat patients, as an event report
// does.
#include "bench/support/measure.hpp"
#include "tests/support/patients.hpp"
#include "tests/support/programs.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace {

using cohort::bench::median;
using cohort::bench::seconds_since;
using cohort::test_support::Folder;
using std::filesystem::path;

struct Spent {
    double wall_ms;
    double cpu_ms;
    double megabytes;
};

double milliseconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
}

// From the start of the process to its end, its JSON written to a file.
Spent check(const path& file, const path& answer, const std::vector<std::string>& options) {
    std::vector<std::string> words{COHORT_COMMAND, "list", "check", file.string(), "--json"};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(
        &files, STDOUT_FILENO, answer.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600
    );
    const auto start = std::chrono::steady_clock::now();
    pid_t process = -1;
    if (::posix_spawn(&process, arguments[0], &files, nullptr, arguments.data(), environ) != 0) {
        throw std::runtime_error("cohort did not start");
    }
    int status = 0;
    rusage used{};
    ::wait4(process, &status, 0, &used);
    const double wall = seconds_since(start) * 1000;
    posix_spawn_file_actions_destroy(&files);
    constexpr int refused = 3; // the archive is, which is the answer that is timed
    const bool answered =
        WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == refused);
    if (!answered) {
        throw std::runtime_error("cohort failed on " + file.string());
    }
    return {
        wall,
        milliseconds(used.ru_utime) + milliseconds(used.ru_stime),
        static_cast<double>(used.ru_maxrss) / 1024
    };
}

double plain_read(const path& file) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<char> buffer(std::size_t{256} * 1024);
    std::ifstream stream(file, std::ios::binary);
    std::ptrdiff_t lines = 0;
    while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())),
           stream.gcount() > 0) {
        lines += std::count(buffer.data(), buffer.data() + stream.gcount(), '\n');
    }
    const double spent = seconds_since(start) * 1000;
    return lines >= 0 ? spent : 0; // so that counting is not left out
}

void write_rows(const path& file, std::size_t rows) {
    constexpr std::size_t rows_at_once = 10'000;
    std::ofstream stream(file, std::ios::binary);
    for (std::size_t row = 0; row < rows; row += rows_at_once) {
        std::string csv = cohort::test::emis_csv(cohort::test::patients(
            std::min(rows_at_once, rows - row), row % cohort::test::patients_most
        ));
        csv.erase(0, row == 0 ? 0 : csv.find('\n') + 1);
        stream << csv;
    }
}

// A good row, a record made of two million of something, and a good row.
void write_odd(const path& file, const std::string& piece) {
    const std::string csv = cohort::test::emis_csv(cohort::test::patients(2));
    const std::size_t cut = csv.find('\n', csv.find('\n') + 1) + 1;
    std::ofstream stream(file, std::ios::binary);
    stream << csv.substr(0, cut);
    for (int pieces = 0; pieces < 2'000'000; ++pieces) {
        stream << piece;
    }
    stream << ",x\r\n" << csv.substr(cut);
}

// A local file header that promises a gibibyte; the rest is a hole.
void write_zip(const path& file) {
    std::string header(
        "PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\x08\0\0\0", 30
    );
    std::ofstream(file, std::ios::binary) << header << "list.csv";
    std::filesystem::resize_file(file, std::uintmax_t{1} << 30);
}

struct Claim {
    const char* what;
    const char* file;
    std::vector<std::string> options;
    double wall_ms_max;
    double megabytes_max; // 0: not said
};

void measure(const Claim& claim, const path& folder, int rounds) {
    const path file = folder / claim.file;
    std::vector<double> walls;
    std::vector<double> cpus;
    std::vector<double> reads;
    double megabytes = 0;
    for (int round = 0; round < rounds; ++round) {
        reads.push_back(plain_read(file));
        const Spent spent = check(file, folder / "answer.json", claim.options);
        walls.push_back(spent.wall_ms);
        cpus.push_back(spent.cpu_ms);
        megabytes = std::max(megabytes, spent.megabytes);
    }
    const bool met = median(walls) <= claim.wall_ms_max
                     && (claim.megabytes_max == 0 || megabytes <= claim.megabytes_max);
    std::printf(
        "| %-38s | %8.0f | %8.0f | %8.0f | %6.0f | %9.1f | %s |\n",
        claim.what,
        claim.wall_ms_max,
        median(walls),
        median(cpus),
        megabytes,
        median(reads),
        met ? "met" : "MISSED"
    );
}

}

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 3;
    const Folder folder;
    write_rows(folder.path() / "10k.csv", 10'000);
    write_rows(folder.path() / "100k.csv", 100'000);
    write_rows(folder.path() / "1m.csv", 1'000'000);
    write_odd(folder.path() / "quotes.csv", "\"");
    write_odd(folder.path() / "cells.csv", "a,");
    write_zip(folder.path() / "bomb.zip");
    const std::vector<std::string> raised{"--max-rows", "1000000"};
    std::puts(
        "| file                                   | ms, most | ms       | CPU ms   | MB     | "
        "plain read ms | |"
    );
    std::puts("|---|---|---|---|---|---|---|");
    for (const Claim& claim :
         {Claim{"10,000 rows", "10k.csv", {}, 60, 64},
          Claim{"100,000 rows", "100k.csv", raised, 400, 0},
          Claim{"1,000,000 rows", "1m.csv", raised, 3000, 256},
          Claim{"two million quotes in one record", "quotes.csv", {}, 150, 0},
          Claim{"two million cells in one record", "cells.csv", {}, 150, 0},
          Claim{"a zip file of 1 GiB", "bomb.zip", {}, 50, 0}}) {
        measure(claim, folder.path(), rounds);
    }
    return EXIT_SUCCESS;
}
