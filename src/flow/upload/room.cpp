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
    uploads_.emplace(ticket, Upload{practice, std::min(bytes, limits_.bytes_max)});
    line->second.push_back(ticket);
    ++waiting_;
    if (first) {
        turns_.join(practice);
    }
    return ticket;
}

std::vector<Room::Ticket> Room::let_in() {
    std::vector<Ticket> served = let_grow();
    while (!small_ones_stand_in_the_way()) {
        const auto next =
            turns_.next([this](PracticeId practice) { return !stands_aside(practice); });
        if (!next) {
            break;
        }
        const Ticket ticket = lines_.at(*next).front();
        Upload& upload = uploads_.at(ticket);
        const std::uint64_t first = first_of(upload);
        if (!fits(first)) {
            break;
        }
        turns_.to_the_end(*next);
        leave_line(*next, ticket);
        upload.inside = true;
        take(upload, first);
        ++inside_;
        served.push_back(ticket);
    }
    return served;
}

std::vector<Room::Ticket> Room::let_grow() {
    std::vector<Ticket> grown;
    for (const Ticket ticket : waiting_to_grow_) {
        Upload& upload = uploads_.at(ticket);
        if (fits(upload.wanted - upload.held)
            && all_come_to_an_end(ticket, upload.wanted, upload.most)) {
            take(upload, upload.wanted - upload.held);
            grown.push_back(ticket);
        }
    }
    for (const Ticket ticket : grown) {
        waiting_to_grow_.erase(ticket);
    }
    return grown;
}

void Room::want(Ticket ticket, std::uint64_t bytes) {
    Upload& upload = uploads_.at(ticket);
    if (bytes > upload.held) {
        upload.wanted = bytes;
        waiting_to_grow_.insert(ticket);
    }
}

void Room::want_no_more(Ticket ticket) {
    waiting_to_grow_.erase(ticket);
}

bool Room::grow(Ticket ticket, std::uint64_t bytes) {
    Upload& upload = uploads_.at(ticket);
    const std::uint64_t more = bytes - upload.held;
    const bool to_an_end =
        bytes <= limits_.first_bytes_max || all_come_to_an_end(ticket, bytes, bytes);
    if (inside_ > 1 && (!fits(more) || !to_an_end)) {
        return false;
    }
    take(upload, more);
    upload.most = bytes;
    return true;
}

void Room::settle(Ticket ticket) {
    Upload& upload = uploads_.at(ticket);
    upload.most = upload.held;
}

void Room::leave(Ticket ticket) {
    waiting_to_grow_.erase(ticket);
    const auto found = uploads_.find(ticket);
    const Upload upload = found->second;
    uploads_.erase(found);
    if (!upload.inside) {
        leave_line(upload.practice, ticket);
        return;
    }
    taken_ -= upload.held;
    --inside_;
    const auto held = held_.find(upload.practice);
    held->second -= upload.held;
    if (held->second == 0) {
        held_.erase(held);
    }
}

std::uint64_t Room::first_of(const Upload& upload) const {
    return std::min(upload.most, limits_.first_bytes_max);
}

void Room::take(Upload& upload, std::uint64_t bytes) {
    upload.held += bytes;
    held_[upload.practice] += bytes;
    taken_ += bytes;
}

// Requires: it has somebody in line.
bool Room::stands_aside(PracticeId practice) const {
    const Ticket ticket = lines_.at(practice).front();
    const Upload& next = uploads_.at(ticket);
    const std::uint64_t first = first_of(next);
    const auto held = held_.find(practice);
    if (held != held_.end() && held->second + first > limits_.bytes_max / 2) {
        return true;
    }
    return is_large(next)
           && (!waiting_to_grow_.empty() || !all_come_to_an_end(ticket, first, next.most));
}

// The large ones inside, and this one as it would be: whoever needs the least is brought to its end
// with what is free, and leaves what it held to the next. Small ones have what they need, and are
// not asked for anything.
bool Room::all_come_to_an_end(Ticket with, std::uint64_t held, std::uint64_t most) const {
    struct Large {
        std::uint64_t needs;
        std::uint64_t holds;
    };

    std::vector<Large> large{{most - held, held}};
    std::uint64_t taken = held;
    std::uint64_t largest = most;
    for (const auto& [ticket, upload] : uploads_) {
        if (upload.inside && is_large(upload) && ticket != with) {
            large.push_back({upload.most - upload.held, upload.held});
            taken += upload.held;
            largest = std::max(largest, upload.most);
        }
    }
    // Room for a small one stays free, but of one that is so large that it needs all.
    const std::uint64_t spare = std::min(limits_.first_bytes_max, limits_.bytes_max);
    const std::uint64_t for_large = limits_.bytes_max - spare;
    const std::uint64_t all = largest > for_large ? limits_.bytes_max : for_large;
    if (taken > all) {
        return false;
    }
    std::uint64_t free = all - taken;
    std::ranges::sort(large, {}, &Large::needs);
    for (const Large& next : large) {
        if (next.needs > free) {
            return false;
        }
        free += next.holds;
    }
    return true;
}

// One waits to grow that would grow if there were large ones alone.
bool Room::small_ones_stand_in_the_way() const {
    return std::ranges::any_of(waiting_to_grow_, [this](Ticket ticket) {
        const Upload& upload = uploads_.at(ticket);
        return all_come_to_an_end(ticket, upload.wanted, upload.most);
    });
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
