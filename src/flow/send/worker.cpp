#include "flow/send/worker.hpp"

#include "base/failpoint.hpp"
#include "flow/send/counts.hpp"
#include "flow/send/retry_policy.hpp"
#include "flow/send/sql.hpp"
#include "platform/log/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace cohort::send {
namespace {

constexpr std::int64_t held_messages_max = 2000;
constexpr std::int64_t share_messages_min = 10;
// Of messages claimed ahead: what comes next waits behind them, and is to wait no longer than this.
constexpr double held_seconds_max = 1;
// Also while there is enough to hand over: a small send may have come.
constexpr auto look_again_after = std::chrono::milliseconds{500};
// A lease this close to its end is left to the sweep: its mark could come too late.
constexpr auto lease_margin = std::chrono::seconds{5};
constexpr auto after_failure = std::chrono::milliseconds{500};
// From the moment before a mark. A sweep states as in doubt what was marked 120 s ago.
constexpr auto begin_within = std::chrono::seconds{10};

NotSent begun_too_late() {
    return {"gateway.busy", "not begun in time", std::nullopt};
}

Pause failing() {
    return {"gateway.failing", "", false};
}

constexpr std::string_view unreadable = "message.unreadable";

// The gateway has never heard of it.
bool is_ours(const EndedAttempt& one) {
    const auto* refused = std::get_if<Refused>(&one.outcome);
    return refused != nullptr && refused->reason == unreadable;
}

std::set<SendingKey>
sendings_of(const std::vector<EndedAttempt>& ended, const std::vector<Leased>& window) {
    std::set<SendingKey> sendings;
    for (const EndedAttempt& one : ended) {
        sendings.insert({one.key.practice, one.key.bulk_message});
    }
    for (const Leased& one : window) {
        sendings.insert({one.key.practice, one.key.bulk_message});
    }
    return sendings;
}

// An answer about a message is one of a gateway that is well. That it asks us to slow down, or that
// we are being stopped, says nothing of its health.
std::optional<Breaker::Says> health_of(std::span<const EndedAttempt> ended) {
    std::optional<Breaker::Says> says;
    for (const EndedAttempt& one : ended) {
        if (is_ours(one)) {
            continue;
        }
        if (std::holds_alternative<Accepted>(one.outcome)
            || std::holds_alternative<Refused>(one.outcome)) {
            return Breaker::Says::well;
        }
        const auto* not_sent = std::get_if<NotSent>(&one.outcome);
        if (not_sent == nullptr || is_gateway_failure(not_sent->reason)) {
            says = Breaker::Says::failing;
        }
    }
    return says;
}

void say_claim_failed(const Error& error) {
    log::warn("claim_failed", {{"code", error.code}, {"detail", error.detail}});
}

std::int64_t count_handed_over(std::span<const EndedAttempt> ended) {
    return std::ranges::count_if(ended, [](const EndedAttempt& one) {
        return !std::holds_alternative<NotSent>(one.outcome) && !is_ours(one);
    });
}

}

GatewayWorker::GatewayWorker(
    const Deps& deps,
    Sending::Inside& inside,
    const Sending::Hooks& hooks,
    std::string gateway_id,
    Channel channel,
    Gateway& gateway,
    Sending::KeepReceipts keep,
    Executor executor
)
    : deps_(deps), inside_(inside), hooks_(hooks), gateway_id_(std::move(gateway_id)),
      channel_(channel), gateway_(gateway), keep_(std::move(keep)), executor_(std::move(executor)),
      woken_(executor_) {}

Task<> GatewayWorker::run() {
    boost::asio::co_spawn(executor_, gateway_.run(*this), boost::asio::detached);
    while (!stopping_) {
        co_await cycle();
        co_await wait_for_work();
    }
    co_await gateway_.stop(inside_.grace);
    while (!ended_.empty()) {
        co_await cycle();
    }
    co_await put_back_leases();
}

void GatewayWorker::stop() {
    stopping_ = true;
    wake();
}

void GatewayWorker::look() {
    looked_at_ = {};
    starved_ = false;
    wake();
}

void GatewayWorker::wake() {
    woken_.wake();
}

Task<> GatewayWorker::wait_for_work() {
    const bool has_room = room() > 0;
    if (stopping_ || !ended_.empty() || (has_room && (!held_.empty() || !starved_))) {
        co_return;
    }
    co_await woken_.wait(deps_.look_every);
    starved_ = false;
}

void GatewayWorker::attempt_ended(const AttemptKey& key, AttemptOutcome outcome) {
    ended_.push_back({key, std::move(outcome)});
    wake();
}

// Its end was told as in doubt; what is stored of it gives way to the answer.
void GatewayWorker::answered_late(const AttemptKey& key, AttemptOutcome outcome) {
    attempt_ended(key, std::move(outcome));
}

void GatewayWorker::ready() {
    wake();
}

void GatewayWorker::paused(Pause pause) {
    log::warn(
        "gateway_paused",
        {{"gateway", gateway_id_}, {"reason", pause.reason}, {"detail", pause.detail}}
    );
    const std::lock_guard lock(inside_.mutex);
    inside_.status[channel_].pause = std::move(pause);
}

void GatewayWorker::resumed() {
    log::info("gateway_resumed", {{"gateway", gateway_id_}});
    {
        const std::lock_guard lock(inside_.mutex);
        auto& pause = inside_.status[channel_].pause;
        pause = breaker_.is_open() ? std::optional(failing()) : std::nullopt;
    }
    wake();
}

void GatewayWorker::impaired(std::optional<Pause> how) {
    if (how) {
        log::warn("gateway_impaired", {{"gateway", gateway_id_}, {"reason", how->reason}});
    }
    const std::lock_guard lock(inside_.mutex);
    inside_.status[channel_].impaired = std::move(how);
}

Task<bool> GatewayWorker::keep(std::vector<Receipt> receipts) {
    return keep_(gateway_id_, std::move(receipts));
}

std::size_t GatewayWorker::room() const {
    return stopping_ ? 0 : breaker_.places(gateway_.free_slots(), deps_.clock.now());
}

// Each end once, however often storing it fails: a full disk is no fault of the gateway's. Pages
// say that it is left alone, and when it is asked again.
void GatewayWorker::listen_to_health() {
    const auto unheard = std::span(ended_).subspan(heard_);
    heard_ = ended_.size();
    if (unheard.empty()) {
        return;
    }
    handed_over_.add(count_handed_over(unheard), deps_.clock.now());
    const bool was_open = breaker_.is_open();
    auto says = health_of(unheard);
    if (!says && was_open) {
        says = Breaker::Says::well; // it asks us to slow down: somebody is there again
    }
    if (!says) {
        return;
    }
    breaker_.hear(*says, deps_.clock.now());
    if (breaker_.is_open() && !was_open) {
        paused(failing());
    } else if (was_open && !breaker_.is_open()) {
        resumed();
    }
}

Task<> GatewayWorker::cycle() {
    if (const std::size_t wanted = room();
        wanted > 0
        && (held_.size() < wanted || deps_.clock.now() - looked_at_ >= look_again_after)) {
        co_await refill();
    }
    listen_to_health();
    const std::vector<EndedAttempt> ended = std::exchange(ended_, {});
    heard_ = 0;
    // Asked again: slots may have come and gone while the claim was under way.
    std::vector<Leased> window = held_.take(room(), deps_.clock.now() + lease_margin);
    if (ended.empty() && window.empty()) {
        co_return;
    }
    const Milliseconds begin_by = deps_.uptime.now() + begin_within;
    // `ended` and `window` live in this frame, which waits for the commit.
    const auto commit = [this, &ended, &window](db::Transaction& tx) -> Result<std::vector<bool>> {
        lock_sendings(tx, sendings_of(ended, window));
        const TimePoint now = deps_.clock.now();
        const auto references = store_outcomes(tx, deps_.node, gateway_id_, ended, now);
        if (!references.empty() && hooks_.on_accepted) {
            COHORT_CHECK(hooks_.on_accepted(tx, gateway_id_, references));
        }
        return mark(tx, deps_.practices, deps_.node, gateway_id_, window, now);
    };
    COHORT_FAILPOINT("send_before_mark");
    const Result<std::vector<bool>> marked = co_await deps_.database.write(commit);
    if (!marked.ok()) {
        log::error(
            "cycle_failed",
            {{"gateway", gateway_id_},
             {"code", marked.error().code},
             {"detail", marked.error().detail}}
        );
        // What is known must not be forgotten: these outcomes are stored by a later cycle. The
        // window is not given away; its rows go back in line when their leases end. Where nobody
        // can tell whether they were marked, it is known that they were not sent.
        ended_.insert(ended_.begin(), ended.begin(), ended.end());
        heard_ = ended.size();
        if (marked.error().code == ErrorCode{"db.unknown_commit"}) {
            for (const Leased& one : window) {
                ended_.push_back({one.key, begun_too_late(), EndedAttempt::Mark::unknown});
            }
        }
        net::Timer pause(executor_);
        co_await pause.wait(after_failure);
        co_return;
    }
    COHORT_FAILPOINT("send_after_mark");
    const bool in_time = deps_.uptime.now() < begin_by;
    std::vector<Submission> submissions;
    submissions.reserve(window.size());
    for (std::size_t i = 0; i < window.size(); ++i) {
        if (!(*marked)[i]) {
            continue;
        }
        if (!window[i].readable) {
            attempt_ended(window[i].key, Refused{std::string(unreadable), "", Refused::For::good});
        } else if (!in_time) {
            attempt_ended(window[i].key, begun_too_late());
        } else {
            window[i].submission.begin_by = begin_by;
            submissions.push_back(std::move(window[i].submission));
        }
    }
    breaker_.gave(submissions.size());
    if (!submissions.empty()) {
        gateway_.submit(std::move(submissions));
    }
    COHORT_FAILPOINT("send_after_submit");
}

Task<> GatewayWorker::refill() {
    looked_at_ = deps_.clock.now();
    const auto find = [this](db::Snapshot& at) {
        return find_due(at, deps_.practices, channel_, deps_.clock.now());
    };
    const Result<std::vector<Unfinished>> due = co_await deps_.database.read(find);
    if (!due.ok()) {
        say_claim_failed(due.error());
        starved_ = true;
        co_return;
    }
    set_aside_.forget_ended(looked_at_);
    std::vector<Unfinished> waiting;
    std::vector<Wanting> wanting;
    for (const Unfinished& one : *due) {
        if (!set_aside_.contains(one, looked_at_)) {
            waiting.push_back(one);
            wanting.push_back({one.practice, one.queued, is_small(one)});
        }
    }
    tell_line(waiting);
    const auto held_before = held_.size();
    const Outcome claimed =
        co_await claim_shares(std::move(waiting), shares_.share(wanting, places_to_hold()));
    if (!claimed.ok()) {
        say_claim_failed(claimed.error());
    }
    starved_ = held_.size() == held_before;
}

Places GatewayWorker::places_to_hold() const {
    const auto wanted = 2 * static_cast<std::int64_t>(room());
    const auto by_rate =
        static_cast<std::int64_t>(handed_over_.per_second(deps_.clock.now()) * held_seconds_max);
    const auto most = std::min(std::max(wanted, by_rate), held_messages_max);
    const auto free = [](std::int64_t places, std::size_t taken) {
        return std::max<std::int64_t>(0, places - static_cast<std::int64_t>(taken));
    };
    return {
        .all = free(most, held_.size()),
        .at_a_time = share_messages_min,
        .more_for_small = free(small_send_patients_max, held_.small())
    };
}

void GatewayWorker::tell_line(const std::vector<Unfinished>& waiting) {
    Line line{{}, handed_over_.per_second(deps_.clock.now())};
    line.waiting.reserve(waiting.size());
    for (const Unfinished& one : waiting) {
        line.waiting.push_back({one.practice, one.id, one.queued + one.to_make});
    }
    const std::lock_guard lock(inside_.mutex);
    inside_.lines[channel_] = std::move(line);
}

Task<Outcome>
GatewayWorker::claim_shares(std::vector<Unfinished> waiting, std::vector<Served> shares) {
    if (shares.empty()) {
        co_return done();
    }

    struct Claimed {
        const Unfinished& from;
        std::int64_t asked;
        Chunk chunk;
    };

    // One transaction for all: its commit is what a claim waits for. A practice that cannot be
    // opened is its own trouble.
    const auto lease = [&](db::Transaction& tx) -> Result<std::vector<Claimed>> {
        std::set<SendingKey> sendings;
        for (const Served& share : shares) {
            sendings.insert({waiting[share.of].practice, waiting[share.of].id});
        }
        lock_sendings(tx, sendings);
        const TimePoint now = deps_.clock.now();
        std::vector<Claimed> claimed;
        for (const Served& share : shares) {
            const Unfinished& from = waiting[share.of];
            Result<Chunk> chunk = claim(tx, deps_.practices, deps_.node, from, share.messages, now);
            if (chunk.ok()) {
                claimed.push_back({from, share.messages, std::move(chunk).value()});
            } else {
                say_claim_failed(chunk.error());
            }
        }
        return claimed;
    };
    COHORT_CO_TRY(claimed, co_await deps_.database.write(lease));
    // `claimed` lives in this frame, which waits for the jobs.
    const auto load = [&claimed](db::Snapshot& at) -> Outcome {
        for (Claimed& one : claimed) {
            load_contents(at, one.chunk);
        }
        return done();
    };
    COHORT_CO_CHECK(co_await deps_.database.read(load));
    for (const auto& [from, asked, chunk] : claimed) {
        const std::int64_t got = std::ssize(chunk.messages);
        if (got < asked) {
            set_aside_.add(from, from.queued - got, chunk.next_due, deps_.clock.now());
        }
        const auto open = [this, &chunk]() -> Result<std::vector<Leased>> {
            return open_chunk(chunk, deps_.practices.keyring());
        };
        COHORT_CO_TRY(leased, co_await deps_.pool.run(sending_for(from.practice), open));
        held_.add(std::move(leased), is_small(from));
    }
    co_return done();
}

Task<> GatewayWorker::put_back_leases() {
    const std::vector<Leased> held = held_.take_all();
    const auto give_back = [this, &held](db::Transaction& tx) -> Outcome {
        put_back(tx, deps_.node, held, deps_.clock.now());
        return done();
    };
    const Outcome outcome = co_await deps_.database.write(give_back);
    if (!outcome.ok()) {
        // Nothing is lost: the leases end by themselves.
        log::warn(
            "put_back_failed", {{"code", outcome.error().code}, {"detail", outcome.error().detail}}
        );
    }
}

}
