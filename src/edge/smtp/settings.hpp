#pragma once
// One mail relay as an operator sets it up.
#include "base/result.hpp"
#include "base/secret.hpp"
#include "edge/smtp/dkim/signer.hpp"
#include "edge/smtp/session.hpp"
#include "edge/smtp/verp.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cohort::smtp {

struct SmtpSettings {
    std::string host;
    std::uint16_t port = 587; // RFC 8314: 587 with STARTTLS, 465 with TLS from the start
    Security security = Security::starttls_required;
    std::string ca_file = {};  // PEM; empty trusts the system's
    std::string username = {}; // empty: no login
    Password password = Password{""};
    // XOAUTH2 instead of a password: called for each connection, because somebody else renews the
    // token. May block for a moment; on the threads for work.
    std::function<Result<Password>()> access_token = {};
    std::string ehlo_name = "localhost";
    std::string envelope_from; // where bounces go that have no address of their own
    // Bounces of each letter go to an address of its own there (verp.hpp); empty: to envelope_from.
    std::string bounce_domain = {};
    VerpKey bounce_key = VerpKey{""};
    // The ways in for bounces: a port that a mail server speaks SMTP or LMTP to (0: none), and a
    // maildir that it fills (empty: none).
    std::string bounce_listener_address = "127.0.0.1";
    std::uint16_t bounce_listener_port = 0;
    std::string bounce_maildir = {};
    bool success_reports = false;  // ask for a report of delivery too, where the relay offers it
    std::string from_address;      // what patients see, with the practice's name before it
    std::string message_id_domain; // ours; normally the domain of from_address

    // We sign where our own mail server sends to the world; a smart host signs itself. Empty: no
    // signature. Two keys, RSA and Ed25519, make two.
    std::vector<dkim::KeySettings> dkim_keys = {};
    std::string dkim_domain = {}; // empty: the domain of from_address

    std::size_t connections_max = 2;

    // RFC 5321 §4.5.3.2 asks a client to wait 5 minutes for most answers and 10 for the one to the
    // final dot. Before the dot nothing is lost by asking again sooner; after it every minute less
    // is a message more in doubt.
    std::chrono::milliseconds connect_wait_max = std::chrono::seconds(10);
    std::chrono::milliseconds greeting_wait_max = std::chrono::seconds(60);
    std::chrono::milliseconds command_wait_max = std::chrono::seconds(60);
    std::chrono::milliseconds write_wait_max = std::chrono::minutes(3);
    std::chrono::milliseconds final_answer_wait_max = std::chrono::minutes(10);
    // Shorter than the five minutes after which servers may hang up on us (RFC 5321 §4.5.3.2.7).
    std::chrono::milliseconds idle_max = std::chrono::minutes(2);

    // Waits between attempts to connect, doubled each time, with up to half of it taken off at
    // random.
    std::chrono::milliseconds retry_wait_first = std::chrono::seconds(1);
    std::chrono::milliseconds retry_wait_max = std::chrono::minutes(5);
    // After a fault that needs a person: a password tried too often may be locked.
    std::chrono::milliseconds person_wait = std::chrono::minutes(15);
    // So many policy refusals with no message accepted in between are about us, not about one
    // message.
    std::size_t policy_refusals_max = 3;
};

// Errors, all of kind invalid: smtp.host_missing, smtp.address_unusable (detail: which),
// smtp.domain_unusable, smtp.connections_max, smtp.insecure_not_loopback (mail in clear is for
// tests on this machine only), smtp.dkim_domain (not the from address's, nor one above it: DMARC
// would not count the signature), those of dkim::Signer::make.
Outcome check(const SmtpSettings& settings);

// Requires: there is a key. Errors: as above.
Result<dkim::Signer> make_signer(const SmtpSettings& settings);

}
