// What pages and the API read. Every look-up is one practice's and costs a page, whatever the
// list's size; search alone opens the sealed contents of the one bulk message it looks through.
#include "domain/fold.hpp"
#include "flow/send/content.hpp"
#include "flow/send/counts.hpp"
#include "flow/send/inside.hpp"
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
    // A sending that was not started is scheduled, also in the second between its time and its
    // start.
    const TimePoint starts =
        row.text(9) == "scheduled" ? std::max(overview.send_at, now + Milliseconds{1}) : now;
    overview.state = domain::bulk_state(control_of(row.text(9)), overview.counts, starts, now);
    return overview;
}

MessageState read_state(std::string_view text) {
    const auto state = domain::parse_message_state(text);
    COHORT_ENSURE(state.has_value(), "the schema holds known states only");
    return *state;
}

bool matches(const MessageContent& content, std::string_view folded_search) {
    return domain::fold(content.patient_name).find(folded_search) != std::string::npos
           || domain::fold(content.to).find(folded_search) != std::string::npos;
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
            .unexpanded = row.integer(4) < row.integer(6),
            .unreleased = row.integer(5) < row.integer(4),
            .queued = row.integer(7),
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
    std::int64_t most,
    std::string_view search
) const {
    COHORT_TRY(sealer, deps_.practices.sealer(at, practice));
    const std::string folded = domain::fold(search);
    std::vector<MessageView> views;
    std::optional<Error> fault;
    const auto read = [&](const db::Row& row) {
        if (fault || static_cast<std::int64_t>(views.size()) >= most) {
            return;
        }
        const Position position{row.integer(0)};
        const auto opened = sealer.open(row.bytes(6), content_place(practice, id, position));
        auto content = opened.ok() ? unpack(*opened) : opened.error();
        if (!content.ok()) {
            fault = content.error();
            return;
        }
        if (!folded.empty() && !matches(*content, folded)) {
            return;
        }
        views.push_back(
            {.position = position,
             .state = read_state(row.text(1)),
             .reason = row.text_or_none(2).value_or(""),
             .attempts = {row.integer(3)},
             .state_at = row.time(4),
             .segments = row.integer(5),
             .line = std::move(content->line),
             .patient_name = std::move(content->patient_name),
             .date_of_birth = std::move(content->date_of_birth),
             .to = std::move(content->to)}
        );
    };
    const db::Sql& statement =
        which == Which::errors ? sql::list_messages_with_errors : sql::list_messages;
    // A search looks through the rest of the list; a page without one reads just its rows.
    const std::int64_t rows = folded.empty() ? most : INT64_MAX;
    at.each(statement, read, practice, id, after, rows);
    if (fault) {
        return *fault;
    }
    return views;
}

GatewayStatus Sending::gateway_status(Channel channel) const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->status[channel];
}

}
