#include "domain/fold.hpp"

#include <doctest/doctest.h>

namespace cohort::domain {
namespace {

TEST_CASE("fold: case and accents do not matter, letters do") {
    CHECK(fold("O'NEILL") == "o'neill");
    CHECK(fold("Siân") == fold("SIAN"));
    CHECK(fold("Ŵyn") == "wyn");
    CHECK(fold("Straße") == "strasse");
    CHECK(fold("Smith") != fold("Smyth"));
    CHECK(fold("").empty());
}

} // namespace
} // namespace cohort::domain
