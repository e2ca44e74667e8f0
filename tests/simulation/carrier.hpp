#pragma once
// The carrier, and the only witness: what it was handed, what it said, what it holds. It lives
// outside every process of ours and forgets nothing.
#include "flow/send/gateway.hpp"
#include "platform/net/virtual_time.hpp"
#include "tests/simulation/weather.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cohort::simulation {

using net::VirtualTime;
using Instant = VirtualTime::Instant;

// One submission as the carrier got it.
struct Handed {
    enum class Fate { accepted, refused, throttled };

    send::AttemptKey key;
    std::string to;
    std::string text;
    send::Receipt::Repeats repeats; // what its receipts will
    Instant at;
    Fate fate;
    std::vector<std::string> references = {}; // of an accepted one's parts
    std::size_t parts_delivered = 0;          // that it has told us of, or will
    std::size_t parts_failed = 0;
    bool answered = false; // a process of ours got the answer
    Instant answered_at = {};
};

// Our end of one connection. It goes with the process, or when the link is cut.
class Line {
public:
    virtual ~Line() = default;
    virtual void answer(const send::AttemptKey& key, send::AttemptOutcome outcome) = 0;
    // `kept` is called when they are kept for good; not at all when they are not.
    virtual void deliver(send::Receipt receipt, std::function<void()> kept) = 0;
};

class Carrier {
public:
    Carrier(VirtualTime& time, Random& random, const Weather& weather)
        : time_(time), random_(random), weather_(weather) {}

    void take(send::Submission submission, std::weak_ptr<Line> line);

    // It delivers receipts to any that is up.
    void connect(std::weak_ptr<Line> line) { lines_.push_back(std::move(line)); }

    const std::vector<Handed>& handed() const { return handed_; }

    // Nothing goes wrong from now on, so that everything comes to an end.
    void calm_down() { calm_ = true; }

    std::size_t receipts_waiting() const { return waiting_; }

    // References whose receipts were kept, and what they said.
    const std::map<std::string, std::vector<send::Receipt::Says>>& kept() const { return kept_; }

private:
    bool may(std::uint64_t in_a_thousand) { return !calm_ && happens(random_, in_a_thousand); }

    void accept(Handed& handed);
    void plan_receipts(Handed& handed);
    void plan(send::Receipt receipt, Duration wait);
    void try_to_deliver(std::size_t receipt);

    struct Planned {
        send::Receipt receipt = {};
        Duration wait_next = std::chrono::seconds{5};
        bool kept = false;
    };

    VirtualTime& time_;
    Random& random_;
    const Weather& weather_;
    std::shared_ptr<Line> any_line();

    std::vector<std::weak_ptr<Line>> lines_;
    std::vector<Handed> handed_;
    std::vector<Planned> planned_;
    std::map<std::string, std::vector<send::Receipt::Says>> kept_;
    std::size_t waiting_ = 0;
    std::int64_t references_made_ = 0;
    bool calm_ = false;
};

}
