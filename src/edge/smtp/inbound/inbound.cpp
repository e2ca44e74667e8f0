#include "edge/smtp/inbound/inbound.hpp"

#include "edge/smtp/inbound/server_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <exception>
#include <utility>

namespace cohort::smtp::inbound {

namespace asio = boost::asio;

namespace {

using namespace std::chrono_literals;

constexpr std::size_t connections_max = 20;
constexpr net::Duration command_wait = 60s;
constexpr net::Duration write_wait = 30s;
constexpr net::Duration parting_wait = 2s;
// A peer that drips a byte now and then holds its place so long and no longer.
constexpr auto conversation_max = 10min;
constexpr net::Duration listen_again_after = 10s; // the port was taken, or we were out of files
constexpr net::Duration look_every = 10s;
constexpr net::Purpose reading_files{"reading a maildir", net::Purpose::Threads::half};

net::ListenOptions listen_options(const SmtpSettings& settings) {
    return {settings.bounce_listener_address, settings.bounce_listener_port};
}

}

Outcome check_inbound(const SmtpSettings& settings) {
    if (settings.bounce_listener_port != 0) {
        asio::io_context io;
        const auto tried = net::Listener::open(io.get_executor(), listen_options(settings));
        if (!tried.ok()) {
            return Error{ErrorKind::invalid, "smtp.bounce_port_unusable", tried.error().detail};
        }
    }
    return settings.bounce_maildir.empty() ? done() : Maildir(settings.bounce_maildir).check();
}

Inbound::Inbound(
    Executor executor,
    net::Pool& pool,
    const SmtpSettings& settings,
    const Verp* verp,
    send::GatewayEvents& events
)
    : executor_(std::move(executor)), pool_(pool), settings_(settings),
      desk_(pool, events, verp, settings.message_id_domain, settings.envelope_from),
      maildir_(settings.bounce_maildir), listen_bell_(executor_), maildir_bell_(executor_),
      quiet_(executor_) {}

void Inbound::start() {
    if (settings_.bounce_listener_port != 0) {
        launch(listen());
    }
    if (!settings_.bounce_maildir.empty()) {
        launch(look_through_maildir());
    }
}

void Inbound::launch(Task<> work) {
    ++running_;
    asio::co_spawn(
        executor_,
        std::move(work),
        // What one peer or file breaks ends its own work, and is nobody else's.
        [self = shared_from_this()](const std::exception_ptr&) {
            --self->running_;
            self->quiet_.ring();
        }
    );
}

Task<> Inbound::listen() {
    while (!stopping_) {
        auto opened = net::Listener::open(executor_, listen_options(settings_));
        if (opened.ok()) {
            listener_.emplace(std::move(*opened));
        }
        while (listener_ && !stopping_) {
            auto stream = co_await listener_->accept();
            if (!stream.ok()) {
                break;
            }
            if (open_.size() < connections_max && !stopping_) {
                launch(serve(std::move(*stream)));
            }
        }
        listener_.reset();
        if (!stopping_) {
            co_await listen_bell_.wait(listen_again_after);
        }
    }
}

Task<> Inbound::serve(std::unique_ptr<net::ByteStream> stream) {
    open_.insert(stream.get());
    try {
        co_await converse(*stream);
    } catch (const std::exception&) {
        stream->abort();
    }
    co_await stream->close(parting_wait);
    open_.erase(stream.get());
}

Task<> Inbound::converse(net::ByteStream& stream) {
    ServerSession session(
        {.own_name = settings_.ehlo_name,
         .is_ours = [this](std::string_view address) { return desk_.is_ours(address); }}
    );
    std::array<char, 8192> buffer{};
    const auto end = std::chrono::steady_clock::now() + conversation_max;
    while (!stopping_ && std::chrono::steady_clock::now() < end) {
        if (auto mail = session.take_arrived()) {
            const bool kept =
                co_await desk_.take(std::move(mail->recipients), std::move(mail->text));
            if (stopping_) {
                co_return; // no answer: it comes again
            }
            session.kept(kept);
            continue;
        }
        const auto answer = session.take_output();
        if (!answer.empty()) {
            const auto written = co_await stream.write_all(answer, write_wait);
            if (!written.ok()) {
                co_return;
            }
        }
        if (session.over()) {
            co_return;
        }
        const auto read = co_await stream.read_some(buffer, command_wait);
        if (!read.ok() || *read == 0) {
            co_return;
        }
        session.received({buffer.data(), *read});
    }
}

Task<> Inbound::look_through_maildir() {
    while (!stopping_) {
        co_await read_maildir();
        if (!stopping_) {
            co_await maildir_bell_.wait(look_every);
        }
    }
}

Task<> Inbound::read_maildir() {
    const auto list = [this] { return Result<std::vector<std::string>>{maildir_.list()}; };
    const auto names = co_await pool_.run({reading_files}, list);
    for (const auto& name : names.ok() ? *names : std::vector<std::string>{}) {
        auto text =
            co_await pool_.run({reading_files}, [this, name] { return maildir_.read(name); });
        if (!text.ok()) {
            continue; // it stays where it is, for a person to see
        }
        const bool kept = co_await desk_.take({}, std::move(*text));
        if (stopping_) {
            co_return;
        }
        if (kept) {
            const auto move = [this, name] { return maildir_.set_read(name); };
            const auto moved = co_await pool_.run({reading_files}, move);
            if (!moved.ok()) {
                co_return; // read again at the next look, which changes nothing
            }
        }
    }
}

void Inbound::stop() {
    stopping_ = true;
    desk_.close();
    listen_bell_.ring();
    maildir_bell_.ring();
    if (listener_) {
        listener_->close();
    }
    for (auto* stream : open_) {
        stream->abort();
    }
}

Task<> Inbound::wait_until_quiet() {
    while (running_ > 0) {
        co_await quiet_.wait(look_again);
    }
}

}
