// What pages and the API read. Every look-up is one practice's and costs a page, whatever the
// list's size.
#include "flow/send/counts.hpp"
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

Result<Overview> read_overview(
    const db::Row& row, const practice::Sealer& sealer, PracticeId practice, TimePoint now
) {
    const auto id = row.id<BulkMessageId>(0);
    COHORT_TRY(text, sealer.open(row.bytes(8), {"bulk_messages.text", {practice.value, id.value}}));
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
        .segments = row.integer(11)
    };
    // Its time decides, not whether a worker has begun: who pressed Send is not told 'Scheduled'.
    const TimePoint starts = row.text(9) == "scheduled" ? overview.send_at : now;
    overview.state = domain::bulk_state(control_of(row.text(9)), overview.counts, starts, now);
    return overview;
}

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
            .give_up_at = row.time_or_none(8).value_or(TimePoint::max())
        };
    });
}

Result<std::vector<Overview>> Sending::page(
    db::Snapshot& at, PracticeId practice, std::optional<PageMark> before, std::int64_t most
) const {
    COHORT_TRY(sealer, deps_.practices.sealer(at, practice));
    const TimePoint now = deps_.clock.now();
    const PageMark mark =
        before.value_or(PageMark{TimePoint{Milliseconds{INT64_MAX}}, BulkMessageId{INT64_MAX}});
    std::vector<Overview> page;
    std::optional<Error> fault;
    at.each(
        sql::list_bulk_messages,
        [&](const db::Row& row) {
            auto overview = read_overview(row, sealer, practice, now);
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
    return page;
}

Result<Overview> Sending::overview(db::Snapshot& at, PracticeId practice, BulkMessageId id) const {
    COHORT_TRY(sealer, deps_.practices.sealer(at, practice));
    const TimePoint now = deps_.clock.now();
    auto found = at.one(
        sql::load_overview,
        [&](const db::Row& row) { return read_overview(row, sealer, practice, now); },
        practice,
        id
    );
    if (!found) {
        return Error{ErrorKind::not_found, "bulk_message.not_found"};
    }
    return std::move(*found);
}

Result<Details> Sending::details(db::Snapshot& at, PracticeId practice, BulkMessageId id) const {
    COHORT_TRY(shown, overview(at, practice, id));
    COHORT_TRY(message, deps_.composing.load(at, practice, id));
    Details details{
        .overview = std::move(shown),
        .list = message.content.list,
        .subject = std::move(message.content.subject),
        .text = std::move(message.content.text),
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
    if (inside_->status[overview.channel].pause) {
        return std::nullopt;
    }
    const Line& line = inside_->lines[overview.channel];
    return send::time_left(line.waiting, practice, overview.id, line.per_second);
}

}
