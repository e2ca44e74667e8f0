#pragma once
// Rules: which numbers and addresses the outside world treats badly, and how. First match wins;
// without a match everything is delivered. Kept in a small JSON file, so that they outlive a
// restart. Threads: one.
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cohort::simulator {

enum class Channel { sms, mail };

// To add one: the table in rules.cpp, and smsc/verdict.cpp or mail/smtp.cpp, whose switches the
// compiler checks.
enum class Action {
    delivered,
    undelivered,             // receipt UNDELIV with err `code`
    expired,                 // receipt EXPIRED
    rejected,                // receipt REJECTD
    refuse,                  // sms: command status `code`; mail: reply `code` to RCPT TO
    throttle,                // sms: 0x58
    slow,                    // the answer waits delay_ms
    late_receipt,            // the receipt waits delay_ms more
    duplicate_receipt,       // `times` copies
    lost_receipt,            // delivered, and no receipt ever
    receipt_first,           // the receipt goes out before the answer
    wrong_id,                // the receipt names the id in hexadecimal, the answer in decimal
    part_failure,            // part number `code` of a long text is UNDELIV, the others arrive
    drop,                    // not taken, never answered
    no_answer,               // taken and delivered, never answered
    disconnect,              // not taken, and the connection ends
    answer_then_disconnect,  // answered, then the connection ends
    deliver_then_disconnect, // taken and delivered, and the connection ends without an answer
    reorder,                 // this answer goes out after the next one
    refuse_data,             // mail: reply `code` to the last dot
};

enum class Match { exact, prefix, text, every, any };

enum class CountBy {
    same_text, // how often this text went to this number
    rule,      // how often the rule matched at all
};

struct Rule {
    std::uint64_t id = 0;
    Channel channel = Channel::sms;
    Match match = Match::exact;
    std::string value = {};  // number, address, their beginning, or words in the text
    std::uint32_t every = 0; // Match::every: each k-th one
    Action action = Action::delivered;
    int code = 0; // meaning by action; 0 is the action's usual one
    std::int64_t delay_ms = 0;
    std::uint32_t times = 2;
    std::uint32_t first = 0; // only the first n; 0 is always
    CountBy count_by = CountBy::same_text;
    std::string note = {};
};

struct Asked {
    Channel channel;
    std::string_view to;
    std::string_view text = {};
    std::uint32_t part = 1;
};

class Rules {
public:
    // Reads `file`, or begins with the usual rules when there is none.
    // Errors: simulator.rules.unreadable.
    static Result<Rules> open(std::filesystem::path file);
    // In memory only.
    explicit Rules(std::vector<Rule> rules);
    static std::vector<Rule> usual();

    // The rule for this one, or nullptr. Counts, so ask once for each submit.
    const Rule* decide(const Asked& asked);

    std::span<const Rule> all() const { return rules_; }

    // In front of the others, so that the newest wins. Errors: simulator.rules.too_many,
    // simulator.rules.unwritable.
    Result<std::uint64_t> add(Rule rule);
    Outcome replace(std::vector<Rule> rules);
    // Errors: simulator.rules.unknown.
    Outcome remove(std::uint64_t id);

private:
    Outcome store() const;
    std::uint32_t count(const Rule& rule, const Asked& asked);

    std::filesystem::path file_;
    std::vector<Rule> rules_;
    std::uint64_t next_id_ = 1;
    std::unordered_map<std::uint64_t, std::uint32_t> counts_;
};

inline constexpr std::size_t rules_max = 500;

// Any way of writing a UK mobile to digits with country code; other numbers lose all but their
// digits.
std::string plain_number(std::string_view written);

std::string_view word(Channel channel);
std::string_view word(Match match);
std::string_view word(Action action);
std::string_view word(CountBy count_by);
// What the pages say of it.
std::string_view sentence(Action action);
std::vector<Action> actions(Channel channel);

// JSON both ways. Errors: simulator.rules.malformed with the field as detail.
std::string to_json(const Rule& rule);
Result<std::vector<Rule>> rules_from_json(std::string_view json);
Result<Rule> checked(Rule rule);
Result<Action> action_named(std::string_view name);
Result<Match> match_named(std::string_view name);
Result<Channel> channel_named(std::string_view name);
Result<CountBy> count_by_named(std::string_view name);

}
