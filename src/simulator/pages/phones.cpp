#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"
#include "simulator/pages/layout.hpp"
#include "simulator/pages/pages.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <ranges>

namespace cohort::simulator::pages {

using namespace html;

namespace {

constexpr std::size_t phones_shown = 100;

using Entry = std::pair<const std::string, Address>;

// Those whose number holds the digits looked for, the latest first, at most phones_shown.
std::vector<const Entry*> found_phones(const World& world, const std::string& digits) {
    std::vector<const Entry*> found;
    for (const Entry& entry : world.phones()) {
        if (digits.empty() || entry.first.find(digits) != std::string::npos) {
            found.push_back(&entry);
        }
    }
    const auto shown = std::min(found.size(), phones_shown);
    std::ranges::partial_sort(
        found,
        found.begin() + static_cast<std::ptrdiff_t>(shown),
        std::greater{},
        [](const Entry* entry) { return entry->second.last_at_ms; }
    );
    found.resize(shown);
    return found;
}

// What somebody types: 07700 900002, +44 7700 900002, or just the last digits.
std::string digits_looked_for(std::string_view typed) {
    std::string digits = plain_number(typed);
    return digits.starts_with("07") ? "44" + digits.substr(1) : digits;
}

Html search_form(const std::string& typed) {
    return form(
        action("/"),
        attr<"method">("get"),
        nhs::input(
            {.label = {.text = "Mobile number"},
             .name = "number",
             .value = typed,
             .width = 20,
             .inputmode = "tel"}
        ),
        nhs::button({.text = "Find phone", .look = nhs::ButtonLook::secondary})
    );
}

Html phone_table(const World& world, const std::vector<const Entry*>& entries) {
    nhs::Table table{
        .caption = {.text = "Phones, the latest message first"},
        .head =
            {{.text = "Number"},
             {.text = "Last message"},
             {.text = "State"},
             {.text = "Messages", .format = nhs::CellFormat::numeric}},
        .first_cell_is_header = true,
        .responsive = true,
    };
    for (const Entry* entry : entries) {
        const auto& [number, phone] = *entry;
        const Message* last = world.last_message(phone);
        table.rows.push_back({
            {.text =
                 a(classes("simulator-number"),
                   href(Url::path({"phones", number})),
                   number_text(number))},
            {.text = last == nullptr
                         ? Html("In the ledger only")
                         : span(classes("simulator-first-line"), first_line(last->text()))},
            {.text = last == nullptr ? Html("") : state_tag(last->state())},
            {.text = std::to_string(phone.totals.messages), .format = nhs::CellFormat::numeric},
        });
    }
    return nhs::table(table);
}

std::string part_words(const Message& message) {
    const auto arrived = std::ranges::count_if(message.parts, [](const Part& part) {
        return part.state != PartState::missing;
    });
    if (message.parts.size() == 1) {
        return "1 part";
    }
    return message.complete() ? fmt::format("{} parts", message.parts.size())
                              : fmt::format("{} of {} parts", arrived, message.parts.size());
}

std::string receipt_words(const Message& message) {
    std::string words;
    for (const Part& part : message.parts) {
        if (part.state == PartState::missing) {
            continue;
        }
        std::string one;
        if (part.status > 0) {
            one = fmt::format("answered 0x{:02X}", part.status);
        } else if (part.status == not_answered) {
            one = "never answered";
        } else {
            one = "id " + std::to_string(part.n);
        }
        if (part.receipts > 0) {
            one += fmt::format(
                ", receipt {}{}",
                part.stat,
                part.receipts > 1 ? fmt::format(" sent {} times", part.receipts) : ""
            );
            one += part.acknowledged ? "" : " not acknowledged yet";
        }
        words += (words.empty() ? "" : "; ") + one;
    }
    return words;
}

Html bubble(const Message& message) {
    const PartState state = message.state();
    const bool failed =
        state == PartState::failed || state == PartState::refused || state == PartState::lost;
    const auto bubble_class =
        failed ? "simulator-bubble simulator-bubble--failed" : "simulator-bubble";
    return li(
        classes(bubble_class),
        p(classes("simulator-bubble__sender"),
          message.from.empty() ? std::string("(no sender)") : message.from),
        p(classes("simulator-bubble__text"), message.text()),
        when(
            failed,
            [] {
                return p(
                    classes("simulator-bubble__notes simulator-bubble__notes--failed"),
                    "This text did not reach the phone."
                );
            }
        ),
        p(classes("simulator-bubble__notes"),
          state_tag(state),
          " ",
          time_text(message.at_ms),
          " · ",
          part_words(message)),
        p(classes("simulator-bubble__notes"), receipt_words(message))
    );
}

}

http::Response phones(const http::Request& request, const World& world) {
    const std::string typed(request.query.text("number"));
    const auto entries = found_phones(world, digits_looked_for(typed));
    Html content = h1("Phones")
                   + p("Texts that were sent to the simulator. No text leaves this machine.")
                   + search_form(typed);
    if (entries.empty()) {
        content +=
            p(typed.empty() ? "No phone has had a message yet."
                            : "No phone has this number. Check the digits, or clear the field to "
                              "see all phones.");
    } else {
        content += phone_table(world, entries);
        if (entries.size() < world.phones().size() && typed.empty()) {
            content += p(fmt::format(
                "These are {} of {} phones. Look for a number to see the others.",
                entries.size(),
                world.phones().size()
            ));
        }
    }
    return page(
        request, {.title = "Phones", .place = Place::phones, .content = std::move(content)}
    );
}

http::Response
conversation(const http::Request& request, const World& world, const std::string& number) {
    const Address* const phone = world.phone(number);
    const auto messages = world.conversation(number);
    const std::string title = "Phone " + number_text(number);
    Html content = h1(title);
    if (phone == nullptr) {
        content += p("Nothing has been sent to this number.");
    } else {
        content +=
            div(classes("simulator-phone"),
                p(classes("simulator-phone__number"), number_text(number)),
                ul(classes("nhsuk-list"),
                   each(messages, [](const Message* message) { return bubble(*message); })));
        const auto not_shown = phone->newest.size() - messages.size();
        if (phone->totals.submits > 0 && (messages.empty() || not_shown > 0)) {
            content += p("Older texts are in the ledger only.");
        }
    }
    return page(
        request,
        {.title = title,
         .place = Place::phones,
         .before_content = nhs::back_link({.text = "All phones", .href = "/"}),
         .content = std::move(content),
         .status = phone == nullptr ? 404 : 200}
    );
}

}
