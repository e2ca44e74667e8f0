#pragma once
// Letters on their way to a lane: each is written and signed on the threads for work, on all of
// them at once, while the network goes on. A letter here has its place in the gateway but no
// connection yet, so giving it up is certain to send nothing. Threads: the gateway's executor only.
#include "edge/smtp/bell.hpp"
#include "edge/smtp/outgoing.hpp"
#include "platform/net/pool.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace cohort::smtp {

class Preparing : public std::enable_shared_from_this<Preparing> {
public:
    using Take = std::function<void(Written)>;

    // `take` is called for each as it becomes ready, never from inside add(). `writer` outlives
    // the last call of `take`.
    Preparing(Executor executor, net::Pool& pool, const LetterWriter& writer, Take take);

    void add(send::Submission given, TimePoint now);

    // Those added and not taken yet.
    std::size_t count() const { return under_way_.size(); }

    // They will not be taken any more.
    std::vector<send::AttemptKey> give_up();

    // Returns when no thread works for us.
    Task<> wait_until_quiet();

private:
    struct Waiting {
        std::uint64_t number;
        send::Submission given;
        TimePoint now;
    };

    Task<> work();
    Task<Written> prepare(send::Submission given, TimePoint now);

    Executor executor_;
    net::Pool& pool_;
    const LetterWriter& writer_;
    Take take_;
    std::deque<Waiting> waiting_;
    std::map<std::uint64_t, send::AttemptKey> under_way_; // waiting ones too
    std::uint64_t last_number_ = 0;
    std::size_t workers_ = 0;
    Bell quiet_;
};

}
