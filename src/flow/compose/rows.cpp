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

Result<std::string> open_reason(
    const db::Row& row, int column, const practice::Sealer& sealer, const practice::Place& place
) {
    return row.is_null(column) ? std::string() : sealer.open(row.bytes(column), place);
}

std::optional<std::string>
seal_reason(std::string_view reason, const practice::Sealer& sealer, const practice::Place& place) {
    return reason.empty() ? std::nullopt : std::optional(sealer.seal(reason, place));
}

std::optional<db::Bytes> bytes_or_null(const std::optional<std::string>& sealed) {
    return sealed ? std::optional(db::Bytes{*sealed}) : std::nullopt;
}

}
