#pragma once
// How much memory uploads may take together, and who is next when it is taken. Pure.
// Practices take turns, one upload each; in one practice, first come, first served. Nobody
// overtakes a large upload that waits for room, so it is not kept waiting by small ones; but a
// practice that holds its half already stands aside, so that no practice keeps all others out.
// What is larger than the whole room is let in when it is alone.
#include "base/id.hpp"
#include "base/turns.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace cohort::upload {

class Room {
public:
    using Ticket = std::uint64_t;

    struct Limits {
        std::uint64_t bytes_max = std::uint64_t{512} * 1024 * 1024;
        std::size_t line_max = 256; // waiting, of all practices
        std::size_t practice_line_max = 64;
    };

    explicit Room(const Limits& limits) : limits_(limits) {}

    // Stands in line. Nothing, when the line is full. Requires: bytes > 0.
    std::optional<Ticket> join(PracticeId practice, std::uint64_t bytes);

    // Those whose turn it is and for whom there is room: they are inside from now on. To be asked
    // after every join and every leave.
    std::vector<Ticket> let_in();

    bool is_inside(Ticket ticket) const { return uploads_.at(ticket).inside; }

    // More for one that is inside, if there is room; false changes nothing.
    bool grow(Ticket ticket, std::uint64_t bytes);

    // From inside or out of the line.
    void leave(Ticket ticket);

    std::uint64_t taken() const { return taken_; }

    std::size_t inside() const { return inside_; }

private:
    struct Upload {
        PracticeId practice;
        std::uint64_t bytes;
        bool inside = false;
    };

    bool fits(std::uint64_t more) const { return taken_ + more <= limits_.bytes_max; }

    bool stands_aside(PracticeId practice) const;
    void leave_line(PracticeId practice, Ticket ticket);

    Limits limits_;
    Ticket last_ = 0;
    std::map<Ticket, Upload> uploads_;
    std::map<PracticeId, std::deque<Ticket>> lines_; // of those in `turns_`
    Turns<PracticeId> turns_;
    std::size_t waiting_ = 0;
    std::map<PracticeId, std::uint64_t> held_; // by those who are inside
    std::size_t inside_ = 0;
    std::uint64_t taken_ = 0;
};

}
