#pragma once
// Result<T>: a value, or an Error that says what kind of failure it is and which one.
// The kind decides retry and HTTP status; the code is stable and has exactly one sentence in the
// catalogue (domain/sentences); the detail is for the log and never holds anything about a patient.
#include "base/ensure.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace cohort {

enum class ErrorKind {
    invalid,         // the input is at fault; the caller can mend it
    unauthenticated, // nobody is signed in, or the key is unknown
    forbidden,       // signed in, but not allowed
    not_found,       // absent, or another practice's: the two look the same
    conflict,        // somebody or something else was first
    too_large,       // more than a stated limit
    too_many,        // too often; try later
    unavailable,     // a dependency is down; trying again may help
    internal,        // our own fault
};

// A stable, dotted name such as "nhs_number.check_digit". Made from literals only, so it never
// dangles and never holds input.
class ErrorCode {
public:
    consteval ErrorCode(const char* literal) : text_(literal) {}

    constexpr std::string_view text() const { return text_; }

    friend constexpr bool operator==(ErrorCode, ErrorCode) = default;

private:
    std::string_view text_;
};

struct Error {
    ErrorKind kind;
    ErrorCode code;
    std::string detail = {};

    friend bool operator==(const Error& a, const Error& b) {
        return a.kind == b.kind && a.code == b.code;
    }
};

inline Error invalid(ErrorCode code, std::string detail = {}) {
    return {ErrorKind::invalid, code, std::move(detail)};
}

struct Done {
    friend bool operator==(Done, Done) = default;
};

template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}

    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return state_.index() == 0; }

    explicit operator bool() const { return ok(); }

    // Requires: ok().
    T& value() & {
        COHORT_ENSURE(ok(), "value() of a failed result");
        return *std::get_if<0>(&state_);
    }

    const T& value() const& {
        COHORT_ENSURE(ok(), "value() of a failed result");
        return *std::get_if<0>(&state_);
    }

    T&& value() && {
        COHORT_ENSURE(ok(), "value() of a failed result");
        return std::move(*std::get_if<0>(&state_));
    }

    T& operator*() & { return value(); }

    const T& operator*() const& { return value(); }

    T&& operator*() && { return std::move(*this).value(); }

    T* operator->() { return &value(); }

    const T* operator->() const { return &value(); }

    // Requires: !ok().
    const Error& error() const& {
        COHORT_ENSURE(!ok(), "error() of a successful result");
        return *std::get_if<1>(&state_);
    }

    T value_or(T other) const& { return ok() ? value() : std::move(other); }

private:
    std::variant<T, Error> state_;
};

using Outcome = Result<Done>;

inline Outcome done() {
    return Done{};
}

}

// COHORT_TRY(name, expression): binds the value, or returns the error from the enclosing function.
// COHORT_CHECK(expression): the same for an Outcome whose value nobody needs.
#define COHORT_JOIN_(a, b) a##b
#define COHORT_JOIN(a, b) COHORT_JOIN_(a, b)
#define COHORT_TRY(name, ...)                                                                      \
    auto COHORT_JOIN(result_, __LINE__) = (__VA_ARGS__);                                           \
    if (!COHORT_JOIN(result_, __LINE__).ok()) {                                                    \
        return COHORT_JOIN(result_, __LINE__).error();                                             \
    }                                                                                              \
    auto name = std::move(COHORT_JOIN(result_, __LINE__)).value()
#define COHORT_CHECK(...)                                                                          \
    if (auto checked_ = (__VA_ARGS__); !checked_.ok()) {                                           \
        return checked_.error();                                                                   \
    }                                                                                              \
    static_assert(true)
#define COHORT_CO_TRY(name, ...)                                                                   \
    auto COHORT_JOIN(result_, __LINE__) = (__VA_ARGS__);                                           \
    if (!COHORT_JOIN(result_, __LINE__).ok()) {                                                    \
        co_return COHORT_JOIN(result_, __LINE__).error();                                          \
    }                                                                                              \
    auto name = std::move(COHORT_JOIN(result_, __LINE__)).value()
#define COHORT_CO_CHECK(...)                                                                       \
    if (auto checked_ = (__VA_ARGS__); !checked_.ok()) {                                           \
        co_return checked_.error();                                                                \
    }                                                                                              \
    static_assert(true)
