// Runs seeds FROM … FROM + COUNT - 1 and says what was wrong in the first that fails, and the
// figures of all. cohort_simulation COUNT [FROM]
#include "platform/log/log.hpp"
#include "tests/simulation/simulation.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

using cohort::simulation::Figures;

void add(Figures& sum, const Figures& one) {
    sum.simulated_seconds += one.simulated_seconds;
    sum.messages += one.messages;
    sum.handed += one.handed;
    sum.crashes += one.crashes;
    sum.in_doubt += one.in_doubt;
    sum.steps += one.steps;
}

}

int main(int argc, char** argv) {
    const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000;
    const std::uint64_t from = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    // The log of a process that dies a thousand times is of no use to anybody.
    cohort::log::set_level(cohort::log::Level::error);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) {
        return 2;
    }
    const auto start = std::chrono::steady_clock::now();
    Figures sum;
    for (std::uint64_t seed = from; seed < from + count; ++seed) {
        try {
            const auto ran = cohort::simulation::run(seed);
            add(sum, ran.figures);
            if (ran.wrong) {
                std::printf(
                    "seed %llu, after %.3f s: %s\n",
                    static_cast<unsigned long long>(seed),
                    ran.wrong->at_seconds,
                    ran.wrong->what.c_str()
                );
                return 1;
            }
        } catch (const std::exception& bug) {
            std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), bug.what());
            return 1;
        }
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf(
        "%llu seeds in %.1f s: %.0f hours, %lld messages, %lld handed over, %lld crashes, "
        "%lld not confirmed, %lld steps; nothing wrong\n",
        static_cast<unsigned long long>(count),
        seconds,
        sum.simulated_seconds / 3600,
        static_cast<long long>(sum.messages),
        static_cast<long long>(sum.handed),
        static_cast<long long>(sum.crashes),
        static_cast<long long>(sum.in_doubt),
        static_cast<long long>(sum.steps)
    );
    return 0;
}
