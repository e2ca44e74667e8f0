// Making messages: rendering, sealing and storing what each patient gets, a thousand at a time,
// from a cursor that is kept in the same transaction as the rows it has passed. A crash between two
// slices repeats nothing.
#include "base/failpoint.hpp"
#include "flow/compose/render.hpp"
#include "flow/send/content.hpp"
#include "flow/send/counts.hpp"
#include "flow/send/cursor.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/sql.hpp"
#include "flow/send/worker.hpp"
#include "platform/log/log.hpp"

#include <algorithm>

namespace cohort::send {
namespace {

constexpr std::int64_t messages_a_slice = 1000;
// Between two looks at who else wants some made: a small send does not wait longer for its own.
constexpr std::int64_t messages_a_step = 8 * messages_a_slice;

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

// Into which state a message is born, and why.
struct Birth {
    MessageState state;
    std::string_view reason = {};
};

Birth birth_of(const MadeMessage& message, const Cursor& cursor, TimePoint now) {
    if (cursor.state == "stopped") {
        return {MessageState::cancelled};
    }
    if (!message.reason.empty()) {
        return {MessageState::skipped, message.reason};
    }
    if (cursor.state != "scheduled" && now > cursor.give_up_at) {
        return {MessageState::expired, "message.too_late"};
    }
    // While earlier rows still wait to be released, later ones wait with them.
    const bool caught_up = cursor.released_to == cursor.expanded_to;
    return {cursor.state == "sending" && caught_up ? MessageState::queued : MessageState::planned};
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
        const auto [state, reason] = birth_of(message, cursor, now);
        messages.insert(
            messages.end(),
            {practice.value,
             id.value,
             message.position.value,
             text(state),
             reason.empty() ? db::Value(nullptr) : db::Value(reason),
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
    COHORT_TRY(practice, deps_.practices.load(tx, message.practice));
    tx.run(
        sql::add_sending,
        message.practice,
        message.id,
        text(message.content.channel),
        message.patients,
        last_position,
        message.pressed_at,
        latest_of(practice, message.send_at),
        std::int64_t{message.content.anyway_reason.empty() ? 0 : 1}
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
        tx.after_commit([] { COHORT_FAILPOINT("made_committed"); });
        COHORT_FAILPOINT("made_before_commit");
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

namespace {

// Those that are being sent before those that only wait for their time.
std::vector<Unfinished> choose_to_make(std::vector<Unfinished> unfinished) {
    std::erase_if(unfinished, [](const Unfinished& one) {
        return one.to_make == 0 && (!one.sending || one.to_release == 0);
    });
    if (std::ranges::any_of(unfinished, &Unfinished::sending)) {
        std::erase_if(unfinished, [](const Unfinished& one) { return !one.sending; });
    }
    return unfinished;
}

}

Task<Result<bool>> Sending::step() {
    const auto find = [](db::Snapshot& at) { return find_unfinished(at); };
    COHORT_CO_TRY(unfinished, co_await deps_.database.read(find));
    const std::vector<Unfinished> chosen = choose_to_make(std::move(unfinished));
    std::vector<Wanting> wanting;
    wanting.reserve(chosen.size());
    for (const Unfinished& one : chosen) {
        wanting.push_back({one.practice, std::max(one.to_make, one.to_release), is_small(one)});
    }
    bool worked = false;
    for (const Served& share :
         inside_->making.share(wanting, {messages_a_step, messages_a_slice})) {
        const Unfinished& one = chosen[share.of];
        const Result<bool> made = co_await make_some(one, share.messages);
        worked = worked || made.value_or(false);
        if (!made.ok()) { // its own trouble, and nobody else's: the others go on
            log::error(
                "expand_failed",
                {{"bulk_message_id", one.id.value},
                 {"code", made.error().code},
                 {"detail", made.error().detail}}
            );
        }
    }
    co_return worked;
}

Task<Result<bool>> Sending::make_some(Unfinished one, std::int64_t messages) {
    bool worked = false;
    for (std::int64_t made = 0; made < messages; made += messages_a_slice) {
        if (one.to_make > made) {
            COHORT_CO_TRY(expanded, co_await expand(one.practice, one.id));
            worked = worked || expanded;
        }
        if (one.sending && one.to_release > made) {
            COHORT_CO_TRY(released, co_await release(one.practice, one.id));
            worked = worked || released;
        }
    }
    co_return worked;
}

Task<> Sending::run() {
    while (!inside_->stopping) {
        const Result<bool> worked = co_await step();
        if (!worked.ok()) {
            log::error(
                "expand_failed", {{"code", worked.error().code}, {"detail", worked.error().detail}}
            );
        }
        if (worked.value_or(false)) {
            std::ranges::for_each(inside_->workers, &GatewayWorker::look);
        } else {
            co_await inside_->something_to_make.wait(deps_.look_every);
        }
    }
}

}
