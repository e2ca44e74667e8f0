#include "base/result.hpp"

#include <doctest/doctest.h>

#include <string>

namespace cohort {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return invalid("test.odd");
    }
    return number / 2;
}

Result<int> quarter(int number) {
    COHORT_TRY(once, half(number));
    return half(once);
}

TEST_CASE("result: the first failure is passed on with its code") {
    CHECK(quarter(8).value() == 2);
    CHECK(quarter(6).error().code == ErrorCode("test.odd"));
    CHECK(quarter(3).error().kind == ErrorKind::invalid);
}

TEST_CASE("result: asking a failure for its value is a bug, not undefined") {
    CHECK_THROWS_AS(static_cast<void>(half(1).value()), Bug);
    CHECK_THROWS_AS(static_cast<void>(half(2).error()), Bug);
}

}
}
