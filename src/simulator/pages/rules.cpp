#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"
#include "simulator/pages/layout.hpp"
#include "simulator/pages/pages.hpp"
#include "simulator/text.hpp"

#include <fmt/core.h>

#include <charconv>

namespace cohort::simulator::pages {

using namespace html;

namespace {

std::string whom(const Rule& rule) {
    std::string shown = rule.channel == Channel::sms ? number_text(rule.value) : rule.value;
    switch (rule.match) {
    case Match::exact:
        return shown;
    case Match::prefix:
        return "Begins with " + rule.value;
    case Match::text:
        return "Text has “" + rule.value + "”";
    case Match::every:
        return fmt::format(
            "Every {} {}", rule.every, rule.channel == Channel::sms ? "texts" : "mails"
        );
    case Match::any:
        return "All";
    }
    return {};
}

std::string what(const Rule& rule) {
    std::string out(sentence(rule.action));
    if (rule.code != 0) {
        out += rule.channel == Channel::sms && rule.action == Action::refuse
                   ? fmt::format(" (0x{:02X})", rule.code)
                   : fmt::format(" ({})", rule.code);
    }
    if (rule.delay_ms > 0) {
        out += fmt::format(", {} ms", rule.delay_ms);
    }
    if (rule.action == Action::duplicate_receipt) {
        out += fmt::format(", {} times", rule.times);
    }
    if (rule.first > 0) {
        out += ", only ";
        out += rule.first == 1 ? "the first time" : fmt::format("the first {} times", rule.first);
        if (rule.channel == Channel::sms && rule.count_by == CountBy::same_text) {
            out += " the same text comes";
        }
    }
    return out;
}

Html rule_table(const Rules& rules) {
    nhs::Table table{
        .caption = {.text = "Rules now; the first that fits decides"},
        .head =
            {{.text = "Channel"},
             {.text = "Number or address"},
             {.text = "What happens"},
             {.text = "Note"},
             {.text = "Change"}},
        .responsive = true,
    };
    for (const Rule& rule : rules.all()) {
        const std::string id = std::to_string(rule.id);
        table.rows.push_back({
            {.text = rule.channel == Channel::sms ? "Text" : "Email"},
            {.text = whom(rule)},
            {.text = what(rule)},
            {.text = rule.note},
            {.text = form(
                 action(Url::path({"rules", id, "delete"})),
                 attr<"method">("post"),
                 nhs::button(
                     {.text = "Remove",
                      .look = nhs::ButtonLook::secondary,
                      .small = true,
                      .aria_label = "Remove the rule for " + whom(rule)}
                 )
             )},
        });
    }
    return nhs::table(table);
}

// What the form asks, in its order; a problem is told at the field.
struct Fault {
    std::string_view field;
    std::string_view sentence;
};

constexpr Fault faults[] = {
    {"action", "Choose what happens. This choice is not for this channel"},
    {"match", "Emails cannot be chosen by words in the text. Choose by address"},
    {"value", "Enter a number or an address"},
    {"every", "Enter how many, as a number above 0"},
    {"code", "Enter a code: for emails between 400 and 599, for texts up to 65535"},
    {"delay_ms", "Enter the delay in milliseconds, as a number"},
    {"first", "Enter how often, as a number"},
    {"times", "Enter how many receipts, as a number from 1 to 100"},
    {"note", "Make the note shorter"},
};

std::string_view fault_sentence(std::string_view field) {
    for (const Fault& fault : faults) {
        if (fault.field == field) {
            return fault.sentence;
        }
    }
    return "This rule could not be kept. Check the fields";
}

Html rule_form(const http::Form& typed, const std::string& problem) {
    const auto error = [&](std::string_view field) {
        return nhs::ErrorMessage{.text = problem == field ? Html(fault_sentence(field)) : Html()};
    };
    const auto number = [&](const char* text, const char* hint, const char* name) {
        return nhs::input({
            .label = {.text = text},
            .hint = {.text = hint},
            .error = error(name),
            .name = name,
            .value = std::string(typed.text(name)),
            .width = 10,
            .inputmode = "numeric",
        });
    };
    std::vector<nhs::SelectOption> actions_offered;
    for (const Channel channel : {Channel::sms, Channel::mail}) {
        for (const Action one : actions(channel)) {
            const auto text =
                fmt::format("{}: {}", channel == Channel::sms ? "Text" : "Email", sentence(one));
            actions_offered.push_back(
                {.value = fmt::format("{}:{}", word(channel), word(one)), .text = text}
            );
        }
    }
    return form(
        action("/rules"),
        attr<"method">("post"),
        nhs::select({
            .label = {.text = "What happens"},
            .error = error("action"),
            .name = "action",
            .items = std::move(actions_offered),
            .value = std::string(typed.text("action")),
        }),
        nhs::select({
            .label = {.text = "To whom"},
            .error = error("match"),
            .name = "match",
            .items =
                {
                    {.value = "exact", .text = "This number or address"},
                    {.value = "prefix", .text = "Numbers or addresses that begin with this"},
                    {.value = "text", .text = "Texts that have these words"},
                    {.value = "every", .text = "Every so many"},
                    {.value = "any", .text = "All"},
                },
            .value = std::string(typed.text("match")),
        }),
        nhs::input({
            .label = {.text = "Number, address, beginning or words"},
            .hint = {.text = "For example 07700 900123"},
            .error = error("value"),
            .name = "value",
            .value = std::string(typed.text("value")),
        }),
        nhs::details({
            .summary = "More",
            .content =
                number("Every so many", "Only for ‘Every so many’: 10 is each tenth", "every")
                + number(
                    "Code",
                    "Command status, error code, part number or reply code; empty for the usual "
                    "one",
                    "code"
                )
                + number("Delay in milliseconds", "For slow answers and late receipts", "delay_ms")
                + number(
                    "Only the first",
                    "How often it happens for the same text; empty for always",
                    "first"
                )
                + number("How many receipts", "For ‘Receipt more than once’", "times"),
            .open = problem == "every" || problem == "code" || problem == "delay_ms"
                    || problem == "first" || problem == "times",
        }),
        nhs::input(
            {.label = {.text = "Note"},
             .error = error("note"),
             .name = "note",
             .value = std::string(typed.text("note"))}
        ),
        nhs::button({.text = "Add rule"})
    );
}

}

http::Response rules(const http::Request& request, const Rules& rules, const std::string& problem) {
    Shown shown{.title = "Rules", .place = Place::rules};
    if (!problem.empty()) {
        shown.errors.push_back({.text = fault_sentence(problem), .href = Url::to_id(problem)});
        shown.status = 400;
    }
    shown.content = h1("Rules")
                    + p("How phones and mailboxes behave. Without a rule everything is delivered.")
                    + rule_table(rules) + h2("Add a rule") + rule_form(request.form, problem);
    return page(request, std::move(shown));
}

Result<Rule> rule_from_form(const http::Form& form) {
    const auto number = [&](std::string_view name, std::int64_t usual, std::int64_t most
                        ) -> Result<std::int64_t> {
        const auto typed = trim(form.text(name));
        std::int64_t value = usual;
        if (!typed.empty()) {
            const auto [end, fault] =
                std::from_chars(typed.data(), typed.data() + typed.size(), value);
            if (fault != std::errc{} || end != typed.data() + typed.size() || value < 0
                || value > most) {
                return invalid("simulator.rules.malformed", std::string(name));
            }
        }
        return value;
    };
    const std::string_view chosen = form.text("action");
    const auto colon = chosen.find(':');
    COHORT_TRY(channel, channel_named(chosen.substr(0, colon)));
    COHORT_TRY(
        action, action_named(colon == std::string_view::npos ? chosen : chosen.substr(colon + 1))
    );
    COHORT_TRY(match, match_named(form.text("match")));
    COHORT_TRY(every, number("every", 0, 1'000'000'000));
    COHORT_TRY(code, number("code", 0, 0xFFFF));
    COHORT_TRY(delay, number("delay_ms", 0, 7LL * 24 * 3600 * 1000));
    COHORT_TRY(first, number("first", 0, 1'000'000'000));
    COHORT_TRY(times, number("times", 2, 100));
    return checked(Rule{
        .channel = channel,
        .match = match,
        .value = std::string(trim(form.text("value"))),
        .every = static_cast<std::uint32_t>(every),
        .action = action,
        .code = static_cast<int>(code),
        .delay_ms = delay,
        .times = static_cast<std::uint32_t>(times),
        .first = static_cast<std::uint32_t>(first),
        .note = std::string(trim(form.text("note"))),
    });
}

}
