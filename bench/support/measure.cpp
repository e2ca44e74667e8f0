#include "bench/support/measure.hpp"

#include "tests/support/programs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace cohort::bench {

int run_program(const char* name, int (*run)(int, char**), int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "%s: %s\n", name, fault.what());
        return 1;
    }
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    return quantile(std::move(values), 0.5);
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) {
        throw std::runtime_error("nothing was measured");
    }
    std::ranges::sort(values);
    const double place = std::ceil(share * static_cast<double>(values.size()));
    return values[static_cast<std::size_t>(std::max(place, 1.0)) - 1];
}

double sync_milliseconds() {
    const test_support::Folder folder;
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

}
