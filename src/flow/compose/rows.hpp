#pragma once
// Inside compose: how its rows are written and read.
#include "domain/channel.hpp"
#include "platform/db/database.hpp"
#include "practice/sealing.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cohort::compose {

practice::Place place(const char* column, PracticeId practice, std::int64_t id);
domain::Channel read_channel(std::string_view text);

// Why it may leave outside the hours; empty where there is no reason. Errors: sealed.damaged.
Result<std::string> open_reason(
    const db::Row& row, int column, const practice::Sealer& sealer, const practice::Place& place
);
// Nothing where there is no reason.
std::optional<std::string>
seal_reason(std::string_view reason, const practice::Sealer& sealer, const practice::Place& place);
std::optional<db::Bytes> bytes_or_null(const std::optional<std::string>& sealed);

}
