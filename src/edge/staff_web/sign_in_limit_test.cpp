#include "edge/staff_web/sign_in_limit.hpp"

#include <doctest/doctest.h>

namespace cohort::staff_web {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint noon{Milliseconds{1'800'000'000'000}};

// Fails until the first wait; returns how many tries were let through.
int fail_until_refused(SignInLimit& limit, const SignInLimit::Try& attempt, TimePoint now) {
    for (int tries = 0; tries < 100; ++tries) {
        if (limit.begin(attempt, now) > 0ms) {
            return tries;
        }
    }
    return 100;
}

}

TEST_CASE("sign-in limit: ten failures are free, the eleventh try waits") {
    SignInLimit limit;

    CHECK(fail_until_refused(limit, {"10.0.0.1", "ruth@example.org"}, noon) == 10);
    CHECK(limit.begin({"10.0.0.1", "ruth@example.org"}, noon) == 15s);
}

TEST_CASE("sign-in limit: tries that have not ended yet count too") {
    SignInLimit limit;
    const SignInLimit::Try attempt("10.0.0.1", "ruth@example.org");
    for (int i = 0; i < 10; ++i) {
        REQUIRE(limit.begin(attempt, noon) == 0ms); // none of them has succeeded or failed
    }

    CHECK(limit.begin(attempt, noon) > 0ms);
}

TEST_CASE("sign-in limit: an account's wait grows to one minute and no further, whoever tries") {
    SignInLimit limit;
    TimePoint now = noon;
    int address = 0;
    Milliseconds longest{0};
    for (int i = 0; i < 200; ++i) {
        const SignInLimit::Try stranger("10.0.0." + std::to_string(++address), "ruth@example.org");
        const Milliseconds wait = limit.begin(stranger, now);
        longest = std::max(longest, wait);
        now += wait;
    }

    CHECK(longest == 1min);
    CHECK(limit.begin({"10.9.9.9", "ruth@example.org"}, now + 1min) == 0ms);
}

TEST_CASE("sign-in limit: an address's wait grows to fifteen minutes and no further") {
    SignInLimit limit;
    TimePoint now = noon;
    Milliseconds longest{0};
    for (int i = 0; i < 60; ++i) {
        const SignInLimit::Try guess("10.0.0.1", "user" + std::to_string(i) + "@example.org");
        const Milliseconds wait = limit.begin(guess, now);
        longest = std::max(longest, wait);
        now += wait;
    }

    CHECK(longest == 15min);
}

TEST_CASE("sign-in limit: case and length make no new account") {
    SignInLimit limit;
    const std::string long_name(300, 'a');
    CHECK(
        SignInLimit::Try("x", "Ruth@Example.org").by_account
        == SignInLimit::Try("x", "ruth@example.ORG").by_account
    );
    CHECK(
        SignInLimit::Try("x", long_name).by_account
        == SignInLimit::Try("x", long_name + "b").by_account
    );
}

TEST_CASE("sign-in limit: success forgives the account, and one failure of the address") {
    SignInLimit limit;
    const SignInLimit::Try ruth("10.0.0.1", "ruth@example.org");
    const SignInLimit::Try sam("10.0.0.1", "sam@example.org");
    for (int i = 0; i < 9; ++i) {
        REQUIRE(limit.begin(sam, noon) == 0ms);
    }
    REQUIRE(limit.begin(ruth, noon) == 0ms);
    limit.succeeded(ruth);

    CHECK(limit.begin(sam, noon) == 0ms);
    CHECK(limit.begin(ruth, noon) > 0ms); // the address is at ten
    CHECK(fail_until_refused(limit, {"10.0.0.2", "ruth@example.org"}, noon) == 10);
}

TEST_CASE("sign-in limit: somebody's success makes nobody else at their address wait") {
    SignInLimit limit;
    for (int i = 0; i < 10; ++i) {
        const SignInLimit::Try mistyped("10.0.0.1", "user" + std::to_string(i) + "@example.org");
        REQUIRE(limit.begin(mistyped, noon) == 0ms);
    }
    const TimePoint later = noon + 16s;
    const SignInLimit::Try ruth("10.0.0.1", "ruth@example.org");
    REQUIRE(limit.begin(ruth, later) == 0ms);
    limit.succeeded(ruth);

    CHECK(limit.begin({"10.0.0.1", "sam@example.org"}, later) == 0ms);
}

TEST_CASE("sign-in limit: a try that could not be looked up is no failure") {
    SignInLimit limit;
    const SignInLimit::Try attempt("10.0.0.1", "ruth@example.org");
    for (int i = 0; i < 50; ++i) {
        REQUIRE(limit.begin(attempt, noon) == 0ms);
        limit.undecided(attempt);
    }
}

TEST_CASE("sign-in limit: fifteen quiet minutes make everything as new") {
    SignInLimit limit;
    const SignInLimit::Try attempt("10.0.0.1", "ruth@example.org");
    REQUIRE(fail_until_refused(limit, attempt, noon) == 10);

    CHECK(fail_until_refused(limit, attempt, noon + 15min) == 10);
}

TEST_CASE("sign-in limit: a flood of accounts lets old failures go instead of refusing everybody") {
    SignInLimit limit;
    for (int i = 0; i < 30'000; ++i) {
        const std::string number = std::to_string(i);
        REQUIRE(limit.begin({"address" + number, "user" + number}, noon) == 0ms);
    }
}

}
