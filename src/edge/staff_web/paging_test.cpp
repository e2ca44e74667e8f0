#include "edge/staff_web/paging.hpp"

#include <doctest/doctest.h>

namespace cohort::staff_web {

TEST_CASE("paging: a place reads back as it was written") {
    const send::PageMark mark{TimePoint{Milliseconds{1'800'000'000'123}}, BulkMessageId{77}};

    const auto read = read_page_mark(write_page_mark(mark));

    REQUIRE(read.has_value());
    CHECK(read->pressed_at == mark.pressed_at);
    CHECK(read->id == mark.id);
}

TEST_CASE("paging: what is no place shows the newest page") {
    for (const char* text :
         {"", "-", "1", "1-", "-1", "1-2x", "a-1", "1-99999999999999999999", "0-0"}) {
        CAPTURE(text);
        CHECK_FALSE(read_page_mark(text).has_value());
    }
}

TEST_CASE("paging: what is no position is the beginning") {
    CHECK(read_position("50") == 50);
    for (const char* text : {"", "-5", "5;", "99999999999999999999"}) {
        CAPTURE(text);
        CHECK(read_position(text) == 0);
    }
}

}
