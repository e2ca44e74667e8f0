#pragma once
// What phones and mailboxes show, and the totals: everything here follows from the ledger's
// records, in order, and is made again from them at start. Memory is bounded: the newest messages
// are kept whole, older ones are in the ledger only; totals are kept for every address up to a
// limit. Threads: one.
#include "simulator/ledger/record.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cohort::simulator {

struct WorldLimits {
    std::size_t messages_max = 50'000;
    std::size_t messages_of_one_max = 100;
    std::size_t addresses_max = 200'000;
};

struct Totals {
    std::uint64_t submits = 0;    // parts asked for, whatever was answered
    std::uint64_t accepted = 0;   // parts answered with success
    std::uint64_t refused = 0;    // parts answered with another status
    std::uint64_t unanswered = 0; // parts never answered
    std::uint64_t taken = 0;      // parts the network side has
    std::uint64_t messages = 0;   // complete messages: all parts taken
    std::uint64_t receipts = 0;   // sent, copies counted
    std::uint64_t acknowledged = 0;
    std::uint64_t mails = 0;         // taken
    std::uint64_t mails_refused = 0; // recipients or messages turned away
};

enum class PartState {
    missing,
    on_its_way,
    delivered,
    failed,
    refused,
    lost, // the rule dropped it
};

struct Part {
    std::uint64_t n = 0; // the submit's record, and message id
    PartState state = PartState::missing;
    std::string stat = {}; // of its receipt
    std::string text = {};
    int status = 0;
    std::uint32_t receipts = 0;
    bool acknowledged = false;
};

// A text, whole or still missing parts.
struct Message {
    std::uint64_t number = 0;
    std::string from;
    std::string to;
    std::int64_t at_ms = 0;
    std::uint32_t reference = 0;
    int coding = 0;
    std::string rule;
    std::vector<Part> parts;
    std::string key = {}; // under which further parts find it; empty when none is awaited

    bool complete() const;
    // Of all parts: one that failed makes it failed, one missing or on its way keeps it on its way.
    PartState state() const;
    std::string text() const; // "…" where a part is missing
};

struct Mail {
    std::uint64_t n = 0;
    std::int64_t at_ms = 0;
    std::string from;
    std::string to;
    std::string subject;
    std::string message_id;
    std::string text;
    bool answered = true;
};

struct Address {
    Totals totals;
    std::vector<std::uint64_t>
        newest; // message or mail numbers, oldest first; some may be forgotten already
    std::int64_t last_at_ms = 0;
};

class World {
public:
    explicit World(WorldLimits limits = {}) : limits_(limits) {}

    void apply(const Record& record);

    const Totals& totals() const { return totals_; }

    // Sorted by number or address.
    const std::map<std::string, Address, std::less<>>& phones() const { return phones_; }

    const std::map<std::string, Address, std::less<>>& mailboxes() const { return mailboxes_; }

    const Address* phone(std::string_view number) const;
    const Address* mailbox(std::string_view address) const;
    // Oldest first.
    std::vector<const Message*> conversation(std::string_view number) const;
    std::vector<const Mail*> mails(std::string_view address) const;
    const Mail* mail(std::uint64_t n) const;
    const Message* last_message(const Address& phone) const;
    const Mail* last_mail(const Address& mailbox) const;

    // Addresses beyond the limit: counted in totals() only.
    std::uint64_t addresses_not_kept() const { return addresses_not_kept_; }

private:
    using Addresses = std::map<std::string, Address, std::less<>>;

    void apply_submit(const Record& record);
    void apply_receipt(const Record& record);
    void apply_acknowledgement(const Record& record);
    void apply_mail(const Record& record);
    Address* address(Addresses& addresses, const std::string& name, std::int64_t at_ms);
    void remember(Address& address, std::uint64_t number) const;
    Message& message_for(const Record& record, Address* phone);
    const Message* message(std::uint64_t number) const;
    Part* part(std::uint64_t submit);
    void forget_oldest();

    WorldLimits limits_;
    Totals totals_;
    Addresses phones_;
    Addresses mailboxes_;
    std::deque<Message> messages_;
    std::uint64_t first_message_ = 1; // number of messages_.front()
    std::deque<Mail> mails_;          // by n, rising
    std::unordered_map<std::string, std::uint64_t> incomplete_;
    std::unordered_map<std::uint64_t, std::pair<std::uint64_t, std::uint32_t>>
        parts_; // submit → message, index
    std::uint64_t addresses_not_kept_ = 0;
};

}
