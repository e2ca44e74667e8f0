#pragma once
// Numbers, each with 32 bits beside it, in one allocation that doubles; no string is compared.
// SeenPatients is of NHS numbers, 11 to 21 bytes a patient; NumberTable of any below 2^63, and
// E.164 numbers are, in 21 to 43 bytes.
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
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

// An NHS number as it is written.
inline std::string ten_digits(std::uint64_t number) {
    std::string digits(10, '0');
    for (std::size_t at = digits.size(); number > 0; number /= 10) {
        digits[--at] = static_cast<char>('0' + number % 10);
    }
    return digits;
}

// Fibonacci hashing: the product's high bits depend on every digit.
inline std::size_t scattered(std::uint64_t number) {
    return static_cast<std::size_t>((number * 0x9E3779B97F4A7C15U) >> 20U);
}

// Of an NHS number the first nine digits say the tenth: they and the value fill one word.
class SeenPatients {
public:
    // Lives until the next call of find_or_add.
    class Place {
    public:
        explicit Place(std::uint64_t& slot) : slot_(&slot) {}

        std::uint32_t value() const { return static_cast<std::uint32_t>(*slot_); }

        void set(std::uint32_t value) { *slot_ = (*slot_ >> 32U << 32U) | value; }

    private:
        std::uint64_t* slot_;
    };

    // The value beside `number`, which is made with `value` if it is new. Requires: a right check
    // digit.
    Place find_or_add(std::uint64_t number, std::uint32_t value) {
        if ((size_ + 1) * 4 > slots_.size() * 3) {
            grow();
        }
        const std::uint64_t key = key_of(number);
        std::uint64_t& slot = slot_of(key);
        if (slot == 0) {
            slot = key << 32U | value;
            ++size_;
        }
        return Place{slot};
    }

    // Soon asked for: its place is fetched meanwhile. A table of a million is larger than a cache,
    // and waiting for memory is most of what a look-up costs.
    void expect(std::uint64_t number) const {
        if (!slots_.empty()) {
            __builtin_prefetch(&slots_[scattered(key_of(number)) & (slots_.size() - 1)], 1);
        }
    }

    std::size_t size() const { return size_; }

private:
    // One more than the nine digits: 0 is a free slot.
    static std::uint64_t key_of(std::uint64_t number) { return number / 10 + 1; }

    std::uint64_t& slot_of(std::uint64_t key) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = scattered(key) & mask;
        while (slots_[at] != 0 && slots_[at] >> 32U != key) {
            at = (at + 1) & mask;
        }
        return slots_[at];
    }

    void grow() {
        std::vector<std::uint64_t> old(slots_.empty() ? 1024 : slots_.size() * 2);
        old.swap(slots_);
        for (const std::uint64_t slot : old) {
            if (slot != 0) {
                slot_of(slot >> 32U) = slot;
            }
        }
    }

    std::vector<std::uint64_t> slots_;
    std::size_t size_ = 0;
};

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

    // As SeenPatients::expect.
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

    std::size_t first_place(std::uint64_t number) const {
        return scattered(number + 1) & (slots_.size() - 1);
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
