#pragma once
// The pages and the JSON interface: who answers which path. Only this machine's own pages may
// change anything: a request whose Origin is another site's is refused, and so is one for another
// host's name.
#include "platform/http/router.hpp"
#include "simulator/ledger/ledger.hpp"
#include "simulator/rules/rules.hpp"
#include "simulator/smsc/centre.hpp"
#include "simulator/world.hpp"

namespace cohort::simulator {

struct Web {
    const World& world;
    Rules& rules;
    const Ledger& ledger;
    const smsc::Centre& centre;
};

// `web`'s parts must outlive the router.
http::Router routes(Web web);

}
