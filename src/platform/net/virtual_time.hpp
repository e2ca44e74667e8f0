#pragma once
// Time that a simulation turns by hand: what net::Timer waits for when its event loop was given
// one. Entries of one instant are run in the order in which they were made, so a run repeats itself
// exactly. Threads: one. Must outlive the event loops that use it and every entry.
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace cohort::net {

class VirtualTime {
public:
    using Duration = std::chrono::steady_clock::duration;
    using Instant = std::chrono::steady_clock::time_point;
    using Action = std::move_only_function<void()>;

    // Forgets its action when it goes, unless that was run before.
    class Entry {
    public:
        Entry() = default;

        Entry(Entry&& other) noexcept
            : time_(std::exchange(other.time_, nullptr)), key_(other.key_) {}

        Entry& operator=(Entry&& other) noexcept {
            forget();
            time_ = std::exchange(other.time_, nullptr);
            key_ = other.key_;
            return *this;
        }

        ~Entry() { forget(); }

        void forget();

    private:
        friend class VirtualTime;
        using Key = std::pair<Instant, std::uint64_t>;

        Entry(VirtualTime* time, Key key) : time_(time), key_(key) {}

        VirtualTime* time_ = nullptr;
        Key key_;
    };

    Instant now() const { return now_; }

    Entry at(Instant when, Action action);

    Entry after(Duration wait, Action action) { return at(now_ + wait, std::move(action)); }

    // The same for what nobody needs to take back.
    void later(Duration wait, Action action);

    // Moves on to the next entry and runs it. False when there is none.
    bool advance();

private:
    Instant now_{};
    std::uint64_t entries_made_ = 0;
    std::map<Entry::Key, Action> entries_;
};

// Timers of this loop wait for `time` from now on.
void use_virtual_time(boost::asio::io_context& loop, VirtualTime& time);

}
