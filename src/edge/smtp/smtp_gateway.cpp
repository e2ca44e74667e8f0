#include "edge/smtp/smtp_gateway.hpp"

#include "edge/smtp/inbound/inbound.hpp"
#include "edge/smtp/lane.hpp"
#include "edge/smtp/outgoing.hpp"
#include "edge/smtp/preparing.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace cohort::smtp {

namespace asio = boost::asio;

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

struct Resumed {};

using News = std::variant<Ended, send::Pause, Resumed>;

}

class SmtpGateway::Pool final : public LaneOwner, public std::enable_shared_from_this<Pool> {
public:
    Pool(SmtpSettings settings, Deps deps)
        : settings_(std::move(settings)), deps_(std::move(deps)), writer_(settings_) {}

    Task<> run(send::GatewayEvents& events);
    std::size_t free_slots() const;
    void set_share(send::Share share);
    std::size_t connections() const;

    std::size_t connections_max() const { return settings_.connections_max; }

    void submit(std::vector<send::Submission> submissions);
    Task<> stop(Milliseconds grace);

    void ended(std::vector<Ended> attempts) override;
    void connected() override;
    void failed(send::Pause why) override;

    void room_changed() override { tell_soon(); }

    bool healthy() const override { return healthy_; }

    net::Duration hold() const override;
    Task<Result<Password>> access_token() override;

private:
    void take(Written written);
    Lane* lane_with_room();
    std::size_t untold() const;
    net::Duration next_wait(bool needs_a_person);
    void weigh(const Ended& attempt);
    void tell_soon();
    void tell();
    void forget_bell();

    SmtpSettings settings_;
    Deps deps_;
    LetterWriter writer_;
    Executor executor_;
    std::shared_ptr<Preparing> preparing_;
    std::shared_ptr<inbound::Inbound> inbound_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    send::Share share_;
    std::optional<Bell> lane_ended_;
    std::optional<Bell> finished_bell_;
    std::exception_ptr fault_;
    send::GatewayEvents* events_ = nullptr;
    std::size_t running_ = 0;
    std::size_t stops_waiting_ = 0;
    bool stopping_ = false;

    bool healthy_ = false;
    std::optional<send::Pause> paused_;
    std::size_t failures_ = 0;
    std::size_t policy_refusals_ = 0;
    Steady::time_point retry_at_;

    std::vector<News> news_;
    bool rest_wanted_ = false;
    bool telling_ = false;
    std::size_t told_free_ = 0;
};

Task<> SmtpGateway::Pool::run(send::GatewayEvents& events) {
    executor_ = co_await asio::this_coro::executor;
    events_ = &events;
    lane_ended_.emplace(executor_);
    finished_bell_.emplace(executor_);
    preparing_ =
        std::make_shared<Preparing>(executor_, deps_.pool, writer_, [this](Written written) {
            take(std::move(written));
        });
    inbound_ = std::make_shared<inbound::Inbound>(
        executor_, deps_.pool, settings_, writer_.verp(), events
    );
    if (!stopping_) {
        inbound_->start();
    }
    for (std::size_t i = 0; i < settings_.connections_max && !stopping_; ++i) {
        const bool probes = i == 0;
        lanes_.push_back(std::make_unique<Lane>(
            settings_, *deps_.connector, *this, deps_.uptime, executor_, probes
        ));
        lanes_.back()->use(i < share_.connections ? Lane::Use::ours : Lane::Use::others);
        ++running_;
        asio::co_spawn(
            executor_,
            lanes_.back()->run(),
            [self = shared_from_this()](std::exception_ptr fault) {
                --self->running_;
                self->fault_ = fault ? fault : self->fault_;
                self->lane_ended_->ring();
            }
        );
    }
    while (running_ > 0) {
        co_await lane_ended_->wait(look_again);
    }
    inbound_->stop();
    co_await inbound_->wait_until_quiet();
    co_await preparing_->wait_until_quiet();
    tell();
    events_ = nullptr;
    // Nothing that belongs to the event loop is kept beyond run: the loop may be gone before the
    // gateway is.
    lanes_.clear();
    preparing_.reset();
    inbound_.reset();
    lane_ended_.reset();
    finished_bell_->ring();
    forget_bell();
    if (fault_) {
        std::rethrow_exception(fault_);
    }
}

void SmtpGateway::Pool::set_share(send::Share share) {
    share_ = share;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        lanes_[i]->use(i < share_.connections ? Lane::Use::ours : Lane::Use::others);
    }
    tell_soon();
}

std::size_t SmtpGateway::Pool::connections() const {
    return static_cast<std::size_t>(std::ranges::count_if(lanes_, [](const auto& lane) {
        return lane->counts();
    }));
}

std::size_t SmtpGateway::Pool::free_slots() const {
    if (stopping_ || paused_ || !healthy_ || !preparing_) {
        return 0;
    }
    std::size_t slots = 0;
    for (const auto& lane : lanes_) {
        slots += lane->room();
    }
    return slots - std::min(slots, untold() + preparing_->count());
}

// Attempts that have ended, whose end the engine does not know yet: they keep their places.
std::size_t SmtpGateway::Pool::untold() const {
    return static_cast<std::size_t>(std::ranges::count_if(news_, [](const News& item) {
        return std::holds_alternative<Ended>(item);
    }));
}

void SmtpGateway::Pool::submit(std::vector<send::Submission> submissions) {
    std::vector<Ended> over;
    for (auto& given : submissions) {
        if (free_slots() > 0) {
            preparing_->add(std::move(given), deps_.clock.now());
        } else {
            over.push_back(
                {given.key, send::NotSent{"gateway.paused", "no free slot", std::nullopt}}
            );
        }
    }
    ended(std::move(over));
    told_free_ = free_slots();
}

// A letter that is ready, or could not be written. The connections may have changed meanwhile.
void SmtpGateway::Pool::take(Written written) {
    if (auto* over = std::get_if<Ended>(&written)) {
        return ended({std::move(*over)});
    }
    auto& letter = std::get<Outgoing>(written);
    auto* lane = lane_with_room();
    if (lane == nullptr) {
        return ended({{letter.key, send::NotSent{"gateway.paused", "no connection", std::nullopt}}}
        );
    }
    lane->give(std::move(letter));
}

// A connection with nothing to do first; then behind a message under way; a new connection last, as
// it costs most.
Lane* SmtpGateway::Pool::lane_with_room() {
    const auto worth = [](const auto& lane) {
        return lane->room() == 0 ? 0 : lane->idle() ? 3 : lane->connected() ? 2 : 1;
    };
    const auto best = std::ranges::max_element(lanes_, {}, worth);
    return best == lanes_.end() || worth(*best) == 0 ? nullptr : best->get();
}

Task<> SmtpGateway::Pool::stop(Milliseconds grace) {
    stopping_ = true;
    if (inbound_) {
        inbound_->stop();
    }
    for (const auto& key : preparing_ ? preparing_->give_up() : std::vector<send::AttemptKey>{}) {
        news_.emplace_back(Ended{key, send::NotSent{"gateway.stopping", "not begun", std::nullopt}}
        );
    }
    for (const auto& lane : lanes_) {
        lane->stop_politely();
    }
    ++stops_waiting_;
    const auto end = Steady::now() + grace;
    while (running_ > 0 && Steady::now() < end) {
        co_await finished_bell_->wait(std::chrono::ceil<net::Duration>(end - Steady::now()));
    }
    --stops_waiting_;
    for (const auto& lane : lanes_) {
        lane->abort();
    }
    tell();
    forget_bell();
}

// The last to need it, run or a stop, drops it.
void SmtpGateway::Pool::forget_bell() {
    if (events_ == nullptr && stops_waiting_ == 0) {
        finished_bell_.reset();
    }
}

void SmtpGateway::Pool::ended(std::vector<Ended> attempts) {
    for (auto& attempt : attempts) {
        weigh(attempt);
        news_.emplace_back(std::move(attempt));
    }
    tell_soon();
}

// What an attempt's end says about the relay and about us.
void SmtpGateway::Pool::weigh(const Ended& attempt) {
    if (std::holds_alternative<send::Accepted>(attempt.outcome)) {
        failures_ = 0;
        policy_refusals_ = 0;
        return;
    }
    const auto* not_sent = std::get_if<send::NotSent>(&attempt.outcome);
    if (attempt.effect == Effect::none || not_sent == nullptr) {
        return;
    }
    if (attempt.effect == Effect::slow_down) {
        return failed({not_sent->reason, not_sent->detail, false});
    }
    const bool again =
        attempt.effect == Effect::suspicion && ++policy_refusals_ < settings_.policy_refusals_max;
    if (!again) {
        policy_refusals_ = 0;
        failed({not_sent->reason, not_sent->detail, true});
    }
}

void SmtpGateway::Pool::connected() {
    if (hold() > 0ms || stopping_) {
        return; // a lane that was on its way when another met the fault
    }
    healthy_ = true;
    if (paused_) {
        paused_.reset();
        news_.emplace_back(Resumed{});
    }
    tell_soon();
}

void SmtpGateway::Pool::failed(send::Pause why) {
    if (stopping_) {
        return;
    }
    healthy_ = false;
    rest_wanted_ = true;
    if (hold() <= 0ms) {
        ++failures_;
        retry_at_ = Steady::now() + next_wait(why.needs_a_person);
    }
    if (!paused_ || paused_->reason != why.reason) {
        news_.emplace_back(why);
    }
    paused_ = std::move(why);
    tell_soon();
}

net::Duration SmtpGateway::Pool::next_wait(bool needs_a_person) {
    if (needs_a_person) {
        return settings_.person_wait;
    }
    auto wait = settings_.retry_wait_first;
    for (std::size_t i = 1; i < failures_ && wait < settings_.retry_wait_max; ++i) {
        wait *= 2;
    }
    wait = std::min(wait, settings_.retry_wait_max);
    const auto half = static_cast<std::uint64_t>(wait.count() / 2);
    return wait - net::Duration{static_cast<std::int64_t>(deps_.random.below(half + 1))};
}

net::Duration SmtpGateway::Pool::hold() const {
    return std::max(0ms, std::chrono::ceil<net::Duration>(retry_at_ - Steady::now()));
}

Task<Result<Password>> SmtpGateway::Pool::access_token() {
    constexpr net::Purpose reading{"reading a token"};
    const auto read = settings_.access_token;
    co_return co_await deps_.pool.run({reading}, read);
}

void SmtpGateway::Pool::tell_soon() {
    if (!telling_ && events_ != nullptr) {
        telling_ = true;
        asio::post(executor_, [self = shared_from_this()] { self->tell(); });
    }
}

void SmtpGateway::Pool::tell() {
    telling_ = false;
    if (events_ == nullptr) {
        return;
    }
    for (auto& item : std::exchange(news_, {})) {
        if (auto* attempt = std::get_if<Ended>(&item)) {
            events_->attempt_ended(attempt->key, std::move(attempt->outcome));
        } else if (auto* pause = std::get_if<send::Pause>(&item)) {
            events_->paused(std::move(*pause));
        } else {
            events_->resumed();
        }
    }
    if (std::exchange(rest_wanted_, false)) {
        for (const auto& lane : lanes_) {
            lane->rest();
        }
    }
    const auto free = free_slots();
    const bool more = free > std::exchange(told_free_, free);
    if (more) {
        events_->ready();
    }
}

Result<std::unique_ptr<SmtpGateway>>
SmtpGateway::make(SmtpSettings settings, const Clock& clock, Random& random, net::Pool& pool) {
    COHORT_CHECK(check(settings));
    COHORT_CHECK(inbound::check_inbound(settings));
    COHORT_TRY(connector, make_network_connector(settings));
    return std::make_unique<SmtpGateway>(
        std::move(settings), Deps{clock, random, pool, std::move(connector)}
    );
}

SmtpGateway::SmtpGateway(SmtpSettings settings, Deps deps)
    : pool_(std::make_shared<Pool>(std::move(settings), std::move(deps))) {}

SmtpGateway::~SmtpGateway() = default;

Task<> SmtpGateway::run(send::GatewayEvents& events) {
    auto pool = pool_; // the pool outlives its lanes, whoever drops the gateway
    co_await pool->run(events);
}

std::size_t SmtpGateway::free_slots() const {
    return pool_->free_slots();
}

void SmtpGateway::set_share(send::Share share) {
    pool_->set_share(share);
}

std::size_t SmtpGateway::connections_max() const {
    return pool_->connections_max();
}

std::size_t SmtpGateway::connections() const {
    return pool_->connections();
}

void SmtpGateway::submit(std::vector<send::Submission> submissions) {
    pool_->submit(std::move(submissions));
}

Task<> SmtpGateway::stop(Milliseconds grace) {
    auto pool = pool_;
    co_await pool->stop(grace);
}

}
