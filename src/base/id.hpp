#pragma once
// Strong identifiers: a practice's id cannot be passed where a list's is wanted. All are positive
// 63-bit integers, made by IdSource from the injected clock and random source, so that they rise
// with time.
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace cohort {

template <class Tag>
struct Id {
    std::int64_t value = 0;

    friend auto operator<=>(Id, Id) = default;

    std::string text() const { return std::to_string(value); }

    // Decimal digits only, positive. Errors: id.unreadable.
    static Result<Id> parse(std::string_view text) {
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (fault != std::errc{} || end != text.data() + text.size() || number <= 0) {
            return Error{ErrorKind::not_found, "id.unreadable"};
        }
        return Id{number};
    }
};

using PracticeId = Id<struct PracticeTag>;
using UserId = Id<struct UserTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using ListId = Id<struct ListTag>;
using DraftId = Id<struct DraftTag>;
using BulkMessageId = Id<struct BulkMessageTag>;

// A patient's place in a list and, the same number, a message's place in its bulk message. From 1.
struct Position {
    std::int64_t value = 0;
    friend auto operator<=>(Position, Position) = default;
};

// Counts from 1; 0 is "not tried yet".
struct AttemptNumber {
    std::int64_t value = 0;
    friend auto operator<=>(AttemptNumber, AttemptNumber) = default;
};

// 41 bits of milliseconds since 2020 and 22 random bits: two made in one millisecond collide once
// in four million, and then the primary key refuses the second.
template <class AnyId>
AnyId make_id(TimePoint now, Random& random) {
    constexpr std::int64_t epoch_2020_ms = 1'577'836'800'000;
    const auto since = now.time_since_epoch().count() - epoch_2020_ms;
    COHORT_ENSURE(since > 0, "the clock stands before 2020");
    return AnyId{(since << 22) | static_cast<std::int64_t>(random.bits() & 0x3FFFFF)};
}

}

template <class Tag> // NOLINTNEXTLINE(cert-dcl58-cpp): allowed for a type of ours
struct std::hash<cohort::Id<Tag>> {
    std::size_t operator()(cohort::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
