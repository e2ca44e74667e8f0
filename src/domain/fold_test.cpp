#include "domain/fold.hpp"

#include <doctest/doctest.h>

namespace cohort::domain {
namespace {

TEST_CASE("fold: case and accents do not matter, letters do") {
    CHECK(fold("O'NEILL") == "o'neill");
    CHECK(fold("Siân") == fold("SIAN"));
    CHECK(fold("Ŵyn") == "wyn");
    CHECK(fold("Straße") == "strasse");
    CHECK(fold("Wałęsa") == "walesa");
    CHECK(fold("SØREN Đorđe") == "soren dorde");
    CHECK(fold("O’Neill") == fold("O'Neill"));
    CHECK(fold("Smith") != fold("Smyth"));
    CHECK(fold("").empty());
}

// Found by tests/fuzz: a capital only once it is taken apart stayed one.
TEST_CASE("fold: folding what is folded changes nothing") {
    CHECK(fold("\U0001D615ia") == "nia");
    CHECK(fold(fold("\U0001D615\u00C9")) == fold("\U0001D615\u00C9"));
}

} // namespace
} // namespace cohort::domain
