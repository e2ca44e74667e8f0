#include "simulator/rules/words.hpp"

#include "simulator/json.hpp"
#include "simulator/text.hpp"

#include <algorithm>
#include <array>

namespace cohort::simulator {

namespace {

constexpr std::array action_table{
    ActionWords{Action::delivered, "delivered", "Delivered", true, true},
    ActionWords{Action::undelivered, "undelivered", "Receipt: not delivered", true, false},
    ActionWords{Action::expired, "expired", "Receipt: expired", true, false},
    ActionWords{Action::rejected, "rejected", "Receipt: rejected", true, false},
    ActionWords{Action::refuse, "refuse", "Refused at once", true, true},
    ActionWords{Action::throttle, "throttle", "Throttled", true, false},
    ActionWords{Action::slow, "slow", "Slow answer", true, true},
    ActionWords{Action::late_receipt, "late_receipt", "Late receipt", true, false},
    ActionWords{
        Action::duplicate_receipt, "duplicate_receipt", "Receipt more than once", true, false
    },
    ActionWords{Action::lost_receipt, "lost_receipt", "Delivered, receipt lost", true, false},
    ActionWords{Action::receipt_first, "receipt_first", "Receipt before the answer", true, false},
    ActionWords{Action::wrong_id, "wrong_id", "Receipt with the id in hexadecimal", true, false},
    ActionWords{Action::part_failure, "part_failure", "One part fails", true, false},
    ActionWords{Action::drop, "drop", "Not taken, no answer", true, true},
    ActionWords{Action::no_answer, "no_answer", "Delivered, no answer", true, true},
    ActionWords{Action::disconnect, "disconnect", "Not taken, line cut", true, true},
    ActionWords{
        Action::answer_then_disconnect,
        "answer_then_disconnect",
        "Answered, then line cut",
        true,
        true
    },
    ActionWords{
        Action::deliver_then_disconnect,
        "deliver_then_disconnect",
        "Delivered, line cut before the answer",
        true,
        true
    },
    ActionWords{Action::reorder, "reorder", "Answered after the next one", true, false},
    ActionWords{Action::refuse_data, "refuse_data", "Refused after the message", false, true},
};

constexpr std::array<std::pair<Match, std::string_view>, 5> match_names{{
    {Match::exact, "exact"},
    {Match::prefix, "prefix"},
    {Match::text, "text"},
    {Match::every, "every"},
    {Match::any, "any"},
}};

constexpr std::array<std::pair<Channel, std::string_view>, 2> channel_names{{
    {Channel::sms, "sms"},
    {Channel::mail, "mail"},
}};

constexpr std::array<std::pair<CountBy, std::string_view>, 2> count_names{{
    {CountBy::same_text, "same_text"},
    {CountBy::rule, "rule"},
}};

template <class Table, class Value>
std::string_view word_in(const Table& table, Value value) {
    return std::ranges::find(table, value, [](const auto& row) { return row.first; })->second;
}

Error malformed(std::string_view field) {
    return invalid("simulator.rules.malformed", std::string(field));
}

template <class Value, class Table>
Result<Value> named(const Table& table, std::string_view name, std::string_view field) {
    const auto row = std::ranges::find(table, name, [](const auto& r) { return r.second; });
    if (row == table.end()) {
        return malformed(field);
    }
    return row->first;
}

const ActionWords& words_of(Action action) {
    return *std::ranges::find(action_table, action, &ActionWords::action);
}

Result<Rule> rule_from(const json::Object& object) {
    static const std::vector<std::string_view> known{
        "id",
        "channel",
        "match",
        "value",
        "every",
        "action",
        "code",
        "delay_ms",
        "times",
        "first",
        "count_by",
        "note"
    };
    if (const auto stranger = object.unknown_key(known)) {
        return malformed(*stranger);
    }
    Rule rule;
    COHORT_TRY(channel, channel_named(object.text("channel", "sms")));
    COHORT_TRY(match, match_named(object.text("match", "exact")));
    COHORT_TRY(action, action_named(object.text("action")));
    COHORT_TRY(count_by, count_by_named(object.text("count_by", "same_text")));
    rule.channel = channel;
    rule.match = match;
    rule.action = action;
    rule.count_by = count_by;
    rule.value = object.text("value");
    rule.note = object.text("note");
    const auto number = [&](std::string_view key, std::int64_t usual, std::int64_t most
                        ) -> Result<std::int64_t> {
        const auto value = object.number(key, usual);
        if (value < 0 || value > most) {
            return malformed(key);
        }
        return value;
    };
    COHORT_TRY(every, number("every", 0, 1'000'000'000));
    COHORT_TRY(code, number("code", 0, 0xFFFF));
    COHORT_TRY(delay, number("delay_ms", 0, 7LL * 24 * 3600 * 1000));
    COHORT_TRY(times, number("times", 2, 100));
    COHORT_TRY(first, number("first", 0, 1'000'000'000));
    rule.every = static_cast<std::uint32_t>(every);
    rule.code = static_cast<int>(code);
    rule.delay_ms = delay;
    rule.times = static_cast<std::uint32_t>(times);
    rule.first = static_cast<std::uint32_t>(first);
    return checked(std::move(rule));
}

}

std::span<const ActionWords> action_words() {
    return action_table;
}

std::string_view word(Channel channel) {
    return word_in(channel_names, channel);
}

std::string_view word(Match match) {
    return word_in(match_names, match);
}

std::string_view word(CountBy count_by) {
    return word_in(count_names, count_by);
}

std::string_view word(Action action) {
    return words_of(action).name;
}

std::string_view sentence(Action action) {
    return words_of(action).sentence;
}

std::vector<Action> actions(Channel channel) {
    std::vector<Action> out;
    for (const ActionWords& words : action_table) {
        if (channel == Channel::sms ? words.sms : words.mail) {
            out.push_back(words.action);
        }
    }
    return out;
}

Result<Action> action_named(std::string_view name) {
    const auto row = std::ranges::find(action_table, name, &ActionWords::name);
    if (row == action_table.end()) {
        return malformed("action");
    }
    return row->action;
}

Result<Match> match_named(std::string_view name) {
    return named<Match>(match_names, name, "match");
}

Result<Channel> channel_named(std::string_view name) {
    return named<Channel>(channel_names, name, "channel");
}

Result<CountBy> count_by_named(std::string_view name) {
    return named<CountBy>(count_names, name, "count_by");
}

Result<Rule> checked(Rule rule) {
    const ActionWords& words = words_of(rule.action);
    if (rule.channel == Channel::sms ? !words.sms : !words.mail) {
        return malformed("action");
    }
    if (rule.channel == Channel::mail && rule.match == Match::text) {
        return malformed("match"); // a recipient is judged before the text is there
    }
    if (rule.value.size() > 320 || rule.note.size() > 500) {
        return malformed(rule.note.size() > 500 ? "note" : "value");
    }
    if (rule.match == Match::exact || rule.match == Match::prefix) {
        rule.value = rule.channel == Channel::sms ? plain_number(rule.value) : lower(rule.value);
    }
    const bool wants_value = rule.match != Match::every && rule.match != Match::any;
    if (wants_value && rule.value.empty()) {
        return malformed("value");
    }
    if (rule.match == Match::every && rule.every == 0) {
        return malformed("every");
    }
    const bool reply = rule.channel == Channel::mail
                       && (rule.action == Action::refuse || rule.action == Action::refuse_data);
    if (reply && rule.code != 0 && (rule.code < 400 || rule.code > 599)) {
        return malformed("code");
    }
    return rule;
}

std::string to_json(const Rule& rule) {
    std::string out;
    json::ObjectWriter object(out);
    object.number("id", static_cast<std::int64_t>(rule.id))
        .text("channel", word(rule.channel))
        .text("match", word(rule.match))
        .text("value", rule.value)
        .number("every", rule.every)
        .text("action", word(rule.action))
        .number("code", rule.code)
        .number("delay_ms", rule.delay_ms)
        .number("times", rule.times)
        .number("first", rule.first)
        .text("count_by", word(rule.count_by))
        .text("note", rule.note)
        .close();
    return out;
}

Result<std::vector<Rule>> rules_from_json(std::string_view json) {
    COHORT_TRY(objects, json::read_objects(json));
    std::vector<Rule> rules;
    for (const json::Object& object : objects) {
        COHORT_TRY(rule, rule_from(object));
        rules.push_back(std::move(rule));
    }
    return rules;
}

}
