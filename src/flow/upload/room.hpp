#pragma once
// How much memory uploads may take together, and who is next when it is taken. Pure.
// Practices take turns, one upload each; in one practice, first come, first served. Nobody
// overtakes an upload that waits for room to begin, so it is not kept waiting by smaller ones; but
// a practice that holds its half already stands aside, so that no practice keeps all others out.
//
// A small upload has all of its memory when it is let in. A large one has the beginning of it, and
// more as its bytes come, so that one of which only the announcement came keeps nobody out. Large
// ones grow, the oldest first, only where all of them can still be brought to their ends one after
// the other (the banker's rule: Dijkstra, EWD 108), so they never wait for each other in a ring;
// and they leave room for a small one, unless one of them needs all there is. While one waits for
// room that small ones take, no more of those are let in; while one waits for another large one,
// small ones are, and large ones are not.
// What is larger than the whole room grows over it when it is alone.
#include "base/id.hpp"
#include "base/turns.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace cohort::upload {

class Room {
public:
    using Ticket = std::uint64_t;

    struct Limits {
        std::uint64_t bytes_max = std::uint64_t{512} * 1024 * 1024;
        std::size_t line_max = 256; // waiting, of all practices
        std::size_t practice_line_max = 64;
        // What an upload has when it is let in, at most; whoever needs more is large. Ten thousand
        // rows, as the clinical systems write them, take 10 MiB.
        std::uint64_t first_bytes_max = std::uint64_t{16} * 1024 * 1024;
    };

    explicit Room(const Limits& limits) : limits_(limits) {}

    // Stands in line. `bytes`: what it will need at most, as far as is known. Nothing, when the
    // line is full. Requires: bytes > 0.
    std::optional<Ticket> join(PracticeId practice, std::uint64_t bytes);

    // Those whose turn it is and for whom there is room: they are inside from now on, or have what
    // they wanted. To be asked after every call that is not const.
    std::vector<Ticket> let_in();

    bool is_inside(Ticket ticket) const { return uploads_.at(ticket).inside; }

    // What it may come to hold by want.
    std::uint64_t most(Ticket ticket) const { return uploads_.at(ticket).most; }

    // Nothing, as long as it stands in line.
    std::uint64_t held(Ticket ticket) const { return uploads_.at(ticket).held; }

    // One that is inside needs so many in all, and gets them by let_in. Requires: no more than
    // most().
    void want(Ticket ticket, std::uint64_t bytes);

    bool waits_to_grow(Ticket ticket) const { return waiting_to_grow_.contains(ticket); }

    // It waits no longer; what it has it keeps.
    void want_no_more(Ticket ticket);

    // So many in all, more than most(), for one that is inside: now, or false, and nothing is
    // changed. Those who need more than they said would wait for each other for ever.
    bool grow(Ticket ticket, std::uint64_t bytes);
    // It is inside, and will not need more than it has.
    void settle(Ticket ticket);

    // From inside or out of the line.
    void leave(Ticket ticket);

    std::uint64_t taken() const { return taken_; }

    std::size_t inside() const { return inside_; }

private:
    struct Upload {
        PracticeId practice;
        std::uint64_t most;
        std::uint64_t held = 0;
        std::uint64_t wanted = 0; // in all; of those in `waiting_to_grow_`
        bool inside = false;
    };

    bool fits(std::uint64_t more) const { return taken_ + more <= limits_.bytes_max; }

    bool is_large(const Upload& upload) const { return upload.most > limits_.first_bytes_max; }

    std::uint64_t first_of(const Upload& upload) const;
    void take(Upload& upload, std::uint64_t bytes);
    bool stands_aside(PracticeId practice) const;
    bool all_come_to_an_end(Ticket with, std::uint64_t held, std::uint64_t most) const;
    std::vector<Ticket> let_grow();
    bool small_ones_stand_in_the_way() const;
    void leave_line(PracticeId practice, Ticket ticket);

    Limits limits_;
    Ticket last_ = 0;
    std::map<Ticket, Upload> uploads_;
    std::map<PracticeId, std::deque<Ticket>> lines_; // of those in `turns_`
    Turns<PracticeId> turns_;
    std::size_t waiting_ = 0;
    std::set<Ticket> waiting_to_grow_;
    std::map<PracticeId, std::uint64_t> held_; // by those who are inside
    std::size_t inside_ = 0;
    std::uint64_t taken_ = 0;
};

}
