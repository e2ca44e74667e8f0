#pragma once
// Messages as rows: read on a database thread, opened wherever there is time for it.
#include "flow/send/send.hpp"

#include <string>
#include <vector>

namespace cohort::send {

struct SealedMessage {
    Position position;
    MessageState state;
    std::string reason;
    AttemptNumber attempts;
    TimePoint state_at;
    std::int64_t segments;
    std::string content_sealed;
};

// In list order, at most `most`, after this position.
std::vector<SealedMessage> read_messages(
    db::Snapshot& at,
    PracticeId practice,
    BulkMessageId id,
    Which which,
    Position after,
    std::int64_t most
);

// What cannot be opened any more is empty: one damaged row hides none of the others.
MessageView open_message(
    const SealedMessage& row, const practice::Sealer& sealer, PracticeId practice, BulkMessageId id
);

}
