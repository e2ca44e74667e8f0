#pragma once
// A limit on the time any coroutine may take (Asio 1.81 has no cancel_after).
//     Result<Reply> reply = co_await net::within(5s, ask(question));
// When the time is up the work is cancelled, waited for, and its answer thrown away: error
// net.deadline. So the work must let itself be cancelled (every Asio operation does; a database or
// pool job first runs to its end). Exceptions of the work pass through.
#include "base/result.hpp"
#include "platform/net/task.hpp"

#include <chrono>
#include <optional>
#include <type_traits>
#include <utility>

namespace cohort::net {

using Duration = std::chrono::milliseconds;

inline Error deadline_passed() {
    return Error{ErrorKind::unavailable, "net.deadline"};
}

// True when the work ended first. The seam below `within`; prefer that.
Task<bool> finishes_within(Duration limit, Task<void> work);

// Sleeps. False when cancelled meanwhile, instead of an exception.
Task<bool> sleep_for(Duration time);

namespace detail {

template <class T>
struct AsResult {
    using type = Result<T>;
};

template <class T>
struct AsResult<Result<T>> {
    using type = Result<T>;
};

template <>
struct AsResult<void> {
    using type = Outcome;
};

template <class T>
Task<void> keep(Task<T> work, std::optional<typename AsResult<T>::type>& answer) {
    if constexpr (std::is_void_v<T>) {
        co_await std::move(work);
        answer.emplace(done());
    } else {
        answer.emplace(co_await std::move(work));
    }
}

}

// Task<T> gives Result<T>, Task<void> an Outcome, and Task<Result<T>> a Result<T> as well.
template <class T>
Task<typename detail::AsResult<T>::type> within(Duration limit, Task<T> work) {
    std::optional<typename detail::AsResult<T>::type> answer;
    Task<void> kept = detail::keep<T>(std::move(work), answer);
    const bool finished = co_await finishes_within(limit, std::move(kept));
    if (!finished || !answer) {
        co_return deadline_passed();
    }
    co_return std::move(*answer);
}

}
