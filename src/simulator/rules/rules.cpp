#include "simulator/rules/rules.hpp"

#include "simulator/rules/words.hpp"
#include "simulator/text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace cohort::simulator {

namespace {

// Remembering how often each text came must not grow without end; forgetting makes a rule begin
// again.
constexpr std::size_t counts_max = 1'000'000;

std::uint64_t hash(std::uint64_t seed, std::string_view text) {
    return std::hash<std::string_view>{}(text) ^ (seed * 0x9E3779B97F4A7C15ULL + (seed >> 7U));
}

bool matches(const Rule& rule, const Asked& asked) {
    if (rule.channel != asked.channel) {
        return false;
    }
    switch (rule.match) {
    case Match::exact:
        return asked.to == rule.value;
    case Match::prefix:
        return asked.to.starts_with(rule.value);
    case Match::text:
        return asked.text.find(rule.value) != std::string_view::npos;
    case Match::every:
    case Match::any:
        return true;
    }
    return false;
}

}

Rules::Rules(std::vector<Rule> rules) : rules_(std::move(rules)) {
    for (Rule& rule : rules_) {
        rule.id = next_id_++;
    }
}

std::vector<Rule> Rules::usual() {
    // The two numbers mean what they mean in GOV.UK Notify's test mode, so that staff who know it
    // feel at home.
    const auto sms =
        [](std::string_view number, Action action, std::uint32_t first, const char* note) {
            return Rule{
                .match = Match::exact,
                .value = std::string(number),
                .action = action,
                .first = first,
                .note = note
            };
        };
    const auto mail =
        [](std::string_view prefix, Action action, int code, std::uint32_t first, const char* note
        ) {
            return Rule{
                .channel = Channel::mail,
                .match = Match::prefix,
                .value = std::string(prefix),
                .action = action,
                .code = code,
                .first = first,
                .note = note
            };
        };
    return {
        sms("447700900002", Action::undelivered, 0, "Always fails for good"),
        sms("447700900003",
            Action::expired,
            1,
            "Fails for now: the same text arrives when it is sent again"),
        mail("fails@", Action::refuse, 550, 0, "There is no such mailbox"),
        mail(
            "full@",
            Action::refuse,
            452,
            1,
            "Mailbox full for now: the same address works the next time"
        ),
    };
}

Result<Rules> Rules::open(std::filesystem::path file) {
    std::ifstream in(file);
    if (!in) {
        Rules rules(usual());
        rules.file_ = std::move(file);
        return rules;
    }
    std::ostringstream content;
    content << in.rdbuf();
    auto read = rules_from_json(content.str());
    if (!read) {
        return Error{ErrorKind::invalid, "simulator.rules.unreadable", read.error().detail};
    }
    Rules rules(std::move(*read));
    rules.file_ = std::move(file);
    return rules;
}

std::uint32_t Rules::count(const Rule& rule, const Asked& asked) {
    if (counts_.size() >= counts_max) {
        counts_.clear();
    }
    std::uint64_t key = rule.id;
    if (rule.match != Match::every && rule.count_by == CountBy::same_text) {
        key = hash(hash(rule.id * 1000 + asked.part, asked.to), asked.text);
    }
    return ++counts_[key];
}

const Rule* Rules::decide(const Asked& asked) {
    for (const Rule& rule : rules_) {
        if (!matches(rule, asked)) {
            continue;
        }
        if (rule.match != Match::every && rule.first == 0) {
            return &rule;
        }
        const std::uint32_t seen = count(rule, asked);
        const bool turn = rule.match != Match::every || seen % rule.every == 0;
        const std::uint32_t used = rule.match == Match::every ? seen / rule.every : seen;
        if (turn && (rule.first == 0 || used <= rule.first)) {
            return &rule;
        }
    }
    return nullptr;
}

Result<std::uint64_t> Rules::add(Rule rule) {
    if (rules_.size() >= rules_max) {
        return Error{ErrorKind::too_large, "simulator.rules.too_many"};
    }
    rule.id = next_id_++;
    rules_.insert(rules_.begin(), rule);
    COHORT_CHECK(store());
    return rule.id;
}

Outcome Rules::replace(std::vector<Rule> rules) {
    if (rules.size() > rules_max) {
        return Error{ErrorKind::too_large, "simulator.rules.too_many"};
    }
    rules_ = std::move(rules);
    for (Rule& rule : rules_) {
        rule.id = next_id_++;
    }
    counts_.clear();
    return store();
}

Outcome Rules::remove(std::uint64_t id) {
    if (std::erase_if(rules_, [&](const Rule& rule) { return rule.id == id; }) == 0) {
        return Error{ErrorKind::not_found, "simulator.rules.unknown"};
    }
    return store();
}

// A new file beside the old one, then the name moves: a crash leaves one or the other.
Outcome Rules::store() const {
    if (file_.empty()) {
        return done();
    }
    std::string text = "[";
    for (const Rule& rule : rules_) {
        text += (text.size() > 1 ? ",\n" : "\n") + to_json(rule);
    }
    text += "\n]\n";
    const auto fresh = std::filesystem::path(file_).concat(".new");
    const int out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) {
        return Error{ErrorKind::unavailable, "simulator.rules.unwritable"};
    }
    const bool wrote = ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size())
                       && ::fsync(out) == 0;
    ::close(out);
    std::error_code fault;
    if (wrote) {
        std::filesystem::rename(fresh, file_, fault);
    }
    if (!wrote || fault) {
        return Error{ErrorKind::unavailable, "simulator.rules.unwritable"};
    }
    return done();
}

std::string plain_number(std::string_view written) {
    std::string digits;
    for (const char c : written) {
        if (c >= '0' && c <= '9') {
            digits += c;
        }
    }
    if (digits.starts_with("00")) {
        return digits.substr(2);
    }
    if (digits.size() == 11 && digits.starts_with("07")) {
        return "44" + digits.substr(1);
    }
    return digits;
}

}
