#include "flow/compose/compose.hpp"

#include "flow/compose/rows.hpp"
#include "flow/compose/sql.hpp"

#include <algorithm>
#include <utility>

namespace cohort::compose {

Start start_of(const practice::Practice& practice, const Content& content, TimePoint now) {
    const TimePoint earliest = content.later ? std::max(*content.later, now) : now + practice.undo;
    const bool keeps_hours = content.anyway_reason.empty();
    const TimePoint at =
        keeps_hours
            ? domain::next_opening(earliest, practice.send_window, domain::england_bank_holidays())
            : earliest;
    return {
        at,
        at != earliest  ? Start::When::next_opening
        : content.later ? Start::When::chosen
                        : Start::When::now
    };
}

Composing::Composing(
    const practice::Practices& practices,
    const lists::Lists& lists,
    const Clock& clock,
    Random& random,
    OnAccepted on_accepted
)
    : practices_(practices), lists_(lists), clock_(clock), random_(random),
      on_accepted_(std::move(on_accepted)) {}

Result<BulkMessage> Composing::load(db::Snapshot& at, PracticeId practice, BulkMessageId id) const {
    COHORT_TRY(sealer, practices_.sealer(at, practice));
    auto found = at.one(
        sql::load_bulk_message,
        [&](const db::Row& row) -> Result<BulkMessage> {
            COHORT_TRY(
                subject,
                sealer.open(row.bytes(3), place("bulk_messages.subject", practice, id.value))
            );
            COHORT_TRY(
                text, sealer.open(row.bytes(4), place("bulk_messages.text", practice, id.value))
            );
            COHORT_TRY(
                reason,
                open_reason(row, 10, sealer, place("bulk_messages.reason", practice, id.value))
            );
            return BulkMessage{
                .practice = practice,
                .id = id,
                .content =
                    {row.id<ListId>(0),
                     read_channel(row.text(2)),
                     std::move(subject),
                     std::move(text),
                     row.time_or_none(6),
                     std::move(reason)},
                .list_name = std::string(row.text(1)),
                .send_at = row.time(5),
                .patients = row.integer(7),
                .pressed_by = std::string(row.text(8)),
                .pressed_at = row.time(9)
            };
        },
        practice,
        id
    );
    if (!found) {
        return Error{ErrorKind::not_found, "bulk_message.not_found"};
    }
    return std::move(*found);
}

}
