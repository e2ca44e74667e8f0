#include "flow/upload/admission.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <mutex>

namespace cohort::upload {

namespace asio = boost::asio;

// Of whoever waits: rings when the wait is over, one way or the other.
using Bell = std::shared_ptr<asio::steady_timer>;

struct Admission::Inside {
    explicit Inside(const Options& options) : wait_max(options.wait_max), room_(options.room) {}

    std::optional<Room::Ticket> join(PracticeId practice, std::uint64_t bytes, const Bell& bell);
    std::uint64_t most(Room::Ticket ticket);
    // Nothing, while it stands in line.
    std::uint64_t held(Room::Ticket ticket);
    // What it holds now; the bell rings when it holds what it wants.
    std::uint64_t want(Room::Ticket ticket, std::uint64_t bytes, const Bell& bell);
    // The same, after the wait.
    std::uint64_t want_no_more(Room::Ticket ticket);
    bool grow(Room::Ticket ticket, std::uint64_t bytes);
    void settle(Room::Ticket ticket);
    void leave(Room::Ticket ticket);
    void close();

    const Milliseconds wait_max;

private:
    void let_in();

    std::mutex mutex_;
    Room room_;
    std::map<Room::Ticket, Bell> bells_; // of those in line, or who wait to grow
    bool closed_ = false;
};

namespace {

// On the loop of who waits, where nobody else touches its timer. It either waits by then or has
// seen that it need not.
void ring(const Bell& bell) {
    asio::post(bell->get_executor(), [bell] { bell->cancel(); });
}

}

std::optional<Room::Ticket>
Admission::Inside::join(PracticeId practice, std::uint64_t bytes, const Bell& bell) {
    const std::scoped_lock lock(mutex_);
    const auto ticket = closed_ ? std::nullopt : room_.join(practice, bytes);
    if (ticket) {
        bells_.emplace(*ticket, bell);
        let_in();
    }
    return ticket;
}

std::uint64_t Admission::Inside::most(Room::Ticket ticket) {
    const std::scoped_lock lock(mutex_);
    return room_.most(ticket);
}

std::uint64_t Admission::Inside::held(Room::Ticket ticket) {
    const std::scoped_lock lock(mutex_);
    return room_.held(ticket);
}

std::uint64_t Admission::Inside::want(Room::Ticket ticket, std::uint64_t bytes, const Bell& bell) {
    const std::scoped_lock lock(mutex_);
    if (closed_) {
        ring(bell);
        return room_.held(ticket);
    }
    room_.want(ticket, bytes);
    bells_.emplace(ticket, bell);
    let_in();
    return room_.held(ticket);
}

std::uint64_t Admission::Inside::want_no_more(Room::Ticket ticket) {
    const std::scoped_lock lock(mutex_);
    bells_.erase(ticket);
    room_.want_no_more(ticket);
    let_in();
    return room_.held(ticket);
}

bool Admission::Inside::grow(Room::Ticket ticket, std::uint64_t bytes) {
    const std::scoped_lock lock(mutex_);
    return room_.grow(ticket, bytes);
}

void Admission::Inside::settle(Room::Ticket ticket) {
    const std::scoped_lock lock(mutex_);
    room_.settle(ticket);
    let_in();
}

void Admission::Inside::leave(Room::Ticket ticket) {
    const std::scoped_lock lock(mutex_);
    bells_.erase(ticket);
    room_.leave(ticket);
    let_in();
}

void Admission::Inside::close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    for (const auto& [ticket, bell] : bells_) {
        ring(bell);
    }
    bells_.clear();
}

void Admission::Inside::let_in() {
    for (const Room::Ticket ticket : room_.let_in()) {
        const auto bell = bells_.find(ticket);
        if (bell != bells_.end()) {
            ring(bell->second);
            bells_.erase(bell);
        }
    }
}

Admission::Admission() : Admission(Options{}) {}

Admission::Admission(const Options& options) : inside_(std::make_shared<Inside>(options)) {}

Admission::~Admission() = default;

void Admission::close() {
    inside_->close();
}

Task<Result<Admission::Place>> Admission::enter(PracticeId practice, std::uint64_t bytes) {
    const auto inside = inside_;
    const Executor here = co_await asio::this_coro::executor;
    const auto bell = std::make_shared<asio::steady_timer>(here, inside->wait_max);
    const auto ticket = inside->join(practice, bytes, bell);
    if (!ticket) {
        co_return no_room();
    }
    Place place(inside, *ticket, inside->most(*ticket));
    place.held_ = inside->held(*ticket);
    if (place.held_ == 0) {
        co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
        place.held_ = inside->held(*ticket);
    }
    if (place.held_ == 0) {
        co_return no_room();
    }
    co_return place;
}

Admission::Place::~Place() { // NOLINT(bugprone-exception-escape): out of memory may end the program
    if (door_ != nullptr) {
        door_->leave(ticket_);
    }
}

Task<bool> Admission::Place::grow_to(std::uint64_t bytes) {
    // So that not every piece of a file asks.
    constexpr std::uint64_t ahead = std::uint64_t{4} * 1024 * 1024;
    if (bytes <= held_) {
        co_return true;
    }
    const std::uint64_t wanted = std::min(most_, bytes + ahead);
    if (held_ < wanted) {
        const Executor here = co_await asio::this_coro::executor;
        const auto bell = std::make_shared<asio::steady_timer>(here, door_->wait_max);
        held_ = door_->want(ticket_, wanted, bell);
        if (held_ < wanted) {
            co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
        }
        held_ = door_->want_no_more(ticket_);
    }
    if (bytes <= held_) {
        co_return true;
    }
    if (held_ < wanted || !door_->grow(ticket_, bytes)) {
        co_return false;
    }
    held_ = bytes;
    most_ = bytes;
    co_return true;
}

void Admission::Place::settle() {
    door_->settle(ticket_);
    most_ = held_;
}

}
