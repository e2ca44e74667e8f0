#include "flow/send/send.hpp"

#include "flow/send/inside.hpp"
#include "flow/send/worker.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace cohort::send {

Sending::Sending(Deps deps) : deps_(deps), inside_(std::make_unique<Inside>()) {}

Sending::~Sending() = default;

Task<>
Sending::serve(std::string gateway_id, Channel channel, Gateway& gateway, KeepReceipts keep) {
    const Executor executor = co_await boost::asio::this_coro::executor;
    GatewayWorker worker(
        deps_, *inside_, hooks_, std::move(gateway_id), channel, gateway, std::move(keep), executor
    );
    {
        const std::lock_guard lock(inside_->mutex);
        inside_->status[channel].configured = true;
    }
    inside_->workers.push_back(&worker);
    co_await worker.run();
    std::erase(inside_->workers, &worker);
}

void Sending::stop(Milliseconds grace) {
    inside_->grace = grace;
    inside_->stopping = true;
    for (GatewayWorker* worker : inside_->workers) {
        worker->stop();
    }
}

}
