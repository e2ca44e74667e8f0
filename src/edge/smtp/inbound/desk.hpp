#pragma once
// Where mail that came back is read and what it says is kept, whichever way it came. Threads: the
// gateway's executor; the reading itself is done on the threads for work.
#include "edge/smtp/bounces/bounce.hpp"
#include "flow/send/gateway.hpp"
#include "platform/net/pool.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp::inbound {

class Desk {
public:
    // `bounce_address`: where bounces without an address of their own go.
    Desk(
        net::Pool& pool,
        send::GatewayEvents& events,
        const Verp* verp,
        std::string message_id_domain,
        std::string bounce_address
    );

    bool is_ours(std::string_view address) const;

    // True when everything the mail says is kept, or it says nothing. False: it should come again.
    // No recipients: the mail's own fields are looked at.
    Task<bool> take(std::vector<std::string> recipients, std::string text);

    // Nothing is kept from now on.
    void close() { closed_ = true; }

private:
    Result<std::vector<send::Receipt>>
    read(const std::vector<std::string>& recipients, std::string_view text) const;

    net::Pool& pool_;
    send::GatewayEvents& events_;
    const Verp* verp_;
    std::string message_id_domain_;
    std::string bounce_address_;
    bool closed_ = false;
};

}
