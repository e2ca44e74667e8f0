#include "platform/net/doorbell.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <mutex>
#include <utility>

namespace cohort::net {

struct Doorbell::Inside {
    // False when it has rung before.
    bool begin_wait(Timer& timer, const Executor& on) {
        const std::lock_guard lock(mutex);
        if (std::exchange(rung, false)) {
            return false;
        }
        waiter = &timer;
        executor = on;
        return true;
    }

    void end_wait() {
        const std::lock_guard lock(mutex);
        waiter = nullptr;
        rung = false;
    }

    std::mutex mutex;
    bool rung = false;
    Timer* waiter = nullptr; // touched on its executor only, but for whether there is one
    Executor executor;
};

Doorbell::Doorbell() : inside_(std::make_shared<Inside>()) {}

Doorbell::~Doorbell() = default;

Task<> Doorbell::wait(Duration most) {
    const std::shared_ptr<Inside> inside = inside_;
    const Executor executor = co_await boost::asio::this_coro::executor;
    Timer timer(executor);
    if (!inside->begin_wait(timer, executor)) {
        co_return;
    }

    // Also when the loop ends, and this coroutine with it.
    struct Waiting {
        Inside& inside;

        ~Waiting() { inside.end_wait(); }
    } const waiting{*inside};

    co_await timer.wait(most);
}

void Doorbell::ring() {
    const std::lock_guard lock(inside_->mutex);
    if (std::exchange(inside_->rung, true) || inside_->waiter == nullptr) {
        return;
    }
    boost::asio::post(inside_->executor, [inside = inside_] {
        const std::lock_guard inner(inside->mutex);
        if (inside->waiter != nullptr) {
            inside->waiter->wake();
        }
    });
}

}
