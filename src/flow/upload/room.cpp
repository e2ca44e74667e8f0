#include "flow/upload/room.hpp"

#include <algorithm>

namespace cohort::upload {

std::optional<Room::Ticket> Room::join(PracticeId practice, std::uint64_t bytes) {
    if (waiting_ >= limits_.line_max) {
        return std::nullopt;
    }
    const auto [line, first] = lines_.try_emplace(practice);
    if (line->second.size() >= limits_.practice_line_max) {
        return std::nullopt;
    }
    const Ticket ticket = ++last_;
    uploads_.emplace(ticket, Upload{practice, bytes});
    line->second.push_back(ticket);
    ++waiting_;
    if (first) {
        turns_.join(practice);
    }
    return ticket;
}

std::vector<Room::Ticket> Room::let_in() {
    std::vector<Ticket> entered;
    for (;;) {
        const auto next =
            turns_.next([this](PracticeId practice) { return !stands_aside(practice); });
        if (!next) {
            return entered;
        }
        const Ticket ticket = lines_.at(*next).front();
        Upload& upload = uploads_.at(ticket);
        if (inside_ > 0 && !fits(upload.bytes)) {
            return entered;
        }
        turns_.to_the_end(*next);
        leave_line(*next, ticket);
        upload.inside = true;
        held_[*next] += upload.bytes;
        taken_ += upload.bytes;
        ++inside_;
        entered.push_back(ticket);
    }
}

bool Room::grow(Ticket ticket, std::uint64_t bytes) {
    Upload& upload = uploads_.at(ticket);
    if (inside_ > 1 && !fits(bytes)) {
        return false;
    }
    upload.bytes += bytes;
    held_.at(upload.practice) += bytes;
    taken_ += bytes;
    return true;
}

void Room::leave(Ticket ticket) {
    const auto found = uploads_.find(ticket);
    const Upload upload = found->second;
    uploads_.erase(found);
    if (!upload.inside) {
        leave_line(upload.practice, ticket);
        return;
    }
    taken_ -= upload.bytes;
    --inside_;
    const auto held = held_.find(upload.practice);
    held->second -= upload.bytes;
    if (held->second == 0) {
        held_.erase(held);
    }
}

// Requires: it has somebody in line.
bool Room::stands_aside(PracticeId practice) const {
    const auto held = held_.find(practice);
    if (held == held_.end()) {
        return false;
    }
    const std::uint64_t next = uploads_.at(lines_.at(practice).front()).bytes;
    return held->second + next > limits_.bytes_max / 2;
}

void Room::leave_line(PracticeId practice, Ticket ticket) {
    const auto line = lines_.find(practice);
    line->second.erase(std::ranges::find(line->second, ticket));
    --waiting_;
    if (line->second.empty()) {
        lines_.erase(line);
        turns_.leave(practice);
    }
}

}
