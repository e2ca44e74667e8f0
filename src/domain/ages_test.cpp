#include "domain/ages.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::domain;

namespace {

Ages between(int youngest, int oldest, std::int64_t each) {
    Ages ages;
    for (int years = youngest; years <= oldest; ++years) {
        ages.add(years, each);
    }
    return ages;
}

}

TEST_CASE("ages: counts, range and the young") {
    Ages ages = between(25, 64, 10);
    ages.add(12);
    CHECK(ages.count() == 401);
    CHECK(ages.youngest() == 12);
    CHECK(ages.oldest() == 64);
    CHECK(ages.under(16) == 1);
    CHECK(ages.under(12) == 0);
    CHECK(Ages().youngest() == std::nullopt);
    CHECK(Ages().outliers().empty());
}

TEST_CASE("ages: what stands apart is told, what belongs is not") {
    Ages screening = between(25, 64, 10);
    CHECK(screening.outliers().empty());
    screening.add(2);
    screening.add(101, 2);
    // Their middle half is 34 to 55: further than 31 years from it is apart.
    CHECK((screening.outliers() == std::vector<AgeCount>{{2, 1}, {101, 2}}));

    Ages same_year = between(65, 65, 200);
    same_year.add(74);
    CHECK(same_year.outliers().empty()); // within ten years
    same_year.add(5);
    CHECK((same_year.outliers() == std::vector<AgeCount>{{5, 1}}));

    // More than one in fifty: a list of two generations, not a mistake.
    Ages two_generations = between(70, 80, 10);
    two_generations.add(5, 8);
    CHECK(two_generations.outliers().empty());
}

TEST_CASE("ages: text reads back equal; what is no text of ours is refused") {
    CHECK(rc::check([](const std::map<std::uint8_t, std::uint16_t>& counts) {
        Ages ages;
        for (const auto& [years, patients] : counts) {
            ages.add(years, patients);
        }
        RC_ASSERT(Ages::parse(ages.text()).value() == ages);
        Ages twice = ages;
        twice.add(ages);
        RC_ASSERT(twice.count() == 2 * ages.count());
    }));
    for (const std::string text : {"17", "17:", ":2", "x:2", "17:2,18:1", "17:-2", "17:2 18"}) {
        CAPTURE(text);
        CHECK(Ages::parse(text).error().code == ErrorCode{"ages.unreadable"});
    }
}

TEST_CASE("ages: taking away leaves no trace") {
    Ages ages = between(20, 22, 1);
    ages.add(21, -1);
    CHECK(ages.text() == "20:1 22:1");
    ages.add(20, -5);
    CHECK(ages.text() == "22:1");
}
