#pragma once
// Group commit: takes all writes that wait, runs each inside its own savepoint of one transaction,
// commits once, and only then answers them. What arrives while they run joins them. The disk is
// synced once for the group instead of once for each.
#include "platform/db/sqlite/connection.hpp"

#include <functional>

namespace cohort::db::sqlite {

class GroupCommit {
public:
    explicit GroupCommit(SqliteConnection& connection) : connection_(connection) {}

    // Jobs that have arrived meanwhile, at most `most`; does not wait.
    using TakeMore = std::function<std::vector<WaitingWrite>(std::size_t most)>;

    // Answers every job. Does not throw. After an I/O error it answers all with db.unavailable for
    // good.
    void run(std::vector<WaitingWrite> group, const TakeMore& take_more);

private:
    enum class Isolation { transaction, savepoint };

    void run_all(
        std::vector<WaitingWrite>& group, std::vector<Verdict>& verdicts, const TakeMore& take_more
    );
    Verdict run_one(const WriteWork& work, Isolation isolation);
    void commit();
    void roll_back();

    SqliteConnection& connection_;
};

}
