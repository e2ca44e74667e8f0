// Sharing places out: that each practice gets the same, and few messages do not wait behind many.
#include "flow/send/fair_shares.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <numeric>

namespace cohort::send {
namespace {

Wanting large(std::int64_t practice, std::int64_t messages) {
    return {PracticeId{practice}, messages, false};
}

Wanting small(std::int64_t practice, std::int64_t messages) {
    return {PracticeId{practice}, messages, true};
}

std::vector<std::int64_t>
served(FairShares& shares, const std::vector<Wanting>& wanting, std::int64_t places) {
    std::vector<std::int64_t> each(wanting.size());
    for (const Served& share : shares.share(wanting, {places, 10})) {
        each[share.of] += share.messages;
    }
    return each;
}

using Messages = std::vector<std::int64_t>;

TEST_CASE("fair shares: places are shared alike, whatever each has waiting") {
    FairShares shares;
    CHECK(served(shares, {large(1, 1'000'000), large(2, 500)}, 200) == Messages{100, 100});
    CHECK(served(shares, {large(1, 1'000'000), large(2, 30)}, 200) == Messages{170, 30});
    CHECK(served(shares, {large(1, 7)}, 200) == Messages{7});
    CHECK(served(shares, {}, 200) == Messages{});
    CHECK(served(shares, {large(1, 7)}, 0) == Messages{0});
}

TEST_CASE("fair shares: two bulk messages of one practice have one share, and the first goes first"
) {
    FairShares shares;
    CHECK(
        served(shares, {large(1, 20), large(1, 900), large(2, 900)}, 100) == Messages{20, 30, 50}
    );
    CHECK(served(shares, {large(1, 900), large(1, 20), large(2, 900)}, 100) == Messages{50, 0, 50});
}

TEST_CASE("fair shares: a small send is first, and leaves a quarter to the others") {
    FairShares shares;
    const auto first = shares.share(std::vector{large(1, 1'000'000), small(2, 10)}, {100, 10});
    REQUIRE(first.size() == 2);
    CHECK(first[0].of == 1);
    CHECK(first[0].messages == 10);
    CHECK(first[1].messages == 90);

    std::vector<Wanting> many{large(1, 1'000'000)};
    for (std::int64_t practice = 2; practice < 50; ++practice) {
        many.push_back(small(practice, 100));
    }
    CHECK(served(shares, many, 100)[0] == 25);
    // Alone they take everything.
    many.erase(many.begin());
    const Messages each = served(shares, many, 100);
    CHECK(std::accumulate(each.begin(), each.end(), std::int64_t{0}) == 100);
}

TEST_CASE("fair shares: with every place taken, small sends have some of their own") {
    FairShares shares;
    const auto turn = shares.share(
        std::vector{large(1, 1'000'000), small(2, 70), small(3, 70)},
        {.all = 0, .at_a_time = 10, .more_for_small = 100}
    );
    REQUIRE(turn.size() == 2);
    CHECK(turn[0].messages == 50);
    CHECK(turn[1].messages == 50);
}

TEST_CASE(
    "fair shares: when there are fewer places than practices, each has its turn after the others"
) {
    FairShares shares;
    std::vector<Wanting> wanting;
    for (std::int64_t practice = 1; practice <= 30; ++practice) {
        wanting.push_back(large(practice, 100'000));
    }
    Messages sums(wanting.size());
    for (int round = 0; round < 3 * 10; ++round) {
        const Messages each = served(shares, wanting, 30);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            sums[i] += each[i];
        }
    }
    for (const std::int64_t sum : sums) {
        CHECK(sum == 30);
    }
}

TEST_CASE("fair shares: who comes late has no claim to what the others had before") {
    FairShares shares;
    for (int round = 0; round < 100; ++round) {
        served(shares, {large(1, 100'000)}, 100);
    }
    CHECK(served(shares, {large(1, 100'000), large(2, 100'000)}, 100) == Messages{50, 50});
    // Nor who stood aside for a while.
    for (int round = 0; round < 100; ++round) {
        served(shares, {large(1, 100'000)}, 100);
    }
    CHECK(served(shares, {large(1, 100'000), large(2, 100'000)}, 100) == Messages{50, 50});
}

TEST_CASE(
    "fair shares: nothing is served that was not wanted, and every place that is wanted is used"
) {
    rc::check([] {
        const auto wants =
            *rc::gen::container<std::vector<std::tuple<int, int, bool>>>(rc::gen::tuple(
                rc::gen::inRange(1, 9), rc::gen::inRange(1, 5'000), rc::gen::arbitrary<bool>()
            ));
        std::vector<Wanting> wanting;
        std::int64_t wanted = 0;
        for (const auto& [practice, messages, is_small] : wants) {
            wanting.push_back({PracticeId{practice}, messages, is_small});
            wanted += messages;
        }
        FairShares shares;
        for (int round = 0; round < 4; ++round) {
            const auto places = *rc::gen::inRange<std::int64_t>(0, 3'000);
            const Messages each = served(shares, wanting, places);
            for (std::size_t i = 0; i < each.size(); ++i) {
                RC_ASSERT(each[i] <= wanting[i].messages);
            }
            RC_ASSERT(
                std::accumulate(each.begin(), each.end(), std::int64_t{0})
                == std::min(places, wanted)
            );
        }
    });
}

TEST_CASE("fair shares: of two practices that want all the time, neither is ever far ahead") {
    rc::check([] {
        FairShares shares;
        Messages sums(2);
        for (int round = 0; round < 50; ++round) {
            std::vector<Wanting> wanting{large(1, 50'000), large(2, 50'000)};
            const auto others = *rc::gen::inRange<std::int64_t>(0, 6);
            for (std::int64_t other = 0; other < others; ++other) {
                wanting.push_back(large(3 + other, *rc::gen::inRange<std::int64_t>(1, 2'000)));
            }
            const auto places = *rc::gen::inRange<std::int64_t>(0, 300);
            const Messages each = served(shares, wanting, places);
            sums[0] += each[0];
            sums[1] += each[1];
            RC_ASSERT(std::abs(sums[0] - sums[1]) <= 300);
        }
    });
}

}
}
