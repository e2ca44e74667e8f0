#include "flow/lists/lists.hpp"

#include "flow/lists/identity.hpp"
#include "flow/lists/inside.hpp"
#include "flow/lists/sql.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace cohort::lists {
namespace {

// By so many lists a practice's usual length is judged.
constexpr std::int64_t usual_lists_most = 10;
constexpr std::size_t usual_lists_least = 3;

State read_state(std::string_view text) {
    return text == "draft" ? State::draft : text == "confirmed" ? State::confirmed : State::deleted;
}

Source read_source(std::string_view text) {
    return text == "emis" ? Source::emis : text == "systmone" ? Source::systmone : Source::other;
}

// Of load_list, list_confirmed and list_drafts.
Summary read_summary(const db::Row& row) {
    return {
        .id = row.id<ListId>(0),
        .name = std::string(row.text(1)),
        .state = read_state(row.text(2)),
        .revision = row.integer(3),
        .uploaded_by = std::string(row.text(4)),
        .uploaded_at = row.time(5),
        .changed_at = row.time(18),
        .confirmed_at = row.time_or_none(6),
        .deleted_by = std::string(row.text(16)),
        .deleted_at = row.time_or_none(17),
        .report_run_at = row.time_or_none(7),
        .records = row.integer(8),
        .accepted = row.integer(9),
        .refused = row.integer(10),
        .mended = row.integer(11),
        .left_out = row.integer(12),
        .by_sms = row.integer(13),
        .by_email = row.integer(14),
        .ages = domain::Ages::parse(row.text(15)).value()
    };
}

}

std::string_view text(Source source) {
    switch (source) {
    case Source::emis:
        return "emis";
    case Source::systmone:
        return "systmone";
    case Source::other:
        return "other";
    }
    return "other";
}

std::string_view text(State state) {
    switch (state) {
    case State::draft:
        return "draft";
    case State::confirmed:
        return "confirmed";
    case State::deleted:
        return "deleted";
    }
    return "deleted";
}

std::optional<std::chrono::days> age_of(const Summary& list, TimePoint now) {
    if (!list.report_run_at || *list.report_run_at > now) {
        return std::nullopt;
    }
    return std::chrono::floor<std::chrono::days>(now - *list.report_run_at);
}

bool is_old(const Summary& list, TimePoint now) {
    const auto age = age_of(list, now);
    return age && *age > old_after;
}

Lists::Lists(const practice::Practices& practices, const Clock& clock, Random& random)
    : practices_(practices), clock_(clock), random_(random) {}

Outcome Lists::use(
    db::Transaction& tx,
    const practice::Actor& actor,
    ListId list,
    OldList old,
    std::optional<std::int64_t> seen
) const {
    COHORT_TRY(known, summary(tx, actor.practice, list));
    const TimePoint now = clock_.now();
    if (known.state == State::deleted) {
        return not_found();
    }
    if (seen && *seen != known.revision) {
        return Error{ErrorKind::conflict, "list.changed_since"};
    }
    if (known.accepted == 0) {
        return invalid("list.empty");
    }
    if (is_old(known, now) && old == OldList::refused) {
        return Error{ErrorKind::conflict, "list.old"};
    }
    if (known.state == State::confirmed) {
        tx.run(sql::note_use, actor.practice, list, now);
        return done();
    }
    if (tx.run(sql::confirm_list, actor.practice, list, std::string_view(actor.name), now) == 0) {
        const Outcome why = check_draft(tx, actor.practice, list);
        return why.ok() ? Outcome(Error{ErrorKind::conflict, "list.file_being_added"}) : why;
    }
    practice::audit(tx, actor, "list.confirmed", list.text(), now, random_);
    return done();
}

Outcome Lists::remove(db::Transaction& tx, const practice::Actor& actor, ListId list) const {
    COHORT_TRY(known, summary(tx, actor.practice, list));
    if (known.state != State::confirmed) {
        return not_found();
    }
    if (hooks_.is_needed && hooks_.is_needed(tx, actor.practice, list)) {
        return Error{ErrorKind::conflict, "list.needed"};
    }
    const TimePoint now = clock_.now();
    tx.run(sql::remove_list, actor.practice, list, std::string_view(actor.name), now);
    practice::audit(tx, actor, "list.deleted", list.text(), now, random_);
    return done();
}

Result<Summary> Lists::summary(db::Snapshot& at, PracticeId practice, ListId list) const {
    auto found = at.one(sql::load_list, read_summary, practice, list);
    if (!found) {
        return not_found();
    }
    return std::move(*found);
}

Result<Summary> Lists::held(db::Snapshot& at, PracticeId practice, ListId list) const {
    COHORT_TRY(found, summary(at, practice, list));
    if (found.state == State::deleted) {
        return not_found();
    }
    return found;
}

std::vector<File> Lists::files(db::Snapshot& at, PracticeId practice, ListId list) const {
    return at.all(
        sql::list_files,
        [](const db::Row& row) {
            return File{
                .number = row.integer(0),
                .name = std::string(row.text(1)),
                .sha256 = std::string(row.text(2)),
                .uploaded_by = std::string(row.text(3)),
                .uploaded_at = row.time(4),
                .source = read_source(row.text(5)),
                .encoding = std::string(row.text(6)),
                .bytes = row.integer(7),
                .heading_line = row.integer(8),
                .headings = split(row.text(9)),
                .report_run_at = row.time_or_none(10),
                .records = row.integer(11)
            };
        },
        practice,
        list
    );
}

std::vector<Summary> Lists::confirmed(
    db::Snapshot& at, PracticeId practice, std::optional<PageMark> before, std::int64_t most
) const {
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    const PageMark mark = before.value_or(PageMark{TimePoint{Milliseconds{last}}, ListId{last}});
    return at.all(sql::list_confirmed, read_summary, practice, mark.confirmed_at, mark.list, most);
}

std::vector<Summary> Lists::drafts(db::Snapshot& at, PracticeId practice, std::int64_t most) const {
    return at.all(sql::list_drafts, read_summary, practice, most);
}

std::optional<std::int64_t> Lists::usual_patients(db::Snapshot& at, PracticeId practice) const {
    std::vector<std::int64_t> lengths;
    lengths.reserve(static_cast<std::size_t>(usual_lists_most));
    for (const Summary& list : confirmed(at, practice, std::nullopt, usual_lists_most)) {
        lengths.push_back(list.accepted);
    }
    if (lengths.size() < usual_lists_least) {
        return std::nullopt;
    }
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::ranges::nth_element(lengths, middle);
    return *middle;
}

Result<Position> Lists::last_position(db::Snapshot& at, PracticeId practice, ListId list) const {
    const auto position = at.one(
        sql::find_last_position,
        [](const db::Row& row) { return Position{row.integer(0)}; },
        practice,
        list
    );
    if (!position) {
        return invalid("list.empty");
    }
    return *position;
}

}
