#include "flow/send/message_rows.hpp"

#include "flow/send/content.hpp"
#include "flow/send/sql.hpp"

#include <utility>

namespace cohort::send {
namespace {

MessageState read_state(std::string_view text) {
    const auto state = domain::parse_message_state(text);
    COHORT_ENSURE(state.has_value(), "the schema holds known states only");
    return *state;
}

SealedMessage read_message(const db::Row& row) {
    return {
        .position = {row.integer(0)},
        .state = read_state(row.text(1)),
        .reason = std::string(row.text_or_none(2).value_or("")),
        .attempts = {row.integer(3)},
        .state_at = row.time(4),
        .segments = row.integer(5),
        .content_sealed = std::string(row.bytes(6))
    };
}

}

std::vector<SealedMessage> read_messages(
    db::Snapshot& at,
    PracticeId practice,
    BulkMessageId id,
    Which which,
    Position after,
    std::int64_t most
) {
    const db::Sql& statement =
        which == Which::errors ? sql::list_messages_with_errors : sql::list_messages;
    return at.all(statement, read_message, practice, id, after, most);
}

MessageView open_message(
    const SealedMessage& row, const practice::Sealer& sealer, PracticeId practice, BulkMessageId id
) {
    const auto packed = sealer.open(row.content_sealed, content_place(practice, id, row.position));
    auto content = packed.ok() ? unpack(*packed) : packed.error();
    MessageContent readable = content.ok() ? std::move(content).value() : MessageContent{};
    return {
        .position = row.position,
        .state = row.state,
        .reason = row.reason,
        .attempts = row.attempts,
        .state_at = row.state_at,
        .segments = row.segments,
        .line = std::move(readable.line),
        .patient_name = std::move(readable.patient_name),
        .date_of_birth = std::move(readable.date_of_birth),
        .to = std::move(readable.to)
    };
}

}
