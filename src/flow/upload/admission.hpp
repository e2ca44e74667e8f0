#pragma once
// The door of uploads: so many at a time as their memory has room for, the others in line before a
// byte of their file is read (room.hpp says in what order, and who may grow). A place ends with its
// object.
// Threads: any; whoever enters does so on a strand or a loop of one thread.
#include "base/clock.hpp"
#include "flow/upload/room.hpp"
#include "platform/net/task.hpp"

#include <memory>
#include <utility>

namespace cohort::upload {

class Admission {
public:
    struct Options {
        Room::Limits room = {};
        // In line, or for room to grow; then it is refused. Longer, and browsers and proxies give
        // up first.
        Milliseconds wait_max = std::chrono::seconds{30};
    };

    class Place;

    Admission();
    explicit Admission(const Options& options);
    ~Admission();
    Admission(const Admission&) = delete;
    Admission& operator=(const Admission&) = delete;

    // Waits for its turn. `bytes` of memory it may need at most, more than none; of them it has the
    // first when it is let in, and grows. Errors: upload.no_room, when the line is full, the wait
    // too long, or the server stops.
    Task<Result<Place>> enter(PracticeId practice, std::uint64_t bytes);

    // The server stops: who waits is refused at once, and so is whoever comes.
    void close();

private:
    struct Inside;

    std::shared_ptr<Inside> inside_; // with the places: what waits may be destroyed after us
};

// In line or inside, until it is destroyed.
class Admission::Place {
public:
    Place(Place&& other) noexcept = default;
    Place& operator=(Place&& other) = delete;
    ~Place();

    // Has so many bytes in all, or more, when this ends true; up to what it entered with, it waits
    // for its turn to grow. False when that took too long or the server stops, and where there is
    // no room at once for more than it entered with: then it has what it had, and should end.
    Task<bool> grow_to(std::uint64_t bytes);

    // It will not need more than it has, unless it asks.
    void settle();

private:
    friend class Admission;

    Place(std::shared_ptr<Inside> door, Room::Ticket ticket, std::uint64_t most)
        : door_(std::move(door)), ticket_(ticket), most_(most) {}

    std::shared_ptr<Inside> door_; // empty once it was moved from
    Room::Ticket ticket_;
    std::uint64_t most_;
    std::uint64_t held_ = 0;
};

inline Error no_room() {
    return {ErrorKind::unavailable, "upload.no_room"};
}

}
