#pragma once
// The message centre: takes submits from its sessions, decides by the rules, writes the ledger, and
// sends the receipts when they are due, to any session of the same system id that may receive,
// again until acknowledged. No I/O but the ledger's; time comes from the clock. Threads: one.
#include "base/clock.hpp"
#include "simulator/ledger/ledger.hpp"
#include "simulator/rules/rules.hpp"
#include "simulator/smsc/alphabet.hpp"
#include "simulator/smsc/pdu.hpp"
#include "simulator/smsc/verdict.hpp"
#include "simulator/world.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cohort::simulator::smsc {

class Session;

struct CentreOptions {
    std::string own_name = "cohort-simulator";
    std::string system_id = {}; // empty: anybody
    std::string password = {};  // empty: any
    std::int64_t receipt_delay_ms = 1'000;
    DefaultAlphabet default_alphabet = DefaultAlphabet::gsm7;
    std::size_t receipt_window = 2'000;           // sent and not acknowledged, per session
    std::size_t receipts_waiting_max = 2'000'000; // beyond: submits are answered 0x14
};

struct PendingReceipt {
    std::uint64_t of = 0;
    std::uint64_t session = 0; // that sent the text; it is preferred
    std::string system_id;
    std::string from; // who sent the text
    std::string to;   // the phone
    std::string text; // its first 20 characters, UTF-8
    std::int64_t submitted_ms = 0;
    std::string stat;
    int err = 0;
    std::uint32_t copies = 1;
    bool id_in_hex = false;
};

class Centre {
public:
    Centre(Ledger& ledger, Rules& rules, World& world, const Clock& clock, CentreOptions options);

    // For each record found at start: what was taken and not yet reported is reported again.
    class Unfinished {
    public:
        void see(const Record& record);

    private:
        friend class Centre;
        std::map<std::uint64_t, std::pair<std::int64_t, PendingReceipt>>
            by_submit_; // with its due time
    };

    void resume(Unfinished unfinished);

    // Sends receipts and delayed answers that are due, and says when to come again.
    std::optional<TimePoint> run_due();

    std::size_t receipts_waiting() const { return waiting_count_; }

    // For sessions:
    const CentreOptions& options() const { return options_; }

    TimePoint now() const { return clock_.now(); }

    std::uint64_t next_session() { return ++sessions_made_; }

    void bound(Session& session);
    void closed(Session& session, std::vector<PendingReceipt> unacknowledged);
    void submit(Session& session, std::uint32_t sequence, const Submit& submit);
    void acknowledged(Session& session, const PendingReceipt& receipt, std::uint32_t status);
    void send(Session& session, const PendingReceipt& receipt);

private:
    struct DelayedAnswer {
        std::uint64_t session;
        std::uint64_t n;
        std::string bytes;
        AfterAnswer after;
    };

    Record record_of(const Session& session, const Submit& submit) const;
    void
    answer(Session& session, std::uint32_t sequence, const Record& record, const Verdict& verdict);
    void plan_receipt(const Record& record, const Verdict& verdict);
    bool may_take(const Session& session, const PendingReceipt& receipt) const;
    Session* receiver_for(const PendingReceipt& receipt);
    void offer(PendingReceipt receipt);
    void drain(Session& session);
    std::string
    receipt_text(const PendingReceipt& receipt, std::string_view id, std::int64_t done_ms);

    Ledger& ledger_;
    Rules& rules_;
    World& world_;
    const Clock& clock_;
    CentreOptions options_;
    std::uint64_t sessions_made_ = 0;
    std::map<std::uint64_t, Session*> sessions_; // bound ones
    std::map<std::int64_t, std::vector<PendingReceipt>> receipts_due_;
    std::map<std::int64_t, std::vector<DelayedAnswer>> answers_due_;
    std::map<std::string, std::deque<PendingReceipt>>
        undelivered_;               // by system id: nobody to take them now
    std::size_t waiting_count_ = 0; // all of the above and those sent but not acknowledged
};

}
