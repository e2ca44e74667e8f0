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

constexpr std::int64_t share_messages_min = 10;
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

void GatewayWorker::wake() {
    woken_.wake();
}

Task<> GatewayWorker::wait_for_work() {
    const bool has_room = room() > 0;
    if (stopping_ || !ended_.empty() || (has_room && (!leased_.empty() || !starved_))) {
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

std::vector<Leased> GatewayWorker::take_window(std::size_t room) {
    const TimePoint now = deps_.clock.now();
    std::vector<Leased> window;
    while (!leased_.empty() && window.size() < room) {
        if (leased_.front().lease_until - lease_margin > now) {
            window.push_back(std::move(leased_.front()));
        }
        leased_.pop_front();
    }
    return window;
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
    if (const std::size_t wanted = room(); wanted > 0 && leased_.size() < wanted) {
        co_await refill();
    }
    listen_to_health();
    const std::vector<EndedAttempt> ended = std::exchange(ended_, {});
    heard_ = 0;
    // Asked again: slots may have come and gone while the claim was under way.
    std::vector<Leased> window = take_window(room());
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
        return mark(tx, deps_.practices, deps_.node, gateway_id_, channel_, window, now);
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
        if ((*marked)[i] && in_time) {
            window[i].submission.begin_by = begin_by;
            submissions.push_back(std::move(window[i].submission));
        } else if ((*marked)[i]) {
            attempt_ended(window[i].key, begun_too_late());
        }
    }
    breaker_.gave(submissions.size());
    if (!submissions.empty()) {
        gateway_.submit(std::move(submissions));
    }
    COHORT_FAILPOINT("send_after_submit");
}

Task<> GatewayWorker::refill() {
    const auto find = [](db::Snapshot& at) { return find_unfinished(at); };
    const Result<std::vector<Unfinished>> unfinished = co_await deps_.database.read(find);
    if (!unfinished.ok()) {
        log::warn(
            "claim_failed",
            {{"code", unfinished.error().code}, {"detail", unfinished.error().detail}}
        );
        starved_ = true;
        co_return;
    }
    std::vector<Unfinished> ours;
    for (const Unfinished& one : *unfinished) {
        if (one.sending && one.queued > 0 && one.channel == channel_) {
            ours.push_back(one);
        }
    }
    const auto held_before = leased_.size();
    const std::int64_t most = claim_size_.at(deps_.uptime.now());
    // Small ones first, and an even share each: a send of ten patients never waits behind one of
    // ten thousand.
    std::ranges::sort(ours, {}, &Unfinished::queued);
    const auto sendings = static_cast<std::int64_t>(ours.size());
    const auto share = std::max(most / std::max<std::int64_t>(1, sendings), share_messages_min);
    for (const Unfinished& one : ours) {
        if (static_cast<std::int64_t>(leased_.size()) >= most) {
            break;
        }
        const Outcome claimed = co_await claim_from(one, share);
        if (!claimed.ok()) {
            log::warn(
                "claim_failed", {{"code", claimed.error().code}, {"detail", claimed.error().detail}}
            );
        }
    }
    const auto claimed = static_cast<std::int64_t>(leased_.size() - held_before);
    if (claimed > 0 && claimed >= std::min(most, share * sendings)) {
        claim_size_.found_all(deps_.uptime.now());
    }
    starved_ = leased_.size() == held_before;
}

Task<Outcome> GatewayWorker::claim_from(Unfinished from, std::int64_t most) {
    const auto lease = [this, from, most](db::Transaction& tx) {
        return claim(tx, deps_.practices, deps_.node, from, most, deps_.clock.now());
    };
    COHORT_CO_TRY(chunk, co_await deps_.database.write(lease));
    // `chunk` lives in this frame, which waits for both jobs.
    const auto load = [&chunk](db::Snapshot& at) -> Outcome {
        load_contents(at, chunk);
        return done();
    };
    COHORT_CO_CHECK(co_await deps_.database.read(load));
    const auto open = [this, &chunk]() -> Result<std::vector<Leased>> {
        return open_chunk(chunk, deps_.practices.keyring());
    };
    const net::Lane lane = sending_for(from.practice);
    COHORT_CO_TRY(leased, co_await deps_.pool.run(lane, open));
    std::ranges::move(leased, std::back_inserter(leased_));
    co_return done();
}

Task<> GatewayWorker::put_back_leases() {
    const std::vector<Leased> held(
        std::make_move_iterator(leased_.begin()), std::make_move_iterator(leased_.end())
    );
    leased_.clear();
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
