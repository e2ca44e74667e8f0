#include "platform/net/virtual_time.hpp"

#include "platform/net/virtual_time_service.hpp"

#include <algorithm>

namespace cohort::net {

void VirtualTime::Entry::forget() {
    if (time_ != nullptr) {
        std::exchange(time_, nullptr)->entries_.erase(key_);
    }
}

VirtualTime::Entry VirtualTime::at(Instant when, Action action) {
    const Entry::Key key{std::max(when, now_), ++entries_made_};
    entries_.emplace(key, std::move(action));
    return {this, key};
}

void VirtualTime::later(Duration wait, Action action) {
    entries_.emplace(Entry::Key{now_ + wait, ++entries_made_}, std::move(action));
}

bool VirtualTime::advance() {
    if (entries_.empty()) {
        return false;
    }
    auto next = entries_.extract(entries_.begin());
    now_ = next.key().first;
    next.mapped()();
    return true;
}

void use_virtual_time(boost::asio::io_context& loop, VirtualTime& time) {
    boost::asio::make_service<VirtualTimeService>(loop, time);
}

}
