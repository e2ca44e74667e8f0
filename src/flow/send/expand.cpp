// Making messages: rendering, sealing and storing what each patient gets, a thousand at a time,
// from a cursor that is kept in the same transaction as the rows it has passed. A crash between two
// slices repeats nothing.
#include "flow/compose/render.hpp"
#include "flow/send/content.hpp"
#include "flow/send/counts.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/sql.hpp"
#include "platform/log/log.hpp"
#include "platform/net/timer.hpp"

#include <boost/asio/this_coro.hpp>

namespace cohort::send {
namespace {

constexpr std::int64_t messages_a_slice = 1000;

struct MadeMessage {
    Position position;
    std::string reason = {}; // why it is left out; empty when it can be sent
    std::int64_t segments = 0;
    std::string content_sealed = {};
};

struct Slice {
    compose::BulkMessage message;
    practice::Practice practice;
    practice::Sealer sealer;
    Position after;
    std::vector<lists::Placed> patients;
};

std::vector<MadeMessage> make_messages(const Slice& slice, const compose::Renderer& renderer) {
    std::vector<MadeMessage> made;
    made.reserve(slice.patients.size());
    for (const lists::Placed& placed : slice.patients) {
        MessageContent content{
            .patient_name = placed.patient.name.full(),
            .date_of_birth = placed.patient.date_of_birth.iso(),
            .line = std::to_string(placed.patient.line)
        };
        MadeMessage message{.position = placed.position};
        compose::Rendering rendering = renderer.render(placed.patient);
        if (auto* rendered = std::get_if<compose::Rendered>(&rendering)) {
            content.to = std::move(rendered->to);
            content.subject = std::move(rendered->subject);
            content.text = std::move(rendered->text);
            message.segments = rendered->segments;
        } else {
            message.reason = std::get<compose::Unreachable>(rendering).reason;
        }
        message.content_sealed = slice.sealer.seal(
            pack(content), content_place(slice.message.practice, slice.message.id, placed.position)
        );
        made.push_back(std::move(message));
    }
    return made;
}

struct Cursor {
    std::string state;
    std::int64_t expanded_to;
    std::int64_t released_to;
};

std::optional<Cursor> load_cursor(db::Snapshot& at, PracticeId practice, BulkMessageId id) {
    return at.one(
        sql::load_cursor,
        [](const db::Row& row) {
            return Cursor{std::string(row.text(0)), row.integer(1), row.integer(2)};
        },
        practice,
        id
    );
}

// Into which state a message is born.
MessageState first_state(const MadeMessage& message, const Cursor& cursor) {
    if (cursor.state == "stopped") {
        return MessageState::cancelled;
    }
    if (!message.reason.empty()) {
        return MessageState::skipped;
    }
    // While earlier rows still wait to be released, later ones wait with them.
    const bool caught_up = cursor.released_to == cursor.expanded_to;
    return cursor.state == "sending" && caught_up ? MessageState::queued : MessageState::planned;
}

// Requires: nothing beyond the cursor was stored before, which load_cursor proved in this
// transaction.
void store_messages(
    db::Transaction& tx,
    const Slice& slice,
    const std::vector<MadeMessage>& made,
    const Cursor& cursor,
    TimePoint now
) {
    const PracticeId practice = slice.message.practice;
    const BulkMessageId id = slice.message.id;
    constexpr std::size_t message_width = 8;
    constexpr std::size_t content_width = 4;
    std::vector<db::Value> messages;
    std::vector<db::Value> contents;
    messages.reserve(made.size() * message_width);
    contents.reserve(made.size() * content_width);
    CountChange change;
    std::int64_t segments = 0;
    for (const MadeMessage& message : made) {
        const MessageState state = first_state(message, cursor);
        const bool left_out = state == MessageState::skipped;
        messages.insert(
            messages.end(),
            {practice.value,
             id.value,
             message.position.value,
             text(state),
             left_out ? db::Value(std::string_view(message.reason)) : db::Value(nullptr),
             db::to_value(now),
             message.segments,
             db::to_value(now)}
        );
        contents.insert(
            contents.end(),
            {practice.value, id.value, message.position.value, db::Bytes{message.content_sealed}}
        );
        segments += message.segments;
        if (state != MessageState::planned) {
            change.move(MessageState::planned, state);
        }
    }
    tx.run_many(sql::add_message, message_width, messages);
    tx.run_many(sql::add_content, content_width, contents);
    const std::int64_t expanded_to = made.back().position.value;
    const bool released = cursor.state == "sending" && cursor.released_to == cursor.expanded_to;
    tx.run(
        sql::move_cursor,
        practice,
        id,
        expanded_to,
        released ? expanded_to : cursor.released_to,
        segments
    );
    change.apply(tx, practice, id, now);
}

}

Outcome Sending::on_accepted(db::Transaction& tx, const compose::BulkMessage& message) const {
    COHORT_TRY(
        last_position, deps_.lists.last_position(tx, message.practice, message.content.list)
    );
    tx.run(
        sql::add_sending,
        message.practice,
        message.id,
        text(message.content.channel),
        message.patients,
        last_position,
        message.pressed_at
    );
    note_event(
        tx,
        message.practice,
        message.id,
        "accepted",
        message.pressed_by,
        message.patients,
        message.pressed_at
    );
    return done();
}

Outcome Sending::on_due(db::Transaction& tx, PracticeId practice, BulkMessageId id) const {
    const TimePoint now = deps_.clock.now();
    if (tx.run(sql::start_sending, practice, id, now, now + attempts_life) == 1) {
        note_event(tx, practice, id, "started", "", 0, now);
        if (tx.run(sql::end_when_done, practice, id, now) == 1) {
            note_event(tx, practice, id, "ended", "", 0, now);
        }
    }
    return done();
}

bool Sending::needs_list(db::Snapshot& at, PracticeId practice, ListId list) const {
    const auto any = [](const db::Row&) { return true; };
    return at.one(sql::find_list_needed, any, practice, list).has_value();
}

Task<Result<bool>> Sending::expand(PracticeId practice_id, BulkMessageId id) {
    const auto load = [=, this](db::Snapshot& at) -> Result<Slice> {
        const auto cursor = load_cursor(at, practice_id, id);
        COHORT_ENSURE(cursor.has_value(), "a sending that was found has a cursor");
        COHORT_TRY(message, deps_.composing.load(at, practice_id, id));
        COHORT_TRY(practice, deps_.practices.load(at, practice_id));
        COHORT_TRY(sealer, deps_.practices.sealer(at, practice_id));
        const Position after{cursor->expanded_to};
        COHORT_TRY(
            patients,
            deps_.lists.patients(at, practice_id, message.content.list, after, messages_a_slice)
        );
        return Slice{
            std::move(message), std::move(practice), std::move(sealer), after, std::move(patients)
        };
    };
    COHORT_CO_TRY(slice, co_await deps_.database.read(load));
    if (slice.patients.empty()) {
        co_return false;
    }
    const compose::Content& content = slice.message.content;
    COHORT_CO_TRY(
        renderer,
        compose::Renderer::make(content.channel, content.subject, content.text, slice.practice.name)
    );
    // `slice` and `renderer` live in this frame, which waits for the job.
    const auto make = [&slice, &renderer]() -> Result<std::vector<MadeMessage>> {
        return make_messages(slice, renderer);
    };
    const net::Lane lane = sending_for(practice_id);
    COHORT_CO_TRY(made, co_await deps_.pool.run(lane, make));
    const auto store = [this, &slice, &made](db::Transaction& tx) -> Result<bool> {
        lock_sending(tx, slice.message.practice, slice.message.id);
        const auto cursor = load_cursor(tx, slice.message.practice, slice.message.id);
        if (!cursor || cursor->expanded_to != slice.after.value) {
            return false; // another node made this slice
        }
        store_messages(tx, slice, made, *cursor, deps_.clock.now());
        return true;
    };
    co_return co_await deps_.database.write(store);
}

Task<Result<bool>> Sending::release(PracticeId practice, BulkMessageId id) {
    const auto queue_slice = [=, this](db::Transaction& tx) -> Result<bool> {
        lock_sending(tx, practice, id);
        const auto cursor = load_cursor(tx, practice, id);
        if (!cursor || cursor->state != "sending" || cursor->released_to >= cursor->expanded_to) {
            return false;
        }
        const TimePoint now = deps_.clock.now();
        const std::int64_t to =
            std::min(cursor->released_to + messages_a_slice, cursor->expanded_to);
        const auto queued = tx.run(sql::queue_planned, practice, id, cursor->released_to, to, now);
        tx.run(sql::move_cursor, practice, id, cursor->expanded_to, to, std::int64_t{0});
        CountChange change;
        change.move(MessageState::planned, MessageState::queued, queued);
        change.apply(tx, practice, id, now);
        return true;
    };
    co_return co_await deps_.database.write(queue_slice);
}

Task<Result<bool>> Sending::step() {
    const auto find = [](db::Snapshot& at) { return find_unfinished(at); };
    COHORT_CO_TRY(unfinished, co_await deps_.database.read(find));
    bool worked = false;
    for (const Unfinished& one : unfinished) {
        // A slice each, in turn: a large list does not hold up a small one.
        if (one.unexpanded) {
            COHORT_CO_TRY(expanded, co_await expand(one.practice, one.id));
            worked = worked || expanded;
        }
        if (one.sending && one.unreleased) {
            COHORT_CO_TRY(released, co_await release(one.practice, one.id));
            worked = worked || released;
        }
    }
    co_return worked;
}

Task<> Sending::run() {
    net::Timer timer(co_await boost::asio::this_coro::executor);
    while (!inside_->stopping) {
        const Result<bool> worked = co_await step();
        if (!worked.ok()) {
            log::error(
                "expand_failed", {{"code", worked.error().code}, {"detail", worked.error().detail}}
            );
        }
        if (!worked.value_or(false)) {
            co_await timer.wait(deps_.look_every);
        }
    }
}

}
