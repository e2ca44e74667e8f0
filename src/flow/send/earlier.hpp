#pragma once
// What an earlier attempt at a message may have done, where somebody let another follow it in the
// knowledge that the first may have arrived. Whatever becomes of the later one, that is not
// forgotten: a message that may have arrived is never said to have failed or to have been stopped
// (G8).
#include "flow/send/counts.hpp"

#include <optional>
#include <string>

namespace cohort::send {

struct MayHaveArrived {
    MessageState state; // in_doubt or no_receipt
    std::string reason;
};

// Of the attempts before this one. Nothing where all of them certainly failed, as is usual.
std::optional<MayHaveArrived> earlier_may_have_arrived(db::Snapshot& at, const AttemptKey& key);

// Before those who certainly have not got it are tried again: their attempts say so from now on,
// because their messages no longer will.
void note_failures(db::Transaction& tx, PracticeId practice, BulkMessageId id);

// Those in a state that may have arrived before go back to what was known of them.
void restore_uncertain(
    db::Transaction& tx,
    PracticeId practice,
    BulkMessageId id,
    MessageState from,
    CountChange& counts,
    TimePoint now
);

}
