#pragma once
// Inside compose: how its rows are written and read.
#include "domain/channel.hpp"
#include "practice/sealing.hpp"

#include <string_view>

namespace cohort::compose {

practice::Place place(const char* column, PracticeId practice, std::int64_t id);
domain::Channel read_channel(std::string_view text);

}
