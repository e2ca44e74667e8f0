#include "tests/simulation/simulation.hpp"

#include "tests/simulation/practice.hpp"
#include "tests/simulation/witness.hpp"

#include <algorithm>
#include <iterator>

namespace cohort::simulation {
namespace {

constexpr auto stormy_time = 120s; // of faults; then all is calm until everything has ended
constexpr auto calm_time_most = 100h;
// Receipts that wait find their messages within it.
constexpr auto settling_time = 90s;
constexpr std::int64_t steps_most = 400'000;
// Of a mark; a moment more for the step that looks at the time and the one that sends.
constexpr auto begin_within = 10s + 1s;

class Run {
public:
    explicit Run(std::uint64_t seed)
        : random_(seed), weather_(Weather::from(random_)), carrier_(time_, random_, weather_),
          disk_("cohort-run"), clock_(time_) {
        disk_.put(prepared().files);
        hours_ = domain::SendWindow::parse(weather_.hours).value();
        list_ = random_.below(std::size(list_sizes));
    }

    Ran go();

private:
    Outside outside() { return {time_, random_, weather_, carrier_, disk_, clock_, keyring()}; }

    // One that answers; null when none does.
    Node* up() {
        const auto found = std::ranges::find_if(processes_, [](const Process& process) {
            return process.node && !process.frozen;
        });
        return found == processes_.end() ? nullptr : found->node.get();
    }

    // Requires: one answers.
    Node& node() { return *up(); }

    bool may(std::uint64_t in_a_thousand) { return !calm_ && happens(random_, in_a_thousand); }

    struct Process {
        std::unique_ptr<Node> node;
        bool frozen = false;
        Instant frozen_until{};
    };

    void start(Process& process);
    void crash(Process& process);
    void freeze(Process& process);
    void every_second();
    void run_what_is_ready();
    void staff_send();
    void staff_stop();
    void staff_try_again();
    void staff_pause();
    void staff_resume(Sent& sent);
    void end_pause_of(Sent& sent);
    void keep_the_practices_hours();
    void let_the_night_pass();
    void look();
    bool all_has_ended();
    std::string what_is_left();
    void calm_down();

    void mix(std::uint64_t what) { fingerprint_ = (fingerprint_ ^ what) * 1'099'511'628'211U; }

    void complain(Complaint complaint) {
        if (complaint && !wrong_) {
            wrong_ = Wrong{std::move(*complaint), seconds()};
        }
    }

    double seconds() const {
        return std::chrono::duration<double>(time_.now().time_since_epoch()).count();
    }

    std::int64_t in_doubt();

    SeededRandom random_;
    Weather weather_;
    VirtualTime time_;
    Carrier carrier_;
    MemoryDisk disk_;
    NodeClock clock_;
    std::unique_ptr<db::Database> shared_; // by several nodes; of one it is its own
    std::vector<Process> processes_;
    domain::SendWindow hours_ = domain::SendWindow::always();
    std::size_t list_ = 0;
    std::vector<Sent> sent_;
    std::vector<Instant> crashes_;
    int keys_made_ = 0;
    bool clock_was_set_ = false;
    bool calm_ = false;
    bool over_ = false;
    std::optional<Instant> ended_at_;
    std::optional<Wrong> wrong_;
    Figures figures_;
    std::uint64_t fingerprint_ = 14'695'981'039'346'656'037U;
};

void Run::start(Process& process) {
    disk_.switch_on();
    if (weather_.nodes > 1 && !shared_) {
        shared_ = open_database(disk_);
    }
    process.node = std::make_unique<Node>(outside(), shared_.get());
}

std::int64_t Run::in_doubt() {
    std::int64_t count = 0;
    for (const Sent& sent : sent_) {
        for (const auto& [position, row] : rows_of(node().database(), sent)) {
            count += row.state == domain::MessageState::in_doubt ? 1 : 0;
        }
    }
    return count;
}

void Run::crash(Process& process) {
    ++figures_.crashes;
    crashes_.push_back(time_.now());
    mix(1);
    if (!shared_) {
        disk_.cut_off();
    }
    process.node.reset();
    if (!shared_ && random_.below(1000) < weather_.power_cuts) {
        disk_.lose_unsynced(random_);
    }
    disk_.set_full(false);
    process.frozen = false;
    const Duration down = random_.below(8) == 0 ? Duration(10min) : 20s;
    time_.later(up_to(random_, down), [this, &process] { start(process); });
}

void Run::freeze(Process& process) {
    process.frozen = true;
    process.frozen_until = time_.now() + up_to(random_, 300s);
    time_.later(process.frozen_until - time_.now(), [this, &process] {
        if (time_.now() >= process.frozen_until) {
            process.frozen = false;
        }
    });
}

void Run::staff_send() {
    const auto& home = prepared();
    const std::string key = "send-" + std::to_string(++keys_made_);
    const std::string text =
        ", please call us" + std::string(weather_.more_words, 'e') + std::to_string(keys_made_);
    const bool anyway = random_.below(4) == 0;
    const TimePoint now = clock_.now();
    const auto later = random_.below(4) == 0
                           ? std::optional(now + std::chrono::seconds(1 + random_.below(90)))
                           : std::nullopt;
    const auto press = [&](db::Transaction& tx) {
        return node().flows().composing.accept(
            tx,
            home.actor,
            key,
            {.list = home.lists[list_],
             .channel = domain::Channel::sms,
             .subject = "",
             .text = "Dear ((first name))" + text,
             .later = later,
             .anyway_reason = anyway ? "It cannot wait" : ""}
        );
    };
    const auto accepted = node().database().write_now(press);
    if (accepted.ok()) {
        sent_.push_back(
            {.practice = home.actor.practice,
             .id = accepted->id,
             .patients = list_sizes[list_],
             .text = text,
             .anyway = anyway,
             .not_before = later.value_or(now + weather_.undo)}
        );
        figures_.messages += static_cast<std::int64_t>(list_sizes[list_]);
    }
}

void Run::staff_stop() {
    Sent& sent = sent_[random_.below(sent_.size())];
    const auto stop = [&](db::Transaction& tx) {
        return node().flows().sending.stop_bulk_message(tx, prepared().actor, sent.id);
    };
    if (node().database().write_now(stop).ok() && !sent.stopped) {
        sent.stopped = true;
        sent.stopped_at = time_.now();
        end_pause_of(sent);
    }
}

void Run::staff_try_again() {
    Sent& sent = sent_[random_.below(sent_.size())];
    const send::AlsoTry also{
        .no_receipt = random_.below(4) == 0, .not_confirmed = random_.below(4) == 0
    };
    const auto again = [&](db::Transaction& tx) {
        return node().flows().sending.try_again(tx, prepared().actor, sent.id, also);
    };
    const Rows before = rows_of(node().database(), sent);
    if (node().database().write_now(again).ok()) {
        sent.tried_again.push_back({time_.now(), also});
        end_pause_of(sent);
        complain(again_took(before, rows_of(node().database(), sent), also));
    }
}

void Run::staff_pause() {
    Sent& sent = sent_[random_.below(sent_.size())];
    const auto pause = [&](db::Transaction& tx) {
        return node().flows().sending.pause_bulk_message(tx, prepared().actor, sent.id);
    };
    const auto pressed = node().database().write_now(pause);
    if (pressed.ok() && pressed->did_something) {
        sent.pauses.push_back({.from = time_.now()});
    }
}

// Also of one whose start was missed.
void Run::staff_resume(Sent& sent) {
    const auto resume = [&](db::Transaction& tx) {
        return node().flows().sending.resume_bulk_message(tx, prepared().actor, sent.id);
    };
    const auto pressed = node().database().write_now(resume);
    if (pressed.ok() && pressed->did_something) {
        end_pause_of(sent);
    }
}

// If it is paused no more: resumed, stopped, or ended and tried again.
void Run::end_pause_of(Sent& sent) {
    const auto load = [&](db::Snapshot& at) {
        return node().flows().sending.overview(at, sent.practice, sent.id);
    };
    const auto overview = node().database().read_now(load);
    if (overview.ok() && overview->state != domain::BulkState::paused && !sent.pauses.empty()
        && !sent.pauses.back().to) {
        sent.pauses.back().to = time_.now();
    }
}

void Run::keep_the_practices_hours() {
    const auto set = [&](db::Transaction& tx) -> Outcome {
        const practice::Practices& practices = node().flows().practices;
        COHORT_CHECK(practices.set_send_window(tx, prepared().actor.practice, hours_));
        return practices.set_undo(tx, prepared().actor.practice, weather_.undo);
    };
    if (!node().database().write_now(set).ok()) {
        complain("the practice has no hours");
    }
}

// What waits for the hours to open need not be waited for by us.
void Run::let_the_night_pass() {
    const TimePoint opens =
        domain::next_opening(clock_.now(), hours_, domain::england_bank_holidays());
    const auto night = opens - clock_.now();
    if (night > 5min) {
        clock_.jump(night - 2min);
        clock_was_set_ = true;
    }
}

void Run::every_second() {
    if (over_) {
        return;
    }
    time_.later(calm_ ? Duration(1min) : 1s, [this] { every_second(); });
    if (std::ranges::none_of(processes_, [](const Process& one) { return one.node != nullptr; })) {
        return;
    }
    for (Process& process : processes_) {
        if (!process.node) {
            continue;
        }
        if (may(weather_.cuts)) {
            process.node->gateway().cut();
        }
        if (may(weather_.freezes)) {
            freeze(process);
        }
    }
    if (may(weather_.full_disks)) {
        disk_.set_full(true);
        time_.later(up_to(random_, 10s), [this] { disk_.set_full(false); });
    }
    if (may(weather_.clock_jumps)) {
        clock_was_set_ = true;
        clock_.jump(Milliseconds(static_cast<std::int64_t>(random_.below(7'200'000)) - 3'600'000));
    }
    if (up() == nullptr) {
        return;
    }
    if (sent_.size() < static_cast<std::size_t>(weather_.sends) && random_.below(10) == 0) {
        staff_send();
    }
    if (!sent_.empty() && may(weather_.staff_stops)) {
        staff_stop();
    }
    if (!sent_.empty() && may(weather_.staff_retries)) {
        staff_try_again();
    }
    if (!sent_.empty() && may(weather_.staff_pauses)) {
        staff_pause();
    }
    for (Sent& sent : sent_) {
        if (calm_ || random_.below(15) == 0) {
            staff_resume(sent);
        }
    }
    if (calm_) {
        let_the_night_pass();
    }
}

void Run::run_what_is_ready() {
    for (bool any = true; any;) {
        any = false;
        for (Process& process : processes_) {
            if (!process.node || process.frozen || !process.node->step()) {
                continue;
            }
            any = true;
            ++figures_.steps;
            if (!calm_ && random_.below(10'000) < weather_.crashes) {
                crash(process);
            }
        }
    }
}

void Run::look() {
    if (up() == nullptr) {
        return;
    }
    for (const Sent& sent : sent_) {
        complain(counts_add_up(node().database(), sent));
    }
}

std::string Run::what_is_left() {
    if (up() == nullptr) {
        return "no process";
    }
    std::string left = std::to_string(carrier_.receipts_waiting()) + " receipts";
    for (const Sent& sent : sent_) {
        std::map<domain::MessageState, int> states;
        for (const auto& [position, row] : rows_of(node().database(), sent)) {
            ++states[row.state];
        }
        left += "; of " + std::to_string(sent.patients);
        for (const auto& [state, count] : states) {
            left += " " + std::to_string(count) + " " + std::string(text(state));
        }
    }
    return left;
}

bool Run::all_has_ended() {
    if (up() == nullptr || carrier_.receipts_waiting() > 0
        || sent_.size() < static_cast<std::size_t>(weather_.sends)) {
        return false;
    }
    return std::ranges::all_of(sent_, [&](const Sent& sent) {
        const Rows rows = rows_of(node().database(), sent);
        return rows.size() == sent.patients && std::ranges::none_of(rows, [](const auto& row) {
                   return domain::is_open(row.second.state);
               });
    });
}

void Run::calm_down() {
    calm_ = true;
    for (Process& process : processes_) {
        process.frozen = false;
    }
    disk_.set_full(false);
    carrier_.calm_down();
    if (weather_.ends_in_an_outage) {
        clock_was_set_ = true;
        clock_.jump(50h);
    }
}

Ran Run::go() {
    processes_.resize(weather_.nodes);
    for (Process& process : processes_) {
        start(process);
    }
    keep_the_practices_hours();
    time_.later(1s, [this] { every_second(); });
    time_.later(stormy_time, [this] { calm_down(); });
    std::size_t handed_seen = 0;
    const std::size_t places = weather_.places * weather_.nodes;
    while (!wrong_ && !over_) {
        run_what_is_ready();
        look();
        if (carrier_.handed().size() != handed_seen) {
            handed_seen = carrier_.handed().size();
            complain(nobody_twice(carrier_.handed(), sent_));
            complain(stop_stops(carrier_.handed(), sent_, places));
            complain(pause_pauses(carrier_.handed(), sent_, places));
        }
        if (!all_has_ended()) {
            ended_at_.reset();
        } else if (!ended_at_) {
            ended_at_ = time_.now();
        } else if (calm_ && time_.now() - *ended_at_ > settling_time) {
            break;
        }
        if (figures_.steps > steps_most || time_.now().time_since_epoch() > calm_time_most) {
            complain("the run does not come to an end: " + what_is_left());
        }
        if (!time_.advance()) {
            complain("nothing is left to happen");
        }
    }
    if (!wrong_) {
        const ClockSet clock_set =
            weather_.clock_jumps == 0 ? ClockSet::never : ClockSet::now_and_then;
        for (const Sent& sent : sent_) {
            complain(doubt_is_not_resent(node().database(), sent));
            complain(marked_when_it_may(node().database(), sent, hours_, clock_set));
            complain(says_the_truth(node().database(), sent, carrier_, crashes_));
            if (!clock_was_set_) {
                complain(begun_in_time(
                    node().database(),
                    sent,
                    carrier_.handed(),
                    clock_.now() - std::chrono::floor<Milliseconds>(time_.now().time_since_epoch()),
                    begin_within + weather_.transit_most
                ));
            }
        }
        figures_.in_doubt = in_doubt();
    }
    over_ = true;
    for (const Handed& one : carrier_.handed()) {
        mix(static_cast<std::uint64_t>(one.key.position.value));
        mix(static_cast<std::uint64_t>(one.at.time_since_epoch().count()));
    }
    mix(static_cast<std::uint64_t>(figures_.steps));
    figures_.handed = static_cast<std::int64_t>(carrier_.handed().size());
    figures_.simulated_seconds = seconds();
    return {wrong_, figures_, fingerprint_};
}

}

Ran run(std::uint64_t seed) {
    return Run(seed).go();
}

}
