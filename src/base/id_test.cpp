#include "base/id.hpp"

#include <doctest/doctest.h>

namespace cohort {
namespace {

TEST_CASE("id: parse takes positive decimal digits and nothing else") {
    CHECK(ListId::parse("42").value() == ListId{42});
    for (const char* text : {"", "0", "-1", "4 2", "42x", "+42", "99999999999999999999"}) {
        CAPTURE(text);
        CHECK_FALSE(ListId::parse(text).ok());
    }
}

TEST_CASE("id: later ones are larger") {
    SeededRandom random(3);
    const TimePoint now{Milliseconds{1'790'000'000'000}};
    CHECK(make_id<ListId>(now, random) < make_id<ListId>(now + Milliseconds{1}, random));
}

}
}
