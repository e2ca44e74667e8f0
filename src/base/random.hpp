#pragma once
// The random source as a seam. SystemRandom is the kernel's, for keys and tokens; SeededRandom
// repeats itself from a seed, for tests and simulation only. Both may be used from any thread.
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

namespace cohort {

class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> bytes) = 0;
    std::uint64_t bits();
    // Even over [0, bound). Requires: bound > 0.
    std::uint64_t below(std::uint64_t bound);
};

class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> bytes) override;
};

class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}

    void fill(std::span<std::byte> bytes) override;

private:
    std::mutex mutex_;
    std::uint64_t state_;
};

}
