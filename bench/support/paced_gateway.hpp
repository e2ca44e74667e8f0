#pragma once
// A gateway that takes so many messages a second and no more, and answers each after a while: what
// a text company's limit looks like from here. Notes whose message came when.
#include "flow/send/gateway.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <vector>

namespace cohort::bench {

class PacedGateway final : public send::Gateway {
public:
    using Instant = std::chrono::steady_clock::time_point;

    struct Taken {
        PracticeId practice;
        BulkMessageId bulk_message;
        Instant at;
    };

    struct Limits {
        double per_second = 1000;
        std::size_t window = 50;
        std::chrono::milliseconds answers_after{20};
    };

    explicit PacedGateway(Limits limits) : limits_(limits) {}

    Task<> run(send::GatewayEvents& events) override;
    std::size_t free_slots() const override;
    void submit(std::vector<send::Submission> submissions) override;
    Task<> stop(Milliseconds grace) override;

    // Takes nothing before. Any thread.
    void open();
    // Any thread.
    std::vector<Taken> taken() const;

private:
    double allowance(Instant now) const;

    Limits limits_;
    send::GatewayEvents* events_ = nullptr;
    std::size_t under_way_ = 0;
    double tokens_ = 0;
    Instant tokens_at_{};
    bool stopping_ = false;
    std::vector<std::pair<Instant, send::AttemptKey>> answers_;
    mutable std::mutex mutex_;
    bool open_ = false;
    std::vector<Taken> taken_;
};

}
