#include "edge/staff_web/words.hpp"

#include "domain/london_time.hpp"

#include <doctest/doctest.h>

namespace cohort::staff_web {

TEST_CASE("words: a share is 0% of nothing and 100% of all, and nothing else is") {
    CHECK(percent(0, 10) == "0%");
    CHECK(percent(0, 0) == "0%");
    CHECK(percent(10, 10) == "100%");
    CHECK(percent(1, 10'000) == "1%");
    CHECK(percent(9'999, 10'000) == "99%");
    CHECK(percent(1, 3) == "33%");
    CHECK(percent(2, 3) == "67%");
}

TEST_CASE("words: a report's run is told with its age in days") {
    const TimePoint run =
        domain::read_london(
            std::chrono::local_days{std::chrono::year{2026} / std::chrono::November / 3}
        )
            .utc;
    const auto after = [&](std::chrono::days days) { return say_run(run, run + days); };

    CHECK(after(std::chrono::days{0}) == "3 November 2026, today");
    CHECK(after(std::chrono::days{1}) == "3 November 2026, yesterday");
    CHECK(after(std::chrono::days{21}) == "3 November 2026, 21 days ago");
    CHECK(
        say_run(run, run - std::chrono::hours{1})
        == "3 November 2026, which is in the future: how old the report is, is not known"
    );
}

TEST_CASE("words: of a reason the first sentence is its heading, and the rest stands below") {
    CHECK(
        headline_of("mobile.leading_zero_restored")
        == "The mobile number had lost its leading 0, as happens in Excel"
    );
    CHECK(
        below_headline("mobile.leading_zero_restored")
        == "We put it back. Nothing needs to be done."
    );
    CHECK(headline_of("dob.missing") == "The date of birth is missing");
    CHECK(
        headline_of("dob.missing") + ". " + below_headline("dob.missing") == sentence("dob.missing")
    );
}

}
