#pragma once
// Bytes that may leave only when the ledger's record they depend on is on disk, in order.
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace cohort::simulator {

class Outlet {
public:
    enum class Then { go_on, end };

    // `n`: the record that must be durable first; 0 for none.
    void hold(std::uint64_t n, std::string_view bytes);
    // After what is held so far the connection ends; nothing may be held any more.
    void end(std::uint64_t n);
    // Moves what may leave to the end of `into`.
    Then take(std::uint64_t durable, std::string& into);

    // The record after which everything held may leave; 0 when nothing waits.
    std::uint64_t waits_for() const { return marks_.empty() ? 0 : marks_.back().n; }

    std::size_t held_bytes() const { return bytes_.size(); }

    bool ended() const { return ended_; }

private:
    struct Mark {
        std::uint64_t n;
        std::uint64_t upto; // counted from the first byte ever held
        Then then;
    };

    std::string bytes_;
    std::uint64_t taken_ = 0;
    std::uint64_t held_ = 0;
    std::deque<Mark> marks_;
    bool ended_ = false;
};

}
