#include "flow/send/held.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cohort::send {

void Held::add(std::vector<Leased> leased, bool small) {
    std::ranges::move(leased, std::back_inserter(small ? small_ : large_));
}

std::vector<Leased> Held::take(std::size_t most, TimePoint usable_until) {
    std::vector<Leased> taken;
    while (!empty() && taken.size() < most) {
        std::deque<Leased>& from = next();
        if (from.front().lease_until > usable_until) {
            taken.push_back(std::move(from.front()));
            ++taken_;
        }
        from.pop_front();
    }
    return taken;
}

std::vector<Leased> Held::take_all() {
    std::vector<Leased> all;
    all.reserve(size());
    for (std::deque<Leased>* from : {&small_, &large_}) {
        std::ranges::move(*from, std::back_inserter(all));
        from->clear();
    }
    return all;
}

std::deque<Leased>& Held::next() {
    const bool small_first = taken_ % 4 != 3;
    std::deque<Leased>& first = small_first ? small_ : large_;
    std::deque<Leased>& second = small_first ? large_ : small_;
    return first.empty() ? second : first;
}

}
