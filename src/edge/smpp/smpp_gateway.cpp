#include "edge/smpp/smpp_gateway.hpp"

#include "edge/smpp/link.hpp"
#include "platform/net/connect.hpp"
#include "platform/net/deadline.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cohort::smpp {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds retry_first = 1s;
constexpr Milliseconds retry_longest = 30s;
constexpr Milliseconds retry_person_needed = 60s;
constexpr Milliseconds link_wait = 5s;

Task<Result<std::unique_ptr<net::ByteStream>>> connect_to(net::ConnectOptions options) {
    co_return co_await net::connect(std::move(options));
}

send::Pause pause_for(const Error& error) {
    const std::string_view code = error.code.text();
    const bool refused = code.starts_with("tls."); // a certificate is not mended by waiting
    return {
        refused ? "gateway.tls_refused" : "gateway.unreachable",
        error.detail.empty() ? std::string{code} : fmt::format("{}: {}", code, error.detail),
        refused
    };
}

void add(Counts& sum, const Counts& more) {
    sum.submits += more.submits;
    sum.answers += more.answers;
    sum.answers_nobody_waited_for += more.answers_nobody_waited_for;
    sum.receipts += more.receipts;
    sum.texts_put_off += more.texts_put_off;
    sum.bodies_unreadable += more.bodies_unreadable;
}

}

struct SmppGateway::Signals {
    explicit Signals(const Executor& executor) : stop(executor), ended(executor) {}

    Signal stop;
    Signal ended;
};

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
    : settings_(std::move(settings)), deps_(std::move(deps)), pace_(settings_.per_second_max),
      concatenation_reference_(static_cast<std::uint8_t>(deps_.random.bits())) {}

SmppGateway::~SmppGateway() = default;

Task<> SmppGateway::run(send::GatewayEvents& events) {
    COHORT_ENSURE(events_ == nullptr, "run is called once");
    events_ = &events;
    const Executor executor = co_await asio::this_coro::executor;
    const auto signals = std::make_shared<Signals>(executor);
    signals_ = signals;
    co_await run_links(signals);
    ended_ = true;
    signals->ended.wake();
}

Task<> SmppGateway::run_links(std::shared_ptr<Signals> signals) {
    using namespace asio::experimental::awaitable_operators;
    while (!stopping_) {
        Task<Result<std::unique_ptr<net::ByteStream>>> connecting = deps_.connect();
        Task<> stopped = signals->stop.wait(settings_.connect_wait + link_wait);
        auto connected = co_await (std::move(connecting) || std::move(stopped));
        if (stopping_) {
            co_return;
        }
        auto* const opened = std::get_if<0>(&connected);
        if (opened != nullptr && opened->ok()) {
            co_await serve(std::move(*opened).value());
        } else {
            tell_paused(pause_for(opened != nullptr ? opened->error() : net::deadline_passed()));
            ++failures_;
        }
        if (stopping_) {
            co_return;
        }
        co_await signals->stop.wait(wait_after_failure());
    }
}

Task<> SmppGateway::serve(std::unique_ptr<net::ByteStream> stream) {
    link_ = std::make_shared<Link>(*this, std::move(stream));
    if (stopping_) {
        link_->stop();
    }
    co_await link_->run();
    const auto link = std::exchange(link_, nullptr);
    add(counts_before_, link->session().counts());
    failures_ = link->session().proved() ? 1 : failures_ + 1;
}

// Half to the whole of the doubled second, so that many gateways do not return in step.
Milliseconds SmppGateway::wait_after_failure() {
    const unsigned steps = std::min(failures_ > 0 ? failures_ - 1 : 0U, 10U);
    Milliseconds wait = std::min(retry_longest, retry_first * (1 << steps));
    if (person_needed_) {
        wait = retry_person_needed;
    }
    const auto half = static_cast<std::uint64_t>(wait.count() / 2);
    return Milliseconds{static_cast<std::int64_t>(half + deps_.random.below(half + 1))};
}

void SmppGateway::tell_paused(send::Pause pause) {
    person_needed_ = pause.needs_a_person;
    if (told_ == pause.reason) {
        return;
    }
    told_ = pause.reason;
    events_->paused(std::move(pause));
}

void SmppGateway::tell_resumed() {
    person_needed_ = false;
    if (!told_.empty()) {
        told_.clear();
        events_->resumed();
    }
}

std::size_t SmppGateway::free_slots() const {
    return link_ && !stopping_ ? link_->free_slots() : 0;
}

void SmppGateway::submit(std::vector<send::Submission> submissions) {
    if (link_) {
        link_->submit(std::move(submissions));
        return;
    }
    COHORT_ENSURE(events_ != nullptr, "submit is called after run");
    for (const auto& submission : submissions) {
        events_->attempt_ended(
            submission.key, send::NotSent{"gateway.connection_lost", "", std::nullopt}
        );
    }
}

Task<> SmppGateway::stop(Milliseconds grace) {
    stopping_ = true;
    const auto signals = signals_.lock();
    if (!signals) {
        co_return; // never ran, or has ended
    }
    signals->stop.wake();
    if (link_) {
        link_->stop();
    }
    if (!ended_) {
        co_await signals->ended.wait(grace);
    }
    if (link_) {
        link_->cut();
    }
    while (!ended_) {
        co_await signals->ended.wait(link_wait);
    }
}

bool SmppGateway::connected() const {
    return link_ && link_->session().bound();
}

Counts SmppGateway::counts() const {
    Counts sum = counts_before_;
    if (link_) {
        add(sum, link_->session().counts());
    }
    return sum;
}

}
