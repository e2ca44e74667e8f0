#pragma once
// Those who wait for something they share, each in turn: the one that had its turn stands behind
// all others again, however much more it wants. Whoever comes waits for one turn of each of those
// who were there. Threads: one at a time.
#include <algorithm>
#include <deque>
#include <optional>

namespace cohort {

template <class Key>
class Turns {
public:
    // Requires: it does not wait.
    void join(const Key& key) { line_.push_back(key); }

    // The first that may have its turn now. Those before it keep their places.
    template <class May>
    std::optional<Key> next(May may) const {
        const auto found = std::ranges::find_if(line_, may);
        return found == line_.end() ? std::nullopt : std::optional(*found);
    }

    // It had its turn and wants another. Requires: it waits.
    void to_the_end(const Key& key) {
        leave(key);
        join(key);
    }

    // It wants nothing more. Requires: it waits.
    void leave(const Key& key) { line_.erase(std::ranges::find(line_, key)); }

    bool empty() const { return line_.empty(); }

private:
    std::deque<Key> line_;
};

}
