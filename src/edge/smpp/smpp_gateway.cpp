#include "edge/smpp/smpp_gateway.hpp"

#include "edge/smpp/kept_bind.hpp"
#include "edge/smpp/link.hpp"
#include "platform/net/connect.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace cohort::smpp {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds link_wait = 5s;

Task<Result<std::unique_ptr<net::ByteStream>>> connect_to(net::ConnectOptions options) {
    co_return co_await net::connect(std::move(options));
}

// The sending binds' shares first. One receiver is enough for any account: it only answers.
std::vector<BindPlan> plans_of(const SmppSettings& settings) {
    const bool apart = settings.bind_as == BindAs::transmitter_and_receiver;
    std::vector<BindPlan> plans;
    plans.reserve(settings.binds + 1);
    for (std::size_t i = 0; i < settings.binds; ++i) {
        const std::size_t one_more = i < settings.window % settings.binds ? 1 : 0;
        plans.push_back({
            apart ? BindRole::transmitter : BindRole::transceiver,
            settings.window / settings.binds + one_more,
        });
    }
    if (apart) {
        plans.push_back({BindRole::receiver, 0});
    }
    return plans;
}

std::string words_of(const send::Pause& pause) {
    return pause.detail.empty() ? pause.reason : pause.reason + ": " + pause.detail;
}

}

Result<std::unique_ptr<SmppGateway>> SmppGateway::make(SmppSettings settings, Deps deps) {
    std::string found;
    for (const ErrorCode fault : faults(settings)) {
        found += (found.empty() ? "" : " ") + std::string{fault.text()};
    }
    if (!found.empty()) {
        return invalid("smpp.settings", std::move(found));
    }
    if (!deps.connect) {
        net::ConnectOptions options{
            .host = settings.host, .port = settings.port, .limit = settings.connect_wait
        };
        if (settings.tls) {
            COHORT_TRY(tls, net::TlsClient::make({.ca_file = settings.tls_ca_file}));
            options.tls = std::move(tls);
        }
        // Not itself a coroutine: it only makes one, which takes its options by value.
        deps.connect = [options] { return connect_to(options); };
    }
    return std::unique_ptr<SmppGateway>{new SmppGateway{std::move(settings), std::move(deps)}};
}

SmppGateway::SmppGateway(SmppSettings settings, Deps deps)
    : settings_(std::move(settings)), deps_(std::move(deps)),
      account_{
          .pace = Pace{settings_.per_second_max},
          .references = ConcatenationReferences{static_cast<std::uint16_t>(deps_.random.bits())}
      } {
    const auto plans = plans_of(settings_);
    binds_.reserve(plans.size());
    for (const BindPlan& plan : plans) {
        binds_.push_back(std::make_unique<KeptBind>(*this, plan));
    }
}

SmppGateway::~SmppGateway() = default;

Task<> SmppGateway::run(send::GatewayEvents& events) {
    COHORT_ENSURE(events_ == nullptr, "run is called once");
    events_ = &events;
    const Executor executor = co_await asio::this_coro::executor;
    const auto end = std::make_shared<Signal>(executor);
    end_ = end;
    std::exception_ptr fault;
    try {
        co_await run_binds(0);
    } catch (...) {
        fault = std::current_exception();
    }
    ended_ = true;
    end->wake();
    if (fault) {
        std::rethrow_exception(fault);
    }
}

// A bug in one bind ends all of them: each still gives every submission its end.
Task<> SmppGateway::run_binds(std::size_t first) {
    using namespace asio::experimental::awaitable_operators;
    Task<> one = binds_[first]->run();
    if (first + 1 == binds_.size()) {
        co_await std::move(one);
        co_return;
    }
    Task<> others = run_binds(first + 1);
    co_await (std::move(one) && std::move(others));
}

void SmppGateway::account_paused(std::optional<send::Pause> pause) {
    account_pause_ = std::move(pause);
    tell_state();
}

void SmppGateway::tell_state() {
    if (stopping_) {
        return;
    }
    const auto down = all_down();
    const auto pause = down ? down : account_pause_;
    if (!pause && !told_.empty()) {
        told_.clear();
        events_->resumed();
    } else if (pause && told_ != pause->reason) {
        told_ = pause->reason;
        events_->paused(*pause);
    }
    if (down) {
        return; // the pause says it all
    }
    auto less = shortfall();
    const std::string reason = less ? less->reason : "";
    if (impairment_told_ != reason) {
        impairment_told_ = reason;
        events_->impaired(std::move(less));
    }
}

// Why nothing can be sent: every sending bind is in trouble, and none is still on its first try.
std::optional<send::Pause> SmppGateway::all_down() const {
    std::optional<send::Pause> why;
    for (const auto& bind : binds_) {
        if (!bind->sends() || bind->resting()) {
            continue;
        }
        if (!bind->trouble()) {
            return std::nullopt;
        }
        if (!why || (bind->trouble()->needs_a_person && !why->needs_a_person)) {
            why = bind->trouble();
        }
    }
    return why;
}

// Receipts that do not come weigh more than places that are missing.
std::optional<send::Pause> SmppGateway::shortfall() const {
    const auto& last = *binds_.back();
    if (!last.sends() && last.trouble()) {
        const send::Pause& why = *last.trouble();
        return send::Pause{"gateway.receipts_wait", words_of(why), why.needs_a_person};
    }
    for (const auto& bind : binds_) {
        if (bind->sends() && bind->trouble()) {
            const send::Pause& why = *bind->trouble();
            return send::Pause{"gateway.binds_down", words_of(why), why.needs_a_person};
        }
    }
    return std::nullopt;
}

// A node without a sending bind needs no receipts either: they come where texts are sent.
void SmppGateway::set_share(send::Share share) {
    if (share.rate > 0) {
        account_.pace.set_share(share.rate, std::chrono::steady_clock::now());
    }
    std::size_t sending = 0;
    for (const auto& bind : binds_) {
        const bool wanted = bind->sends() ? sending++ < share.connections : share.connections > 0;
        wanted ? bind->go_on() : bind->rest();
    }
    if (events_ != nullptr) {
        tell_state();
    }
}

std::size_t SmppGateway::connections() const {
    return static_cast<std::size_t>(std::ranges::count_if(binds_, [](const auto& bind) {
        return bind->sends() && (!bind->resting() || bind->link() != nullptr);
    }));
}

std::size_t SmppGateway::free_slots() const {
    if (stopping_) {
        return 0;
    }
    std::size_t rooms = 0;
    std::size_t queued = 0;
    bool idle = true;
    for (const auto& bind : binds_) {
        if (const Link* const link = bind->link()) {
            rooms += link->free_slots();
            queued += link->session().queued();
            idle = idle && link->session().idle();
        }
    }
    if (account_.pace.probing()) {
        return idle ? std::min<std::size_t>(rooms, 1) : 0;
    }
    const std::size_t allowance = account_.pace.allowance(std::chrono::steady_clock::now());
    return std::min(rooms, allowance > queued ? allowance - queued : 0);
}

void SmppGateway::submit(std::vector<send::Submission> submissions) {
    COHORT_ENSURE(events_ != nullptr, "submit is called after run");

    struct Room {
        Link* link;
        std::size_t places;
        std::vector<send::Submission> given = {};
    };

    std::vector<Room> rooms;
    rooms.reserve(binds_.size());
    for (const auto& bind : binds_) {
        if (bind->sends() && bind->link() != nullptr) {
            rooms.push_back({bind->link(), bind->link()->free_slots()});
        }
    }
    for (auto& submission : submissions) {
        const auto most = std::ranges::max_element(rooms, {}, &Room::places);
        if (most == rooms.end()) {
            events_->attempt_ended(
                submission.key, send::NotSent{"gateway.connection_lost", "", std::nullopt}
            );
            continue;
        }
        most->places -= most->places > 0 ? 1 : 0;
        most->given.push_back(std::move(submission));
    }
    for (Room& room : rooms) {
        if (!room.given.empty()) {
            room.link->submit(std::move(room.given));
        }
    }
}

// One call of look_up, owned by it alone.
struct SmppGateway::LookingUp {
    std::vector<send::LookUpAnswer> answers;
    std::size_t open;
    Signal done;
};

// Through the first bind that works: questions are few, and any bind may ask.
Task<std::vector<send::LookUpAnswer>> SmppGateway::look_up(std::vector<send::LookUp> questions) {
    if (!settings_.look_up) {
        co_return co_await Gateway::look_up(std::move(questions));
    }
    const Executor executor = co_await asio::this_coro::executor;
    const auto looking_up =
        std::make_shared<LookingUp>(LookingUp{{}, questions.size(), Signal{executor}});
    const auto bind = std::ranges::find_if(binds_, [&](const auto& each) {
        return each->sends() && each->works() && !stopping_;
    });
    looking_up->answers.reserve(questions.size());
    for (std::size_t index = 0; index < questions.size(); ++index) {
        send::LookUp& question = questions[index];
        looking_up->answers.push_back(
            {question.key,
             question.provider_reference,
             send::LookUpAnswer::Found::no_answer,
             std::nullopt,
             ""}
        );
        if (bind != binds_.end()) {
            asked_.emplace(next_token_, Asked{looking_up, index});
            (*bind)->link()->look_up(std::move(question), next_token_++);
        }
    }
    while (bind != binds_.end() && looking_up->open > 0) {
        co_await looking_up->done.wait(link_wait);
    }
    co_return std::move(looking_up->answers);
}

void SmppGateway::looked_up(std::uint64_t token, send::LookUpAnswer answer) {
    const auto asked = asked_.extract(token);
    const auto by = asked.empty() ? nullptr : asked.mapped().by.lock();
    if (!by) {
        return; // whoever asked does not wait any more
    }
    by->answers[asked.mapped().index] = std::move(answer);
    if (--by->open == 0) {
        by->done.wake();
    }
}

Task<> SmppGateway::stop(Milliseconds grace) {
    stopping_ = true;
    const auto end = end_.lock();
    if (!end) {
        co_return; // never ran, or has ended
    }
    for (const auto& bind : binds_) {
        bind->stop();
    }
    if (!ended_) {
        co_await end->wait(grace);
    }
    for (const auto& bind : binds_) {
        if (bind->link() != nullptr) {
            bind->link()->cut();
        }
    }
    while (!ended_) {
        co_await end->wait(link_wait);
    }
}

bool SmppGateway::connected() const {
    return std::ranges::any_of(binds_, [](const auto& bind) {
        return bind->sends() && bind->works();
    });
}

Counts SmppGateway::counts() const {
    Counts sum;
    for (const auto& bind : binds_) {
        sum += bind->counts();
    }
    return sum;
}

}
