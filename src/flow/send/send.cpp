#include "flow/send/send.hpp"

#include "flow/send/asking.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/worker.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace cohort::send {

Sending::Sending(Deps deps) : deps_(deps), inside_(std::make_unique<Inside>()) {}

Sending::~Sending() = default;

Task<>
Sending::serve(std::string gateway_id, Channel channel, Gateway& gateway, KeepReceipts keep) {
    using namespace boost::asio::experimental::awaitable_operators;
    const Executor executor = co_await boost::asio::this_coro::executor;
    Asking asking(deps_, gateway_id, gateway, keep);
    GatewayWorker worker(
        deps_, *inside_, hooks_, std::move(gateway_id), channel, gateway, std::move(keep), executor
    );
    {
        const std::lock_guard lock(inside_->mutex);
        inside_->status[channel].configured = true;
    }
    inside_->workers.push_back(&worker);
    inside_->asking.push_back(&asking);
    co_await (worker.run() && asking.run());
    std::erase(inside_->workers, &worker);
    std::erase(inside_->asking, &asking);
}

void Sending::stop(Milliseconds grace) {
    inside_->grace = grace;
    inside_->stopping = true;
    inside_->something_to_make.ring();
    std::ranges::for_each(inside_->workers, &GatewayWorker::stop);
    std::ranges::for_each(inside_->asking, &Asking::stop);
}

}
