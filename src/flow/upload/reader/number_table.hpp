#pragma once
// A set of numbers below 2^63, each with 32 bits beside it: who has been seen, in one allocation
// that doubles. NHS numbers and E.164 numbers fit, so a patient costs 16 to 32 bytes here and no
// string is compared.
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cohort::upload {

// An NHS number or an E.164 number as a number.
inline std::uint64_t digits_of(std::string_view text) {
    std::uint64_t number = 0;
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

class NumberTable {
public:
    // The value beside `number`, which is made with `value` if it is new. Lives until the next
    // call.
    std::uint32_t& find_or_add(std::uint64_t number, std::uint32_t value) {
        if ((size_ + 1) * 4 > slots_.size() * 3) {
            grow();
        }
        Slot& slot = slot_of(number);
        if (slot.number == 0) {
            slot = {number + 1, value};
            ++size_;
        }
        return slot.value;
    }

    // Soon asked for: its place is fetched meanwhile. A table of a million is larger than a cache,
    // and waiting for memory is most of what a look-up costs.
    void expect(std::uint64_t number) const {
        if (!slots_.empty()) {
            __builtin_prefetch(&slots_[first_place(number)], 1);
        }
    }

    // Room for that many, without growing on the way.
    void reserve(std::size_t count) {
        while (slots_.size() * 3 < (count + 1) * 4) {
            grow();
        }
    }

    std::size_t size() const { return size_; }

private:
    struct Slot {
        std::uint64_t number = 0; // one more than it is; 0 is free
        std::uint32_t value = 0;
    };

    // Fibonacci hashing: the product's high bits depend on every digit.
    std::size_t first_place(std::uint64_t number) const {
        return static_cast<std::size_t>(((number + 1) * 0x9E3779B97F4A7C15U) >> 20U)
               & (slots_.size() - 1);
    }

    Slot& slot_of(std::uint64_t number) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = first_place(number);
        while (slots_[at].number != 0 && slots_[at].number != number + 1) {
            at = (at + 1) & mask;
        }
        return slots_[at];
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
        old.swap(slots_);
        for (const Slot& slot : old) {
            if (slot.number != 0) {
                slot_of(slot.number - 1) = slot;
            }
        }
    }

    std::vector<Slot> slots_;
    std::size_t size_ = 0;
};

}
