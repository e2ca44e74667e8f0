#include "simulator/outlet.hpp"

namespace cohort::simulator {

void Outlet::hold(std::uint64_t n, std::string_view bytes) {
    if (ended_) {
        return;
    }
    bytes_ += bytes;
    held_ += bytes.size();
    if (!marks_.empty() && marks_.back().n >= n) {
        marks_.back().upto = held_;
    } else {
        marks_.push_back({n, held_, Then::go_on});
    }
}

void Outlet::end(std::uint64_t n) {
    if (!ended_) {
        ended_ = true;
        marks_.push_back({n, held_, Then::end});
    }
}

Outlet::Then Outlet::take(std::uint64_t durable, std::string& into) {
    std::uint64_t upto = taken_;
    Then then = Then::go_on;
    while (!marks_.empty() && marks_.front().n <= durable) {
        upto = marks_.front().upto;
        then = marks_.front().then;
        marks_.pop_front();
    }
    const auto count = static_cast<std::size_t>(upto - taken_);
    into.append(bytes_, 0, count);
    bytes_.erase(0, count);
    taken_ = upto;
    return then;
}

}
