// All rows of one reason are left out: asked for once, done in pieces, by whoever comes by, and
// gone on with after a crash.
#include "flow/lists/inside.hpp"
#include "flow/lists/review.hpp"
#include "flow/lists/sql.hpp"

namespace cohort::lists {
namespace {

constexpr std::int64_t rows_a_piece = 100;

}

Outcome Reviewing::ask_to_leave_out(
    db::Transaction& tx, const practice::Actor& actor, ListId list, std::string_view code
) const {
    COHORT_CHECK(check_draft(tx, actor.practice, list));
    if (code == "duplicate.conflict") {
        return Error{ErrorKind::conflict, "row.stands_against"};
    }
    tx.run(
        sql::ask_to_leave_out,
        actor.practice,
        list,
        code,
        std::string_view(actor.name),
        clock_.now()
    );
    return done();
}

std::vector<AskedToLeaveOut>
Reviewing::asked_to_leave_out(db::Snapshot& at, std::int64_t most) const {
    return at.all(
        sql::list_asked_to_leave_out,
        [](const db::Row& row) {
            return AskedToLeaveOut{
                {row.id<PracticeId>(0), std::string(row.text(3))},
                row.id<ListId>(1),
                std::string(row.text(2))
            };
        },
        most
    );
}

std::vector<std::string>
Reviewing::being_left_out(db::Snapshot& at, PracticeId practice, ListId list) const {
    return at.all(
        sql::list_being_left_out,
        [](const db::Row& row) { return std::string(row.text(0)); },
        practice,
        list
    );
}

Result<bool> Reviewing::leave_out_piece(db::Transaction& tx, const AskedToLeaveOut& asked) const {
    const auto left_out = leave_out_some(tx, asked.actor, asked.list, asked.code, rows_a_piece);
    if (left_out.ok() && *left_out == rows_a_piece) {
        return true;
    }
    // A file that comes in holds it up; nothing else that a review can say will pass.
    const bool passes = !left_out.ok()
                        && (left_out.error().code == ErrorCode{"list.file_being_added"}
                            || (left_out.error().kind != ErrorKind::conflict
                                && left_out.error().kind != ErrorKind::not_found));
    if (passes) {
        return left_out.error();
    }
    tx.run(sql::end_leaving_out, asked.actor.practice, asked.list, std::string_view(asked.code));
    return false;
}

Task<Result<bool>> leave_out_asked(db::Database& database, const Reviewing& reviewing) {
    constexpr std::int64_t asked_at_once = 100;
    const auto load = [&](db::Snapshot& at) -> Result<std::vector<AskedToLeaveOut>> {
        return reviewing.asked_to_leave_out(at, asked_at_once);
    };
    COHORT_CO_TRY(asked, co_await database.read(load));
    bool more = false;
    for (const AskedToLeaveOut& one : asked) {
        const auto leave_out = [&](db::Transaction& tx) {
            return reviewing.leave_out_piece(tx, one);
        };
        const auto left = co_await database.write(leave_out);
        if (!left.ok() && left.error().kind != ErrorKind::conflict) {
            co_return left.error();
        }
        more = more || (left.ok() && *left);
    }
    co_return more;
}

}
