#include "platform/net/socket_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <type_traits>
#include <utility>

namespace cohort::net {

namespace asio = boost::asio;
using Code = boost::system::error_code;

namespace {

// What SocketStream needs to know of the two kinds of socket.
struct PlainLayer {
    static constexpr bool encrypted = false;
    Socket socket;

    Socket& stream() { return socket; }

    Socket& tcp() { return socket; }
};

struct TlsLayer {
    static constexpr bool encrypted = true;
    std::shared_ptr<asio::ssl::context> context; // outlives the socket, which refers to it
    std::unique_ptr<TlsSocket> socket;

    TlsSocket& stream() { return *socket; }

    Socket& tcp() { return socket->next_layer(); }
};

std::string address_of(const Socket& socket) {
    Code code;
    const auto peer = socket.remote_endpoint(code);
    return code ? std::string() : peer.address().to_string();
}

bool is_end(const Code& code) {
    // Many peers close without close_notify; every protocol here knows by itself whether a message
    // was complete.
    return code == asio::error::eof || code == asio::ssl::error::stream_truncated;
}

template <class Layer>
class SocketStream final : public ByteStream {
public:
    explicit SocketStream(Layer layer)
        : layer_(std::move(layer)), executor_(layer_.tcp().get_executor()),
          peer_address_(address_of(layer_.tcp())), reading_(std::make_shared<Watch>(executor_)),
          writing_(std::make_shared<Watch>(executor_)) {
        Code ignored; // A peer that has gone already is met at the first read.
        layer_.tcp().set_option(asio::ip::tcp::no_delay(true), ignored);
        layer_.tcp().non_blocking(true, ignored);
    }

    ~SocketStream() override {
        reading_->end();
        writing_->end();
    }

    Task<Result<std::size_t>> read_some(std::span<char> into, Duration limit) override {
        if (closed_) {
            co_return closed_error();
        }
        const ParentCancel parent(co_await asio::this_coro::cancellation_state, *reading_);
        reading_->arm(limit);
        auto token =
            asio::bind_cancellation_slot(reading_->slot(), asio::as_tuple(asio::use_awaitable));
        const auto buffer = asio::buffer(into.data(), into.size());
        const auto [code, bytes] =
            co_await layer_.stream().async_read_some(buffer, std::move(token));
        reading_->disarm();
        if (bytes > 0 || is_end(code)) {
            co_return bytes;
        }
        if (code) {
            co_return error_of(code, *reading_);
        }
        co_return bytes;
    }

    Task<Outcome> write_all(std::string_view bytes, Duration limit) override {
        if (closed_) {
            co_return closed_error();
        }
        if constexpr (!Layer::encrypted) {
            // Nearly every write fits in the kernel's buffer: no timer, no suspension.
            Code code;
            const auto sent =
                layer_.tcp().write_some(asio::buffer(bytes.data(), bytes.size()), code);
            if (sent == bytes.size()) {
                co_return done();
            }
            if (code && code != asio::error::would_block && code != asio::error::try_again) {
                co_return error_of(code, *writing_);
            }
            bytes.remove_prefix(sent);
        }
        const ParentCancel parent(co_await asio::this_coro::cancellation_state, *writing_);
        writing_->arm(limit);
        auto token =
            asio::bind_cancellation_slot(writing_->slot(), asio::as_tuple(asio::use_awaitable));
        const auto buffer = asio::buffer(bytes.data(), bytes.size());
        const auto [code, sent] =
            co_await asio::async_write(layer_.stream(), buffer, std::move(token));
        writing_->disarm();
        if (code) {
            co_return error_of(code, *writing_);
        }
        co_return done();
    }

    Task<void> close(Duration limit) override {
        if (!closed_) {
            const Outcome said = co_await finish_writing(limit);
            static_cast<void>(said); // a peer that has gone needs no farewell
        }
        abort();
    }

    void abort() noexcept override {
        closed_ = true;
        Code ignored;
        layer_.tcp().close(ignored);
    }

    Task<Outcome> finish_writing(Duration limit) override {
        if (closed_) {
            co_return closed_error();
        }
        Code code;
        if constexpr (Layer::encrypted) {
            const ParentCancel parent(co_await asio::this_coro::cancellation_state, *writing_);
            writing_->arm(limit);
            auto token =
                asio::bind_cancellation_slot(writing_->slot(), asio::as_tuple(asio::use_awaitable));
            const auto [answer] = co_await layer_.stream().async_shutdown(std::move(token));
            writing_->disarm();
            code = is_end(answer) ? Code() : answer;
        } else {
            layer_.tcp().shutdown(Socket::shutdown_send, code);
        }
        if (code) {
            co_return error_of(code, *writing_);
        }
        co_return done();
    }

    Executor executor() override { return executor_; }

    std::string peer_address() const override { return peer_address_; }

    bool encrypted() const override { return Layer::encrypted; }

    Layer release() { return std::move(layer_); }

private:
    // Hands a cancellation of the calling coroutine on to the operation, whose own slot the watch
    // holds.
    class ParentCancel {
    public:
        ParentCancel(asio::cancellation_state state, Watch& watch) : slot_(state.slot()) {
            if (slot_.is_connected()) {
                slot_.assign([&watch](asio::cancellation_type) { watch.cancel(); });
            }
        }

        ~ParentCancel() {
            if (slot_.is_connected()) {
                slot_.clear();
            }
        }

        ParentCancel(const ParentCancel&) = delete;
        ParentCancel& operator=(const ParentCancel&) = delete;

    private:
        asio::cancellation_slot slot_;
    };

    static Error closed_error() { return Error{ErrorKind::unavailable, "net.closed"}; }

    Error error_of(const Code& code, const Watch& watch) const {
        if (watch.passed()) {
            return deadline_passed();
        }
        if (closed_) {
            return closed_error();
        }
        if (code == asio::error::operation_aborted) {
            return Error{ErrorKind::unavailable, "net.cancelled"};
        }
        return Error{ErrorKind::unavailable, "net.broken", code.message()};
    }

    Layer layer_;
    Executor executor_;
    std::string peer_address_;
    std::shared_ptr<Watch> reading_;
    std::shared_ptr<Watch> writing_;
    bool closed_ = false;
};

}

std::unique_ptr<ByteStream> make_stream(Socket socket) {
    return std::make_unique<SocketStream<PlainLayer>>(PlainLayer{std::move(socket)});
}

std::unique_ptr<ByteStream>
make_stream(std::unique_ptr<TlsSocket> socket, std::shared_ptr<asio::ssl::context> context) {
    return std::make_unique<SocketStream<TlsLayer>>(TlsLayer{std::move(context), std::move(socket)}
    );
}

Socket release_socket(std::unique_ptr<ByteStream> plain) {
    auto* stream = dynamic_cast<SocketStream<PlainLayer>*>(plain.get());
    COHORT_ENSURE(stream != nullptr, "TLS is spoken over a plain TCP stream of ours");
    return stream->release().socket;
}

}
