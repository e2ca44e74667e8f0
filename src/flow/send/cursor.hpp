#pragma once
// How a sending stands as a whole: its state, and how far its messages are made and released.
#include "flow/send/send.hpp"

#include <optional>
#include <string>

namespace cohort::send {

struct Cursor {
    std::string state;
    std::int64_t expanded_to;
    std::int64_t released_to;
    std::int64_t last_position;
    Channel channel;
    TimePoint give_up_at; // no attempt begins after this instant
};

// Nothing where there is no such sending.
std::optional<Cursor> load_cursor(db::Snapshot& at, PracticeId practice, BulkMessageId id);

// Planned, queued, leased and held.
std::int64_t count_waiting(db::Snapshot& at, PracticeId practice, BulkMessageId id);

Error bulk_message_not_found();

// Until when a message that goes at `from` may be sent: the end of the practice's next day of
// sending (G23).
TimePoint latest_of(const practice::Practice& practice, TimePoint from);

}
