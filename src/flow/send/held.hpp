#pragma once
// What one worker has claimed and not handed over yet, in the order in which it leaves: of four
// places three are for small sends first, one for the others first.
#include "flow/send/claims.hpp"

#include <cstddef>
#include <deque>
#include <vector>

namespace cohort::send {

class Held {
public:
    void add(std::vector<Leased> leased, bool small);

    // At most `most`. What has a lease that ends before `usable_until` is dropped: its mark could
    // come too late, and the sweep puts it back in line.
    std::vector<Leased> take(std::size_t most, TimePoint usable_until);
    // Everything, usable or not.
    std::vector<Leased> take_all();

    std::size_t size() const { return small_.size() + large_.size(); }

    std::size_t small() const { return small_.size(); }

    bool empty() const { return size() == 0; }

private:
    std::deque<Leased>& next();

    std::deque<Leased> small_;
    std::deque<Leased> large_;
    unsigned taken_ = 0;
};

}
