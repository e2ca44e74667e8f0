#pragma once
// Whether messages of a sending may leave at this moment: asked before they are claimed, when they
// are claimed, and once more in the transaction that marks them, so that what was claimed before a
// pause, a closing or the latest time does not leave after it.
#include "base/clock.hpp"
#include "domain/channel.hpp"
#include "practice/practices.hpp"

#include <map>
#include <string>

namespace cohort::send {

// What is stored of a sending about when it may leave.
struct Terms {
    std::string state;
    domain::Channel channel;
    bool at_any_time;     // also outside the practice's hours
    TimePoint give_up_at; // no attempt begins after this instant
};

// Whether the practice's hours let them leave, or need not be kept. Pure.
bool is_open_for(const practice::Practice& practice, const Terms& terms, TimePoint now);

// Pure. Switched off, shut or paused, what waits stays queued.
bool may_leave(const practice::Practice& practice, const Terms& terms, TimePoint now);

// Requires: the sending exists.
Terms load_terms(db::Snapshot& at, PracticeId practice, BulkMessageId id);

// Answers for one transaction or snapshot, each practice and sending looked up once.
class Permits {
public:
    Permits(db::Snapshot& at, const practice::Practices& practices, TimePoint now)
        : at_(at), practices_(practices), now_(now) {}

    // Errors: practice.unknown.
    Result<bool> may_leave(PracticeId practice, BulkMessageId id);

private:
    db::Snapshot& at_;
    const practice::Practices& practices_;
    TimePoint now_;
    std::map<PracticeId, practice::Practice> loaded_;
    std::map<std::pair<PracticeId, BulkMessageId>, bool> answers_;
};

}
