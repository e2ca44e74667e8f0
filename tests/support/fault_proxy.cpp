#include "tests/support/fault_proxy.hpp"

#include "platform/net/task.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <exception>
#include <mutex>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>

namespace cohort::test_support {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Code = boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto in_a_tuple = asio::as_tuple(asio::use_awaitable);
// After a close both ends may still write for so long, so that their unread bytes are not lost to a
// reset.
constexpr auto farewell = 1s;
constexpr std::size_t read_bytes = 16 * 1024;

// A fault of the proxy's own must not look like a fault of what is under test.
void end_loudly(std::exception_ptr fault) {
    if (fault) {
        std::rethrow_exception(fault);
    }
}

Task<> sleep(Milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(in_a_tuple);
}

// A reset throws away what our kernel has not sent yet (it sends small pieces one by one), and then
// the reader would have less than was carried.
Task<> all_sent(Tcp::socket& socket) {
    const auto until = Steady::now() + farewell;
    int unsent = 1;
    while (Steady::now() < until && ::ioctl(socket.native_handle(), SIOCOUTQNSD, &unsent) == 0
           && unsent > 0) {
        co_await sleep(1ms);
    }
}

void shut_writing(Tcp::socket& socket) {
    Code gone_already;
    socket.shutdown(Tcp::socket::shutdown_send, gone_already);
}

void reset(Tcp::socket& socket) {
    Code gone_already;
    socket.set_option(asio::socket_base::linger(true, 0), gone_already);
    socket.close(gone_already);
}

}

class FaultProxy::Inside {
public:
    Inside(std::uint16_t target_port, std::uint64_t seed, Planner planner)
        : target_(asio::ip::address_v4::loopback(), target_port), seed_(seed),
          planner_(std::move(planner)), holder_(io_), acceptor_(io_), admitted_(io_) {
        // Bound and never listening: it keeps the port ours while nobody is let in.
        open_at(holder_, {asio::ip::address_v4::loopback(), 0});
        port_ = holder_.local_endpoint().port();
        listen();
        asio::co_spawn(io_, accept(), end_loudly);
        thread_ = std::thread([this] { io_.run(); });
    }

    ~Inside() {
        io_.stop();
        thread_.join();
    }

    std::uint16_t port() const { return port_; }

    void refuse(bool refused) {
        asio::post(io_, [this, refused] {
            refused_by_hand_ = refused;
            refused ? stop_listening() : look_again();
        });
    }

    std::vector<Passage> passages() const {
        const std::lock_guard lock(mutex_);
        return passages_;
    }

private:
    // One direction, with where it stands in its plan.
    struct Way {
        Way(Tcp::socket& its_from, Tcp::socket& its_to, const WayPlan& its_plan, std::uint64_t seed)
            : from(its_from), to(its_to), plan(its_plan), pieces(its_plan, seed) {}

        Tcp::socket& from;
        Tcp::socket& to;
        WayPlan plan;
        Pieces pieces;
        std::uint64_t carried = 0;
        Pieces::Piece piece{0, 0ms}; // what is left of the present one
        bool thrown_away = false;    // whatever else comes
        bool ended = false;

        bool fault_is_due() const { return plan.fault != Fault::none && carried == plan.fault_at; }
    };

    struct Relay {
        Relay(asio::io_context& io, const ConnectionPlan& its_plan, std::uint64_t seed)
            : client(io), target(io), plan(its_plan),
              to_target(client, target, its_plan.to_target, seed_of(seed, 0)),
              to_client(target, client, its_plan.to_client, seed_of(seed, 1)) {}

        Tcp::socket client;
        Tcp::socket target;
        ConnectionPlan plan;
        Way to_target;
        Way to_client;
        std::size_t passage = 0;
    };

    using SharedRelay = std::shared_ptr<Relay>;

    static void open_at(Tcp::socket& socket, Tcp::endpoint endpoint) {
        socket.open(Tcp::v4());
        socket.set_option(ReusePort(true));
        socket.bind(endpoint);
    }

    void listen() {
        acceptor_.open(Tcp::v4());
        acceptor_.set_option(ReusePort(true));
        acceptor_.set_option(asio::socket_base::reuse_address(true));
        acceptor_.bind({asio::ip::address_v4::loopback(), port_});
        acceptor_.listen();
    }

    void stop_listening() {
        Code gone_already;
        acceptor_.close(gone_already);
    }

    void look_again() { admitted_.cancel(); }

    Task<> accept() {
        for (;;) {
            while (refused_by_hand_ || Steady::now() < refused_until_) {
                admitted_.expires_at(refused_by_hand_ ? Steady::time_point::max() : refused_until_);
                co_await admitted_.async_wait(in_a_tuple);
            }
            if (!acceptor_.is_open()) {
                listen();
            }
            Tcp::socket client(io_);
            const auto [code] = co_await acceptor_.async_accept(client, in_a_tuple);
            if (!code) {
                asio::co_spawn(io_, relay(make_relay(std::move(client))), end_loudly);
            }
        }
    }

    SharedRelay make_relay(Tcp::socket client) {
        const std::lock_guard lock(mutex_);
        const std::uint64_t number = passages_.size();
        const std::uint64_t seed = seed_of(seed_, number);
        SeededRandom random(seed);
        auto relay = std::make_shared<Relay>(io_, planner_(number, random), seed);
        relay->client = std::move(client);
        relay->passage = number;
        passages_.push_back({.plan = relay->plan});
        return relay;
    }

    Task<> relay(SharedRelay relay) {
        const auto [code] = co_await relay->target.async_connect(target_, in_a_tuple);
        if (code) {
            reset(relay->client);
            note_end(*relay);
            co_return;
        }
        // So that a piece is a segment of its own.
        Code gone_already;
        relay->client.set_option(Tcp::no_delay(true), gone_already);
        relay->target.set_option(Tcp::no_delay(true), gone_already);
        asio::co_spawn(io_, carry(relay, &relay->to_target), end_loudly);
        asio::co_spawn(io_, carry(relay, &relay->to_client), end_loudly);
    }

    Task<> carry(SharedRelay relay, Way* way) {
        std::array<char, read_bytes> buffer{};
        if (way->fault_is_due()) {
            co_await meet_fault(relay, way);
        }
        Code code;
        while (!code) {
            std::size_t got = 0;
            std::tie(code, got) =
                co_await way->from.async_read_some(asio::buffer(buffer), in_a_tuple);
            co_await forward(relay, way, std::string_view(buffer.data(), got));
        }
        if (code == asio::error::eof) {
            shut_writing(way->to); // a half-close of theirs is passed on
        } else {
            reset(way->to);
        }
        way->ended = true;
        if (relay->to_target.ended && relay->to_client.ended) {
            note_end(*relay);
        }
    }

    Task<> forward(SharedRelay relay, Way* way, std::string_view bytes) {
        while (!bytes.empty() && !way->thrown_away) {
            if (way->piece.bytes == 0) {
                way->piece = way->pieces.next();
                if (way->piece.pause > 0ms) {
                    co_await sleep(way->piece.pause);
                }
            }
            const std::string_view piece = bytes.substr(0, most_now(*way));
            if (way->thrown_away) {
                co_return; // meanwhile
            }
            const auto [code, sent] =
                co_await asio::async_write(way->to, asio::buffer(piece), in_a_tuple);
            note_carried(*relay, *way, piece.substr(0, sent));
            way->thrown_away = way->thrown_away || code;
            bytes.remove_prefix(piece.size());
            if (!way->thrown_away && way->fault_is_due()) {
                co_await meet_fault(relay, way);
            }
        }
    }

    static std::size_t most_now(const Way& way) {
        const bool fault_ahead = way.plan.fault != Fault::none && way.carried < way.plan.fault_at;
        const std::uint64_t until_fault = way.plan.fault_at - way.carried;
        return fault_ahead ? std::min<std::uint64_t>(way.piece.bytes, until_fault)
                           : way.piece.bytes;
    }

    Task<> meet_fault(SharedRelay relay, Way* way) {
        {
            const std::lock_guard lock(mutex_);
            passages_[relay->passage].fault_came = true;
        }
        switch (std::exchange(way->plan.fault, Fault::none)) {
        case Fault::none:
            break;
        case Fault::half_close:
            way->thrown_away = true;
            shut_writing(way->to);
            break;
        case Fault::stall:
            co_await sleep(way->plan.stall_for);
            break;
        case Fault::close:
            throw_all_away(*relay);
            shut_writing(relay->client);
            shut_writing(relay->target);
            asio::co_spawn(io_, close_later(relay), end_loudly);
            break;
        case Fault::reset:
            throw_all_away(*relay);
            co_await all_sent(relay->client);
            co_await all_sent(relay->target);
            reset(relay->client);
            reset(relay->target);
            break;
        }
    }

    void throw_all_away(Relay& relay) {
        relay.to_target.thrown_away = true;
        relay.to_client.thrown_away = true;
        if (relay.plan.refuse_after > 0ms) {
            refused_until_ = std::max(refused_until_, Steady::now() + relay.plan.refuse_after);
            stop_listening();
        }
    }

    Task<> close_later(SharedRelay relay) {
        co_await sleep(farewell);
        reset(relay->client);
        reset(relay->target);
    }

    void note_carried(const Relay& relay, Way& way, std::string_view bytes) {
        way.carried += bytes.size();
        way.piece.bytes = way.plan.piece_most == 0 ? 0 : way.piece.bytes - bytes.size();
        const std::lock_guard lock(mutex_);
        Passage& passage = passages_[relay.passage];
        (&way == &relay.to_target ? passage.to_target : passage.to_client) += bytes;
    }

    void note_end(const Relay& relay) {
        const std::lock_guard lock(mutex_);
        passages_[relay.passage].open = false;
    }

    const Tcp::endpoint target_;
    const std::uint64_t seed_;
    const Planner planner_;
    std::uint16_t port_ = 0;

    mutable std::mutex mutex_;
    std::vector<Passage> passages_;

    asio::io_context io_{1};
    Tcp::socket holder_;
    Tcp::acceptor acceptor_;
    asio::steady_timer admitted_;
    bool refused_by_hand_ = false;
    Steady::time_point refused_until_ = Steady::time_point::min();
    std::thread thread_;
};

FaultProxy::FaultProxy(std::uint16_t target_port, std::uint64_t seed, Planner planner)
    : inside_(std::make_unique<Inside>(target_port, seed, std::move(planner))) {}

FaultProxy::~FaultProxy() = default;

std::uint16_t FaultProxy::port() const {
    return inside_->port();
}

void FaultProxy::refuse() {
    inside_->refuse(true);
}

void FaultProxy::admit() {
    inside_->refuse(false);
}

std::vector<Passage> FaultProxy::passages() const {
    return inside_->passages();
}

std::string describe(const FaultProxy& proxy) {
    constexpr std::array<std::string_view, 5> names{"-", "close", "reset", "half_close", "stall"};
    std::string lines;
    std::size_t number = 0;
    for (const Passage& passage : proxy.passages()) {
        const auto way = [&](const WayPlan& plan, const std::string& carried) {
            return std::string(names[static_cast<std::size_t>(plan.fault)]) + "@"
                   + std::to_string(plan.fault_at) + " piece " + std::to_string(plan.piece_most)
                   + " carried " + std::to_string(carried.size());
        };
        lines += "\n#" + std::to_string(number++) + " there "
                 + way(passage.plan.to_target, passage.to_target) + ", back "
                 + way(passage.plan.to_client, passage.to_client)
                 + (passage.fault_came ? ", came" : "") + (passage.open ? ", open" : "");
    }
    return lines;
}

}
