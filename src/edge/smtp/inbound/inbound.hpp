#pragma once
// The ways in for bounces: a port on which a mail server hands them over (SMTP or LMTP), and a
// maildir that is looked through now and then. A peer that is slow, broken or hostile costs its own
// connection only. Threads: the gateway's executor, which is one thread.
#include "edge/smtp/bell.hpp"
#include "edge/smtp/inbound/desk.hpp"
#include "edge/smtp/inbound/maildir.hpp"
#include "edge/smtp/settings.hpp"
#include "platform/net/listen.hpp"

#include <memory>
#include <optional>
#include <set>

namespace cohort::smtp::inbound {

class Inbound : public std::enable_shared_from_this<Inbound> {
public:
    // `verp` may be none; it, the settings and `events` are not used after stop() and
    // wait_until_quiet().
    Inbound(
        Executor executor,
        net::Pool& pool,
        const SmtpSettings& settings,
        const Verp* verp,
        send::GatewayEvents& events
    );

    void start();

    // The port that is listened on; 0 while it is not.
    std::uint16_t port() const { return listener_ ? listener_->port() : 0; }

    // Takes no more; `events` is not called from now on.
    void stop();
    Task<> wait_until_quiet();

private:
    void launch(Task<> work);
    Task<> listen();
    Task<> serve(std::unique_ptr<net::ByteStream> stream);
    Task<> converse(net::ByteStream& stream);
    Task<> look_through_maildir();
    Task<> read_maildir();

    Executor executor_;
    net::Pool& pool_;
    const SmtpSettings& settings_;
    Desk desk_;
    Maildir maildir_;
    std::optional<net::Listener> listener_;
    std::set<net::ByteStream*> open_;
    Bell listen_bell_; // rung by stop(), as the next
    Bell maildir_bell_;
    Bell quiet_;
    std::size_t running_ = 0;
    bool stopping_ = false;
};

// That the port can be listened on and the maildir used, as far as this moment tells. Errors:
// smtp.bounce_port_unusable (the detail says why), smtp.bounce_maildir_unusable.
Outcome check_inbound(const SmtpSettings& settings);

}
