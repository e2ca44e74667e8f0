#pragma once
// Asks a gateway about what it accepted and never reported, where it offers that (SMPP's query_sm).
// What it answers goes the way of every receipt: kept, then applied. Asking changes nothing by
// itself, and a crash only means that something is asked again. Threads: the engine's one executor.
#include "flow/send/inside.hpp"
#include "platform/net/doorbell.hpp"

#include <string>
#include <vector>

namespace cohort::send {

// Receipts mostly come within minutes; who is silent for an hour is asked about.
inline constexpr auto asked_after = std::chrono::hours{1};

class Asking {
public:
    Asking(const Deps& deps, std::string gateway_id, Gateway& gateway, Sending::KeepReceipts keep);

    // Until stop, or until the gateway says that it does not offer it.
    Task<> run();
    void stop();

private:
    struct Place;
    struct Silent;

    static void leave_out_cut(std::vector<Silent>& silent);
    // False when the gateway does not offer it.
    Task<bool> ask_about_all();
    Task<bool> ask_about(Place place);
    Task<bool> ask(Place place, std::vector<Silent> silent);

    const Deps& deps_;
    std::string gateway_id_;
    Gateway& gateway_;
    Sending::KeepReceipts keep_;
    net::Doorbell stop_bell_;
    bool stopping_ = false;
};

}
