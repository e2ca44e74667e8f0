#include "flow/send/cursor.hpp"

#include "flow/send/sql.hpp"

namespace cohort::send {

std::optional<Cursor> load_cursor(db::Snapshot& at, PracticeId practice, BulkMessageId id) {
    return at.one(
        sql::load_cursor,
        [](const db::Row& row) {
            return Cursor{
                std::string(row.text(0)),
                row.integer(1),
                row.integer(2),
                row.integer(3),
                row.text(5) == "sms" ? Channel::sms : Channel::email,
                row.time(4)
            };
        },
        practice,
        id
    );
}

std::int64_t count_waiting(db::Snapshot& at, PracticeId practice, BulkMessageId id) {
    const auto read = [](const db::Row& row) { return row.integer(0); };
    return at.one(sql::count_waiting, read, practice, id).value_or(0);
}

Error bulk_message_not_found() {
    return {ErrorKind::not_found, "bulk_message.not_found"};
}

TimePoint latest_of(const practice::Practice& practice, TimePoint from) {
    return domain::closing_of_next_day(from, practice.send_window, domain::england_bank_holidays());
}

}
