#include "simulator/api.hpp"

#include "simulator/json.hpp"
#include "simulator/text.hpp"

#include <algorithm>

namespace cohort::simulator::api {

namespace {

constexpr std::size_t addresses_max = 10'000;
constexpr std::uint64_t records_usual = 1'000;
constexpr std::uint64_t records_max = 10'000;

http::Response problem(const Error& error) {
    std::string body;
    json::ObjectWriter(body).text("code", error.code.text()).text("detail", error.detail).close();
    return http::json(std::move(body), http::status_of(error));
}

std::string json_of(const Totals& totals) {
    const auto count = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    std::string out;
    json::ObjectWriter(out)
        .number("submits", count(totals.submits))
        .number("accepted", count(totals.accepted))
        .number("refused", count(totals.refused))
        .number("unanswered", count(totals.unanswered))
        .number("taken", count(totals.taken))
        .number("messages", count(totals.messages))
        .number("receipts", count(totals.receipts))
        .number("acknowledged", count(totals.acknowledged))
        .number("mails", count(totals.mails))
        .number("mails_refused", count(totals.mails_refused))
        .close();
    return out;
}

using Addresses = std::map<std::string, Address, std::less<>>;

std::string
by_address(const Addresses& addresses, std::string_view after, std::string_view to, bool& more) {
    std::string out;
    json::ObjectWriter object(out);
    std::size_t count = 0;
    auto at = to.empty() ? addresses.upper_bound(after) : addresses.find(to);
    for (; at != addresses.end(); ++at) {
        if (++count > addresses_max) {
            more = true;
            break;
        }
        std::string key;
        json::append_quoted(key, at->first);
        object.raw(std::string_view(key).substr(1, key.size() - 2), json_of(at->second.totals));
        if (!to.empty()) {
            break;
        }
    }
    object.close();
    return out;
}

std::string_view word(PartState state) {
    switch (state) {
    case PartState::missing:
        return "incomplete";
    case PartState::on_its_way:
        return "on_its_way";
    case PartState::delivered:
        return "delivered";
    case PartState::failed:
        return "failed";
    case PartState::refused:
        return "refused";
    case PartState::lost:
        return "lost";
    }
    return "";
}

template <class Range, class Write>
http::Response array(const Range& range, Write write) {
    std::string body = "[";
    for (const auto& one : range) {
        body += body.size() > 1 ? ",\n" : "";
        write(body, one);
    }
    return http::json(body + "]");
}

}

http::Response totals(
    const World& world,
    const Ledger& ledger,
    std::size_t receipts_waiting,
    std::string_view after,
    std::string_view to
) {
    bool more = false;
    const std::string number = to.find('@') == to.npos ? plain_number(to) : std::string(to);
    const std::string phones = by_address(world.phones(), after, number, more);
    const std::string mailboxes = by_address(world.mailboxes(), after, lower(to), more);
    std::string body;
    json::ObjectWriter(body)
        .raw("totals", json_of(world.totals()))
        .number("records", static_cast<std::int64_t>(ledger.last()))
        .number("durable", static_cast<std::int64_t>(ledger.durable()))
        .number("receipts_waiting", static_cast<std::int64_t>(receipts_waiting))
        .number("addresses_not_kept", static_cast<std::int64_t>(world.addresses_not_kept()))
        .raw("phones", phones)
        .raw("mailboxes", mailboxes)
        .flag("more", more)
        .close();
    return http::json(std::move(body));
}

http::Response ledger(const Ledger& ledger, std::uint64_t after, std::uint64_t limit) {
    const auto most = limit == 0 ? records_usual : std::min(limit, records_max);
    const auto lines = ledger.read_after(after, most);
    if (!lines) {
        return problem(lines.error());
    }
    std::string body;
    json::ObjectWriter(body)
        .raw("records", "[" + *lines + "]")
        .number("last", static_cast<std::int64_t>(ledger.last()))
        .number("durable", static_cast<std::int64_t>(ledger.durable()))
        .close();
    return http::json(std::move(body));
}

http::Response messages(const World& world, const std::string& number) {
    return array(world.conversation(number), [](std::string& out, const Message* message) {
        json::ObjectWriter(out)
            .text("from", message->from)
            .text("to", message->to)
            .number("at", message->at_ms)
            .text("text", message->text())
            .number("parts", static_cast<std::int64_t>(message->parts.size()))
            .number("coding", message->coding)
            .text("state", word(message->state()))
            .text("rule", message->rule);
    });
}

http::Response mails(const World& world, const std::string& address) {
    return array(world.mails(lower(address)), [](std::string& out, const Mail* mail) {
        json::ObjectWriter(out)
            .number("n", static_cast<std::int64_t>(mail->n))
            .number("at", mail->at_ms)
            .text("from", mail->from)
            .text("to", mail->to)
            .text("message_id", mail->message_id)
            .text("subject", mail->subject)
            .text("text", mail->text);
    });
}

http::Response rules(const Rules& rules) {
    return array(rules.all(), [](std::string& out, const Rule& rule) { out += to_json(rule); });
}

http::Response replace_rules(Rules& rules, std::string_view body) {
    auto read = rules_from_json(body);
    if (!read) {
        return problem(read.error());
    }
    const Outcome replaced = rules.replace(std::move(*read));
    return replaced ? api::rules(rules) : problem(replaced.error());
}

http::Response add_rules(Rules& rules, std::string_view body) {
    auto read = rules_from_json(body);
    if (!read) {
        return problem(read.error());
    }
    // The first of an array is to be the first to decide.
    for (auto rule = read->rbegin(); rule != read->rend(); ++rule) {
        const auto added = rules.add(*rule);
        if (!added) {
            return problem(added.error());
        }
    }
    return http::json(api::rules(rules).body, 201);
}

http::Response remove_rule(Rules& rules, std::uint64_t id) {
    const Outcome removed = rules.remove(id);
    return removed ? http::empty() : problem(removed.error());
}

}
