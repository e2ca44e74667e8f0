// What pages and the API read. Every look-up is one practice's and costs a page, whatever the
// list's size.
#include "flow/send/counts.hpp"
#include "flow/send/cursor.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/message_rows.hpp"
#include "flow/send/sql.hpp"

namespace cohort::send {
namespace {

constexpr int first_count_column = 14;

std::string first_line_of(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

domain::BulkControl control_of(std::string_view state) {
    return state == "paused"    ? domain::BulkControl::pause
           : state == "stopped" ? domain::BulkControl::stop
                                : domain::BulkControl::run;
}

// What `read_overview` needs besides its row.
struct Reading {
    practice::Practice practice;
    practice::Sealer sealer;
    TimePoint now;
};

Result<Reading> start_reading(
    db::Snapshot& at, const practice::Practices& practices, PracticeId id, TimePoint now
) {
    COHORT_TRY(practice, practices.load(at, id));
    COHORT_TRY(sealer, practices.sealer(at, id));
    return Reading{std::move(practice), std::move(sealer), now};
}

std::optional<Hold> hold_of(const db::Row& row, const Overview& overview, const Reading& reading) {
    using Why = Hold::Why;
    constexpr int paused_because_column = 28;
    constexpr int at_any_time_column = 30;
    const std::string_view state = row.text(9);
    if (state == "paused") {
        const bool missed = row.text(paused_because_column) == "missed";
        return Hold{missed ? Why::missed : Why::paused, std::nullopt};
    }
    const bool undo =
        row.text(13) == "now" && overview.send_at <= overview.pressed_at + practice::undo_max;
    if (state == "scheduled") {
        return undo && reading.now < overview.send_at
                   ? std::optional(Hold{Why::undo, overview.send_at})
                   : std::nullopt;
    }
    const bool waits = overview.counts.of(domain::ShownState::waiting) > 0;
    if (state != "sending" || !waits || row.integer(at_any_time_column) == 1) {
        return std::nullopt;
    }
    const TimePoint opens = domain::next_opening(
        reading.now, reading.practice.send_window, domain::england_bank_holidays()
    );
    if (opens == reading.now) {
        return std::nullopt;
    }
    // Where the hours were changed meanwhile, they may open too late for it.
    return Hold{Why::hours, opens <= overview.latest ? std::optional(opens) : std::nullopt};
}

Result<Overview> read_overview(const db::Row& row, const Reading& reading) {
    constexpr int give_up_at_column = 29;
    constexpr int miscounted_column = 31;
    const TimePoint now = reading.now;
    const auto id = row.id<BulkMessageId>(0);
    const practice::Place place{"bulk_messages.text", {reading.practice.id.value, id.value}};
    COHORT_TRY(text, reading.sealer.open(row.bytes(8), place));
    Overview overview{
        .id = id,
        .channel = row.text(1) == "sms" ? Channel::sms : Channel::email,
        .list_name = std::string(row.text(2)),
        .first_line = first_line_of(text),
        .pressed_by = std::string(row.text(3)),
        .pressed_at = row.time(4),
        .send_at = row.time(5),
        .started_at = row.time_or_none(6),
        .ended_at = row.time_or_none(7),
        .state = {},
        .counts = read_counts(row, first_count_column),
        .patients = row.integer(10),
        .segments = row.integer(11),
        .latest = row.time(give_up_at_column)
    };
    // Its time decides, not whether a worker has begun: who pressed Send is not told 'Scheduled'.
    const TimePoint starts = row.text(9) == "scheduled" ? overview.send_at : now;
    overview.state = domain::bulk_state(control_of(row.text(9)), overview.counts, starts, now);
    overview.hold = hold_of(row, overview, reading);
    overview.miscounted = row.integer(miscounted_column) == 1;
    return overview;
}

}

std::string_view text(Hold::Why why) {
    switch (why) {
    case Hold::Why::undo:
        return "undo";
    case Hold::Why::hours:
        return "hours";
    case Hold::Why::paused:
        return "paused";
    case Hold::Why::missed:
        return "missed";
    }
    return {};
}

Result<std::vector<Unfinished>> find_unfinished(db::Snapshot& at) {
    return at.all(sql::find_unfinished, [](const db::Row& row) {
        const bool sending = row.text(3) == "sending";
        return Unfinished{
            .practice = row.id<PracticeId>(0),
            .id = row.id<BulkMessageId>(1),
            .channel = row.text(2) == "sms" ? Channel::sms : Channel::email,
            .sending = sending,
            .to_make = row.integer(6) - row.integer(4),
            .to_release = row.integer(4) - row.integer(5),
            .queued = row.integer(7),
            .patients = row.integer(9),
            .give_up_at = row.time(8)
        };
    });
}

Result<std::vector<Overview>> Sending::page(
    db::Snapshot& at, PracticeId practice, std::optional<PageMark> before, std::int64_t most
) const {
    COHORT_TRY(reading, start_reading(at, deps_.practices, practice, deps_.clock.now()));
    const PageMark mark =
        before.value_or(PageMark{TimePoint{Milliseconds{INT64_MAX}}, BulkMessageId{INT64_MAX}});
    std::vector<Overview> page;
    std::optional<Error> fault;
    at.each(
        sql::list_bulk_messages,
        [&](const db::Row& row) {
            auto overview = read_overview(row, reading);
            if (overview.ok()) {
                page.push_back(std::move(overview).value());
            } else {
                fault = overview.error();
            }
        },
        practice,
        mark.pressed_at,
        mark.id,
        most
    );
    if (fault) {
        return *fault;
    }
    for (Overview& overview : page) {
        overview.left = time_left(practice, overview);
    }
    return page;
}

Result<Overview> Sending::overview(db::Snapshot& at, PracticeId practice, BulkMessageId id) const {
    COHORT_TRY(reading, start_reading(at, deps_.practices, practice, deps_.clock.now()));
    auto found = at.one(
        sql::load_overview,
        [&](const db::Row& row) { return read_overview(row, reading); },
        practice,
        id
    );
    if (!found) {
        return bulk_message_not_found();
    }
    COHORT_TRY(shown, std::move(*found));
    shown.left = time_left(practice, shown);
    return shown;
}

Result<Details> Sending::details(db::Snapshot& at, PracticeId practice, BulkMessageId id) const {
    COHORT_TRY(shown, overview(at, practice, id));
    COHORT_TRY(message, deps_.composing.load(at, practice, id));
    Details details{
        .overview = std::move(shown),
        .list = message.content.list,
        .subject = std::move(message.content.subject),
        .text = std::move(message.content.text),
        .anyway_reason = std::move(message.content.anyway_reason),
        .timeline = at.all(
            sql::list_events,
            [](const db::Row& row) {
                return Event{
                    row.time(0), std::string(row.text(1)), std::string(row.text(2)), row.integer(3)
                };
            },
            practice,
            id
        )
    };
    return details;
}

Result<std::vector<MessageView>> Sending::messages(
    db::Snapshot& at,
    PracticeId practice,
    BulkMessageId id,
    Which which,
    Position after,
    std::int64_t most
) const {
    COHORT_TRY(sealer, deps_.practices.sealer(at, practice));
    std::vector<MessageView> views;
    for (const SealedMessage& row : read_messages(at, practice, id, which, after, most)) {
        views.push_back(open_message(row, sealer, practice, id));
    }
    return views;
}

GatewayStatus Sending::gateway_status(Channel channel) const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->status[channel];
}

double Sending::rate(Channel channel) const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->lines[channel].per_second;
}

Health Sending::health(db::Snapshot& at) const {
    const auto read = [](const db::Row& row) {
        return Health{
            .waiting = row.integer(0),
            .oldest_due = row.time_or_none(1),
            .attempting = row.integer(2),
            .not_confirmed = row.integer(3),
            .without_receipt = row.integer(4),
            .oldest_without_receipt = row.time_or_none(5),
            .miscounted = row.integer(6)
        };
    };
    return at.one(sql::sum_health, read).value_or(Health{});
}

std::optional<Milliseconds>
Sending::time_left(PracticeId practice, const Overview& overview) const {
    const std::lock_guard lock(inside_->mutex);
    const bool moves = overview.state == domain::BulkState::sending && !overview.hold
                       && !inside_->status[overview.channel].pause;
    if (!moves) {
        return std::nullopt;
    }
    const Line& line = inside_->lines[overview.channel];
    return send::time_left(line.waiting, practice, overview.id, line.per_second);
}

}
