#include "flow/send/fair_shares.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <queue>
#include <utility>

namespace cohort::send {
namespace {

std::int64_t wanted_by(std::span<const Wanting> wanting, const std::vector<std::size_t>& which) {
    std::int64_t messages = 0;
    for (const std::size_t one : which) {
        messages += wanting[one].messages;
    }
    return messages;
}

// What one practice wants in this round, in the order in which it asked.
struct Customer {
    std::vector<std::size_t> wants; // the next one last
    std::int64_t rest_of_next = 0;
};

}

std::vector<Served> FairShares::Lane::share(
    std::span<const Wanting> wanting,
    std::vector<std::size_t> ours,
    std::int64_t places,
    std::int64_t least
) {
    std::ranges::reverse(ours);
    std::map<PracticeId, Customer> customers;
    for (const std::size_t one : ours) {
        Customer& customer = customers[wanting[one].practice];
        customer.wants.push_back(one);
        customer.rest_of_next = wanting[one].messages;
    }
    // Who comes anew, or comes back, begins where the one furthest behind is.
    std::optional<std::int64_t> behind;
    for (const auto& [practice, customer] : customers) {
        if (const auto clock = served_.find(practice); clock != served_.end()) {
            behind = std::min(behind.value_or(clock->second), clock->second);
        }
    }
    const std::int64_t begins = std::max(now_, behind.value_or(now_));
    using Next = std::pair<std::int64_t, PracticeId>;
    std::priority_queue<Next, std::vector<Next>, std::ranges::greater> line;
    for (const auto& [practice, customer] : customers) {
        std::int64_t& clock = served_.try_emplace(practice, begins).first->second;
        clock = std::max(clock, now_);
        line.emplace(clock, practice);
    }
    const auto each = std::max(
        places / std::max<std::int64_t>(1, static_cast<std::int64_t>(customers.size())), least
    );
    std::vector<Served> shares;
    std::map<std::size_t, std::size_t> share_of;
    while (places > 0 && !line.empty()) {
        const auto [clock, practice] = line.top();
        line.pop();
        now_ = clock;
        Customer& customer = customers[practice];
        const std::size_t next = customer.wants.back();
        const std::int64_t given = std::min({customer.rest_of_next, each, places});
        if (const auto [at, first] = share_of.try_emplace(next, shares.size()); first) {
            shares.push_back({next, given});
        } else {
            shares[at->second].messages += given;
        }
        places -= given;
        served_[practice] = clock + given;
        customer.rest_of_next -= given;
        if (customer.rest_of_next == 0) {
            customer.wants.pop_back();
            if (customer.wants.empty()) {
                continue;
            }
            customer.rest_of_next = wanting[customer.wants.back()].messages;
        }
        line.emplace(clock + given, practice);
    }
    // Of who wants nothing any more, a clock that the others have passed says nothing.
    std::erase_if(served_, [&](const auto& clock) {
        return clock.second <= now_ && !customers.contains(clock.first);
    });
    return shares;
}

std::vector<Served> FairShares::share(std::span<const Wanting> wanting, const Places& places) {
    std::vector<std::size_t> small;
    std::vector<std::size_t> large;
    for (std::size_t i = 0; i < wanting.size(); ++i) {
        (wanting[i].small ? small : large).push_back(i);
    }
    // A quarter is kept for the others, if they want as much.
    const std::int64_t kept = std::min(wanted_by(wanting, large), (places.all + 3) / 4);
    const std::int64_t for_small =
        std::min(wanted_by(wanting, small), places.all - kept + places.more_for_small);
    const std::int64_t for_large =
        places.all - std::max<std::int64_t>(0, for_small - places.more_for_small);
    std::vector<Served> shares =
        small_.share(wanting, std::move(small), for_small, places.at_a_time);
    std::ranges::copy(
        large_.share(wanting, std::move(large), for_large, places.at_a_time),
        std::back_inserter(shares)
    );
    return shares;
}

}
