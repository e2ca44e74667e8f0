// What a program sends to the API: an object of texts or a fault, never a third thing, however deep
// or broken; instants, numbers and pages within their limits.
#include "edge/api/json.hpp"
#include "tests/fuzz/pieces.hpp"

#include <array>
#include <string>

namespace {

using namespace cohort;

constexpr std::array<std::string_view, 5> members{
    "list_id", "channel", "subject", "text", "send_at"
};

void read_body(std::string_view text) {
    const auto object = api::read_object(text, members);
    if (!object.ok()) {
        COHORT_ENSURE(object.error().detail.size() <= 64, "a name of somebody else's grew");
        return;
    }
    COHORT_ENSURE(object->size() <= members.size(), "a member nobody knows");
    for (const std::string_view member : members) {
        api::text_of(*object, member);
    }
    const auto again = api::read_object(boost::json::serialize(*object), members);
    COHORT_ENSURE(again.ok() && *again == *object, "an object is not what was written");
}

void read_query(std::string_view text) {
    const auto query = http::Query::parse(text);
    if (!query.ok()) {
        return;
    }
    const auto number = api::number_of(*query, "after", 7, 1'000);
    COHORT_ENSURE(!number.ok() || (*number >= 0 && *number <= 1'000), "a number out of its limits");
    const auto page = api::page_limit_of(*query, 50, 200);
    COHORT_ENSURE(!page.ok() || (*page >= 1 && *page <= 200), "a page out of its limits");
    static_cast<void>(
        api::word_of(*query, "channel", std::array<std::string_view, 2>{"sms", "email"})
    );
}

void read_time(std::string_view text) {
    const auto instant = api::read_instant(text);
    if (!instant.ok()) {
        return;
    }
    const auto written = api::time_or_null(*instant);
    const auto again = api::read_instant(std::string_view(written.get_string()));
    // Beyond the four digits of RFC 3339 there is nothing to write.
    const auto year =
        std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(*instant)}.year();
    if (year >= std::chrono::year{0} && year <= std::chrono::year{9999}) {
        COHORT_ENSURE(again.ok() && *again == *instant, "an instant is not what was written");
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string own(reinterpret_cast<const char*>(data), size);
    read_body(own);
    read_query(own);
    read_time(own);
    return 0;
}
