#include "flow/compose/compose.hpp"

#include "domain/character_count.hpp"
#include "domain/limits.hpp"
#include "domain/segments.hpp"
#include "flow/compose/sql.hpp"

#include <algorithm>
#include <utility>

namespace cohort::compose {
namespace {

constexpr std::int64_t rows_a_read = 1000;
constexpr std::size_t left_out_shown_max = 50;
constexpr std::size_t previews_shown = 3;

practice::Place place(const char* column, PracticeId practice, std::int64_t id) {
    return {column, {practice.value, id}};
}

Channel read_channel(std::string_view text) {
    const auto channel = domain::parse_channel(text);
    COHORT_ENSURE(channel.has_value(), "the schema holds known channels only");
    return *channel;
}

Error draft_not_found() {
    return {ErrorKind::not_found, "draft.not_found"};
}

// Forms send CR LF; messages hold LF, and no blanks at their ends.
std::string tidy(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            clean.push_back('\n');
            i += i + 1 < text.size() && text[i + 1] == '\n' ? 1 : 0;
        } else {
            clean.push_back(text[i]);
        }
    }
    constexpr std::string_view blanks = " \t\n";
    const auto first = clean.find_first_not_of(blanks);
    if (first == clean.npos) {
        return {};
    }
    return clean.substr(first, clean.find_last_not_of(blanks) - first + 1);
}

void add_text_faults(const Content& content, std::vector<Error>& faults) {
    if (content.text.empty()) {
        faults.push_back(invalid("compose.text_missing"));
        return;
    }
    const auto parsed = domain::Personalisation::parse(content.text);
    if (!parsed.ok()) {
        faults.push_back(parsed.error());
        return;
    }
    const bool too_long =
        content.channel == Channel::sms
            // With placeholders the longest name decides; each message is measured when it is
            // rendered.
            ? parsed->is_plain() && !domain::fits_sms(domain::measure_sms(content.text))
            : domain::count_characters(content.text) > domain::limits::email_text_characters_max;
    if (too_long
        || domain::count_characters(content.text) > domain::limits::email_text_characters_max) {
        faults.push_back(invalid("compose.text_too_long"));
    }
}

void add_subject_faults(const Content& content, std::vector<Error>& faults) {
    if (content.channel != Channel::email) {
        return;
    }
    if (content.subject.empty()) {
        faults.push_back(invalid("compose.subject_missing"));
        return;
    }
    if (domain::count_characters(content.subject) > domain::limits::email_subject_characters_max) {
        faults.push_back(invalid("compose.subject_too_long"));
    }
    if (content.subject.find('\n') != std::string::npos) {
        faults.push_back(invalid("compose.subject_has_lines"));
    }
    if (const auto parsed = domain::Personalisation::parse(content.subject); !parsed.ok()) {
        faults.push_back(parsed.error());
    }
}

}

TimePoint
may_start_at(const practice::Practice& practice, std::optional<TimePoint> later, TimePoint now) {
    const TimePoint earliest = later ? std::max(*later, now) : now + practice.undo;
    return domain::next_opening(earliest, practice.send_window, domain::england_bank_holidays());
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

Result<DraftId>
Composing::start(db::Transaction& tx, const practice::Actor& actor, ListId list) const {
    COHORT_TRY(summary, lists_.summary(tx, actor.practice, list));
    if (summary.state != lists::State::confirmed) {
        return Error{ErrorKind::conflict, "list.not_confirmed"};
    }
    COHORT_TRY(practice, practices_.load(tx, actor.practice));
    COHORT_TRY(sealer, practices_.sealer(tx, actor.practice));
    const TimePoint now = clock_.now();
    const auto id = make_id<DraftId>(now, random_);
    const bool sms = practice.sms_enabled && summary.by_sms > 0;
    const std::string subject = sealer.seal("", place("drafts.subject", actor.practice, id.value));
    const std::string text = sealer.seal("", place("drafts.text", actor.practice, id.value));
    tx.run(
        sql::add_draft,
        actor.practice,
        id,
        list,
        domain::text(sms ? Channel::sms : Channel::email),
        db::Bytes{subject},
        db::Bytes{text},
        std::string_view(actor.name),
        now
    );
    return id;
}

Result<Draft> Composing::draft(db::Snapshot& at, PracticeId practice, DraftId draft) const {
    COHORT_TRY(sealer, practices_.sealer(at, practice));
    auto found = at.one(
        sql::load_draft,
        [&](const db::Row& row) -> Result<Draft> {
            COHORT_TRY(
                subject, sealer.open(row.bytes(2), place("drafts.subject", practice, draft.value))
            );
            COHORT_TRY(
                text, sealer.open(row.bytes(3), place("drafts.text", practice, draft.value))
            );
            return Draft{
                draft,
                {row.id<ListId>(0),
                 read_channel(row.text(1)),
                 std::move(subject),
                 std::move(text),
                 row.time_or_none(4)}
            };
        },
        practice,
        draft
    );
    if (!found) {
        return draft_not_found();
    }
    return std::move(*found);
}

Outcome
Composing::save(db::Transaction& tx, const practice::Actor& actor, const Draft& draft) const {
    COHORT_TRY(sealer, practices_.sealer(tx, actor.practice));
    const Content& content = draft.content;
    const std::string subject =
        sealer.seal(tidy(content.subject), place("drafts.subject", actor.practice, draft.id.value));
    const std::string text =
        sealer.seal(tidy(content.text), place("drafts.text", actor.practice, draft.id.value));
    const auto changed = tx.run(
        sql::save_draft,
        actor.practice,
        draft.id,
        domain::text(content.channel),
        db::Bytes{subject},
        db::Bytes{text},
        std::string_view(content.later ? "later" : "now"),
        content.later,
        std::string_view(actor.name),
        clock_.now()
    );
    return changed == 1 ? done() : Outcome(draft_not_found());
}

std::vector<Error> Composing::faults(
    const practice::Practice& practice, const lists::Summary& list, const Content& content
) const {
    std::vector<Error> faults;
    const bool sms = content.channel == Channel::sms;
    if (sms && !practice.sms_enabled) {
        faults.push_back(invalid("compose.sms_off"));
    } else if ((sms ? list.by_sms : list.by_email) == 0) {
        faults.push_back(invalid(
            sms ? ErrorCode("compose.nobody_has_mobile") : ErrorCode("compose.nobody_has_email")
        ));
    }
    add_subject_faults(content, faults);
    add_text_faults(content, faults);
    const TimePoint now = clock_.now();
    if (content.later && *content.later <= now) {
        faults.push_back(invalid("compose.time_passed"));
    }
    if (content.later && *content.later > now + domain::limits::schedule_ahead_max) {
        faults.push_back(invalid("compose.time_too_far"));
    }
    return faults;
}

std::string Composing::hash_of(const Content& content) const {
    std::string all = content.list.text();
    for (const std::string_view piece :
         {domain::text(content.channel),
          std::string_view(content.subject),
          std::string_view(content.text)}) {
        all += '|';
        all += std::to_string(piece.size());
        all += ':';
        all += piece;
    }
    all += content.later ? std::to_string(content.later->time_since_epoch().count()) : "now";
    const std::string digest = practices_.keyring().hash(practice::HashOf::content, all);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const char byte : digest) {
        hex += digits[static_cast<unsigned char>(byte) >> 4U];
        hex += digits[static_cast<unsigned char>(byte) & 0xFU];
    }
    return hex;
}

namespace {

// Adds what the next patients of the list get, or do not get, to the figures of the check.
void count_renderings(
    Check& check, const Renderer& renderer, const std::vector<lists::Placed>& patients
) {
    for (const lists::Placed& placed : patients) {
        Rendering rendering = renderer.render(placed.patient);
        if (auto* rendered = std::get_if<Rendered>(&rendering)) {
            ++check.reached;
            check.segments += rendered->segments;
            ++check.by_segments.at(static_cast<std::size_t>(rendered->segments));
            if (check.previews.size() < previews_shown) {
                check.previews.push_back(std::move(*rendered));
            }
            continue;
        }
        ++check.left_out;
        if (check.left_out_first.size() < left_out_shown_max) {
            check.left_out_first.push_back(
                {placed.patient.line,
                 placed.patient.name.full(),
                 std::get<Unreachable>(rendering).reason}
            );
        }
    }
}

}

Task<Result<Check>> Composing::check(
    db::Database& database, net::Pool& pool, PracticeId practice_id, DraftId draft_id
) const {
    struct Start {
        practice::Practice practice;
        Draft draft;
        lists::Summary list;
    };

    const auto read_start = [=, this](db::Snapshot& at) -> Result<Start> {
        COHORT_TRY(practice, practices_.load(at, practice_id));
        COHORT_TRY(found, draft(at, practice_id, draft_id));
        COHORT_TRY(list, lists_.summary(at, practice_id, found.content.list));
        return Start{std::move(practice), std::move(found), std::move(list)};
    };
    COHORT_CO_TRY(start, co_await database.read(read_start));
    const Content& content = start.draft.content;
    COHORT_CO_TRY(
        renderer,
        Renderer::make(content.channel, content.subject, content.text, start.practice.name)
    );
    Check check{
        .content = content,
        .list = start.list,
        .send_at = may_start_at(start.practice, content.later, clock_.now()),
        .content_hash = hash_of(content)
    };
    Position after{0};
    for (;;) {
        const auto read_slice = [this, practice_id, list = content.list, after](db::Snapshot& at) {
            return lists_.patients(at, practice_id, list, after, rows_a_read);
        };
        COHORT_CO_TRY(patients, co_await database.read(read_slice));
        if (patients.empty()) {
            co_return check;
        }
        after = patients.back().position;
        // `check` and `renderer` live in this frame, which waits for the job.
        const auto count = [&check, &renderer, &patients]() -> Outcome {
            count_renderings(check, renderer, patients);
            return done();
        };
        COHORT_CO_CHECK(co_await pool.run(count));
    }
}

Result<Accepted> Composing::accept_draft(
    db::Transaction& tx,
    const practice::Actor& actor,
    DraftId draft_id,
    std::string_view content_hash
) const {
    const std::string key = "draft:" + draft_id.text();
    // A second press finds the first, whatever became of the draft since.
    const auto first = tx.one(
        sql::find_by_draft_key,
        [](const db::Row& row) { return row.id<BulkMessageId>(0); },
        actor.practice,
        std::string_view(key)
    );
    if (first) {
        return Accepted{*first, false};
    }
    COHORT_TRY(found, draft(tx, actor.practice, draft_id));
    if (hash_of(found.content) != content_hash) {
        return Error{ErrorKind::conflict, "compose.changed"};
    }
    return accept_as(tx, actor, key, found.content);
}

Result<Accepted> Composing::accept(
    db::Transaction& tx, const practice::Actor& actor, std::string_view key, const Content& content
) const {
    Content tidied = content;
    tidied.subject = tidy(content.subject);
    tidied.text = tidy(content.text);
    const std::string draft_key = "api:" + std::string(key);
    const auto first = tx.one(
        sql::find_by_draft_key,
        [](const db::Row& row) { return row.id<BulkMessageId>(0); },
        actor.practice,
        std::string_view(draft_key)
    );
    if (first) {
        COHORT_TRY(earlier, load(tx, actor.practice, *first));
        if (hash_of(earlier.content) != hash_of(tidied)) {
            return Error{ErrorKind::conflict, "idempotency.reused"};
        }
        return Accepted{*first, false};
    }
    return accept_as(tx, actor, draft_key, tidied);
}

Result<Accepted> Composing::accept_as(
    db::Transaction& tx,
    const practice::Actor& actor,
    std::string_view draft_key,
    const Content& content
) const {
    COHORT_TRY(practice, practices_.load(tx, actor.practice));
    COHORT_TRY(list, lists_.summary(tx, actor.practice, content.list));
    if (list.state != lists::State::confirmed) {
        return Error{ErrorKind::conflict, "list.not_confirmed"};
    }
    if (!practice.bulk_messages_enabled) {
        return Error{ErrorKind::forbidden, "practice.bulk_messages_off"};
    }
    if (const auto wrong = faults(practice, list, content); !wrong.empty()) {
        return wrong.front();
    }
    COHORT_TRY(sealer, practices_.sealer(tx, actor.practice));
    const TimePoint now = clock_.now();
    const BulkMessage message{
        .practice = actor.practice,
        .id = make_id<BulkMessageId>(now, random_),
        .content = content,
        .list_name = list.name,
        .send_at = may_start_at(practice, content.later, now),
        .patients = list.accepted,
        .pressed_by = actor.name,
        .pressed_at = now
    };
    const std::string subject = sealer.seal(
        content.subject, place("bulk_messages.subject", actor.practice, message.id.value)
    );
    const std::string text =
        sealer.seal(content.text, place("bulk_messages.text", actor.practice, message.id.value));
    const auto added = tx.run(
        sql::add_bulk_message,
        actor.practice,
        message.id,
        draft_key,
        content.list,
        std::string_view(list.name),
        domain::text(content.channel),
        db::Bytes{subject},
        db::Bytes{text},
        std::string_view(content.later ? "later" : "now"),
        message.send_at,
        content.later,
        message.patients,
        std::string_view(actor.name),
        now
    );
    if (added == 0) {
        // Another node accepted the same draft between our look and our insert.
        return Error{ErrorKind::conflict, "compose.sent_meanwhile"};
    }
    COHORT_CHECK(on_accepted_(tx, message));
    practice::audit(tx, actor, "bulk_message.accepted", message.id.text(), now, random_);
    return Accepted{message.id, true};
}

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
            return BulkMessage{
                .practice = practice,
                .id = id,
                .content =
                    {row.id<ListId>(0),
                     read_channel(row.text(2)),
                     std::move(subject),
                     std::move(text),
                     row.time_or_none(6)},
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
