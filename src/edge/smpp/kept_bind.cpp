#include "edge/smpp/kept_bind.hpp"

#include "edge/smpp/link.hpp"
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
constexpr Milliseconds connect_grace = 5s;

send::Pause pause_for(const Error& error) {
    const std::string_view code = error.code.text();
    const bool refused = code.starts_with("tls."); // a certificate is not mended by waiting
    return {
        refused ? "gateway.tls_refused" : "gateway.unreachable",
        error.detail.empty() ? std::string{code} : fmt::format("{}: {}", code, error.detail),
        refused
    };
}

}

Task<> SmppGateway::KeptBind::run() {
    using namespace asio::experimental::awaitable_operators;
    const Executor executor = co_await asio::this_coro::executor;
    const auto stop = std::make_shared<Signal>(executor);
    stop_ = stop;
    while (!gateway_.stopping_) {
        if (resting_) {
            co_await stop->wait(retry_longest);
            continue;
        }
        Task<Result<std::unique_ptr<net::ByteStream>>> connecting = gateway_.deps_.connect();
        Task<> stopped = stop->wait(gateway_.settings_.connect_wait + connect_grace);
        auto connected = co_await (std::move(connecting) || std::move(stopped));
        if (gateway_.stopping_) {
            co_return;
        }
        if (resting_) {
            continue;
        }
        auto* const opened = std::get_if<0>(&connected);
        if (opened != nullptr && opened->ok()) {
            co_await serve(std::move(*opened).value());
        } else {
            in_trouble(pause_for(opened != nullptr ? opened->error() : net::deadline_passed()));
            ++failures_;
        }
        if (gateway_.stopping_) {
            co_return;
        }
        if (!resting_) {
            co_await stop->wait(wait_after_failure());
        }
    }
}

Task<> SmppGateway::KeptBind::serve(std::unique_ptr<net::ByteStream> stream) {
    link_ = std::make_shared<Link>(gateway_, *this, std::move(stream));
    co_await link_->run();
    const auto link = std::exchange(link_, nullptr);
    counts_before_ += link->session().counts();
    failures_ = link->session().proved() ? 1 : failures_ + 1;
}

void SmppGateway::KeptBind::stop() {
    if (const auto stop = stop_.lock()) {
        stop->wake();
    }
    if (link_) {
        link_->stop();
    }
}

void SmppGateway::KeptBind::rest() {
    if (!std::exchange(resting_, true)) {
        trouble_.reset();
        failures_ = 0;
        stop();
    }
}

void SmppGateway::KeptBind::go_on() {
    if (std::exchange(resting_, false)) {
        if (const auto stop = stop_.lock()) {
            stop->wake();
        }
    }
}

// Half to the whole of the doubled second, so that many gateways do not return in step.
Milliseconds SmppGateway::KeptBind::wait_after_failure() {
    const unsigned steps = std::min(failures_ > 0 ? failures_ - 1 : 0U, 10U);
    Milliseconds wait = std::min(retry_longest, retry_first * (1 << steps));
    if (trouble_ && trouble_->needs_a_person) {
        wait = retry_person_needed;
    }
    const auto half = static_cast<std::uint64_t>(wait.count() / 2);
    return Milliseconds{static_cast<std::int64_t>(half + gateway_.deps_.random.below(half + 1))};
}

bool SmppGateway::KeptBind::works() const {
    return link_ && link_->session().bound() && !trouble_;
}

Counts SmppGateway::KeptBind::counts() const {
    Counts sum = counts_before_;
    if (link_) {
        sum += link_->session().counts();
    }
    return sum;
}

void SmppGateway::KeptBind::in_trouble(send::Pause why) {
    if (resting_) {
        return; // it ends because it was told to
    }
    trouble_ = std::move(why);
    gateway_.tell_state();
}

void SmppGateway::KeptBind::out_of_trouble() {
    trouble_.reset();
    gateway_.tell_state();
}

}
