#include "flow/compose/rows.hpp"

namespace cohort::compose {

practice::Place place(const char* column, PracticeId practice, std::int64_t id) {
    return {column, {practice.value, id}};
}

domain::Channel read_channel(std::string_view text) {
    const auto channel = domain::parse_channel(text);
    COHORT_ENSURE(channel.has_value(), "the schema holds known channels only");
    return *channel;
}

}
