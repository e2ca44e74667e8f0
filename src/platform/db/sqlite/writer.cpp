#include "platform/db/sqlite/writer.hpp"

#include "base/failpoint.hpp"
#include "base/limits.hpp"

#include <iterator>

namespace cohort::db::sqlite {
namespace {

const Sql begin{"begin", "BEGIN IMMEDIATE", ""};
const Sql commit_all{"commit", "COMMIT", ""};
const Sql roll_back_all{"rollback", "ROLLBACK", ""};
const Sql savepoint{"savepoint", "SAVEPOINT job", ""};
const Sql keep_job{"release savepoint", "RELEASE job", ""};
const Sql undo_job{"rollback to savepoint", "ROLLBACK TO job", ""};

void do_it(SqliteConnection& connection, const Sql& sql) {
    connection.run(sql, {}, {});
}

}

void GroupCommit::run(std::vector<WaitingWrite> group, const TakeMore& take_more) {
    std::vector<Verdict> verdicts;
    try {
        if (connection_.fatal()) {
            throw Failure(*connection_.fatal());
        }
        run_all(group, verdicts, take_more);
        commit();
    } catch (const Failure& failure) {
        roll_back();
        verdicts.assign(group.size(), Verdict{.outcome = failure.error()});
    }
    COHORT_FAILPOINT("db_committed");
    for (std::size_t i = 0; i < group.size(); ++i) {
        group[i].work = {
        }; // what the job holds is freed here rather than raced for with the caller
        group[i].answer(std::move(verdicts[i]));
    }
}

void GroupCommit::run_all(
    std::vector<WaitingWrite>& group, std::vector<Verdict>& verdicts, const TakeMore& take_more
) {
    const auto first_isolation = group.size() == 1 ? Isolation::transaction : Isolation::savepoint;
    while (verdicts.size() < group.size()) {
        if (!connection_.in_transaction()) {
            do_it(connection_, begin);
        }
        const auto isolation = verdicts.empty() ? first_isolation : Isolation::savepoint;
        verdicts.push_back(run_one(group[verdicts.size()].work, isolation));
        if (connection_.fatal()) {
            throw Failure(*connection_.fatal());
        }
        if (verdicts.size() == group.size()) {
            auto late = take_more(limits::db_group_commit_max - group.size());
            std::ranges::move(late, std::back_inserter(group));
        }
    }
}

Verdict GroupCommit::run_one(const WriteWork& work, Isolation isolation) {
    if (isolation == Isolation::savepoint) {
        do_it(connection_, savepoint);
    }
    WriteEnd end = run_write(work, connection_);
    if (!connection_.in_transaction()) {
        throw Failure(connection_.failure().value_or(unavailable("rolled back by the engine")));
    }
    if (isolation == Isolation::transaction) {
        if (!end.keep) {
            roll_back();
            if (connection_.in_transaction()) {
                throw Failure(unavailable("a rejected job could not be rolled back"));
            }
        }
        return std::move(end.verdict);
    }
    if (!end.keep) {
        do_it(connection_, undo_job);
    }
    do_it(connection_, keep_job);
    return std::move(end.verdict);
}

void GroupCommit::commit() {
    if (!connection_.in_transaction()) {
        return; // the only job was rolled back
    }
    COHORT_FAILPOINT("db_before_commit");
    try {
        do_it(connection_, commit_all);
    } catch (const Failure& failure) {
        if (connection_.fatal()) {
            // The frames may be in the log although the sync failed; opening it again will tell.
            throw Failure(
                {ErrorKind::unavailable, "db.unknown_commit", std::string(failure.error().detail)}
            );
        }
        throw;
    }
}

void GroupCommit::roll_back() {
    try {
        if (connection_.in_transaction()) {
            do_it(connection_, roll_back_all);
        }
    } catch (const Failure&) { // NOLINT(bugprone-empty-catch)
        // A failed ROLLBACK leaves nothing committed; the next BEGIN fails too and answers
        // db.unavailable.
    }
}

}
