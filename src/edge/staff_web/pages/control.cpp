#include "edge/staff_web/pages/control.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;
using Why = send::Hold::Why;

namespace {

std::string latest_in_words(const send::Overview& overview) {
    const bool midnight = domain::say_time(overview.latest) == "midnight";
    const std::string when =
        midnight ? "the end of " + domain::say_date(overview.latest - std::chrono::minutes{1})
                 : domain::say_moment(overview.latest);
    return "What has not left by " + when + " will not be sent.";
}

Html callout(std::string_view heading, std::string first, const send::Overview& overview) {
    return nhs::warning_callout(
        {.heading = {.text = heading, .level = 2},
         .content = p(first) + p(latest_in_words(overview))}
    );
}

std::string hours_in_words(const send::Hold& hold) {
    return hold.until ? "Outside your practice's hours for sending: it goes on by itself on "
                            + domain::say_day_and_moment(*hold.until) + "."
                      : "Outside your practice's hours for sending, which open too late for it.";
}

Html hold_content(const send::Overview& overview) {
    const send::Hold& hold = *overview.hold;
    switch (hold.why) {
    case Why::undo:
        return nhs::inset_text(
            {.text = "Nothing leaves before " + domain::say_time_to_the_second(*hold.until)
                     + ". Stop now and no one gets it."}
        );
    case Why::hours:
        return nhs::inset_text({.content = p(hours_in_words(hold)) + p(latest_in_words(overview))});
    case Why::paused:
        return callout("Paused", "Nothing leaves until somebody resumes it.", overview);
    case Why::missed:
        return callout(
            "This bulk message needs you",
            "It was due on " + domain::say_moment(overview.send_at)
                + ", and Cohort could not send it then. Is it still right? Send it now, or stop "
                  "it.",
            overview
        );
    }
    return {};
}

// A form of one button, and what stands beside it.
Html press(
    const send::Overview& overview,
    const char* act,
    std::string_view token,
    const nhs::Button& button,
    const Html& beside
) {
    return form(
        attr<"method">("post"),
        action(Url::path({"bulk-messages", overview.id.text(), act})),
        token_field(token),
        div(classes("nhsuk-button-group"), nhs::button(button), beside)
    );
}

bool is_scheduled(const send::Overview& overview) {
    return overview.state == domain::BulkState::scheduled;
}

// Its time is one that was chosen, and not the time to think better of it.
bool is_for_later(const send::Overview& overview) {
    return is_scheduled(overview) && !overview.hold;
}

Html change_button(const send::Overview& overview) {
    return nhs::button(
        {.text = "Change message or time",
         .href = Url::path({"bulk-messages", overview.id.text(), "change"}),
         .look = nhs::ButtonLook::secondary,
         .id = "change"}
    );
}

Html stop_button(const send::Overview& overview) {
    return nhs::button(
        {.text = is_for_later(overview) ? "Cancel this bulk message" : "Stop sending",
         .href = Url::path({"bulk-messages", overview.id.text(), "stop"}),
         .look = nhs::ButtonLook::warning,
         .id = "stop"}
    );
}

// It goes on again, is paused or is changed; stopping stands beside each.
Html buttons_of(const send::Overview& overview, std::string_view token) {
    const Html stop = stop_button(overview);
    const Why why = overview.hold ? overview.hold->why : Why::hours;
    if (why == Why::paused || why == Why::missed) {
        const char* go_on = why == Why::missed ? "Send now" : "Resume sending";
        return press(overview, "resume", token, {.text = go_on, .id = "resume"}, stop);
    }
    if (is_scheduled(overview)) {
        return div(classes("nhsuk-button-group"), change_button(overview), stop);
    }
    const nhs::Button pause{
        .text = "Pause sending", .look = nhs::ButtonLook::secondary, .id = "pause"
    };
    return press(overview, "pause", token, pause, stop);
}

std::string what_they_do(const send::Overview& overview) {
    const std::string whom = patients(overview.counts.of(domain::ShownState::waiting));
    const Why why = overview.hold ? overview.hold->why : Why::hours;
    if (why == Why::missed) {
        return "Send now: it goes to " + whom
               + ", within your practice's hours. Stop: nobody gets it.";
    }
    if (why == Why::paused) {
        return "Resume: it goes on, to " + whom
               + " still waiting. Stop: they will not get it; who was sent it already keeps it.";
    }
    if (is_scheduled(overview)) {
        return std::string("Change: it is taken back, and is not sent until you have checked it "
                           "again. ")
               + (is_for_later(overview) ? "Cancel" : "Stop") + ": nobody gets it.";
    }
    return "Pause: nothing more leaves until somebody resumes it. Stop: " + whom
           + " still waiting will not get it. Either way, who was sent it already keeps it.";
}

// A tick for those who may have got it, where there are any.
void add_tick(
    std::vector<nhs::Choice>& ticks, const char* value, std::int64_t number, const std::string& text
) {
    if (number > 0) {
        ticks.push_back({.value = "yes", .text = text, .id = value, .name = value});
    }
}

}

LivePart hold_of(const send::Overview& overview) {
    return {"live-hold", when(overview.hold.has_value(), [&] { return hold_content(overview); })};
}

std::string hold_in_short(const send::Overview& overview) {
    if (!overview.hold) {
        return {};
    }
    switch (overview.hold->why) {
    case Why::undo:
        return "Not before " + domain::say_time_to_the_second(*overview.hold->until);
    case Why::hours:
        return overview.hold->until
                   ? "Outside sending hours: goes on "
                         + domain::say_moment_short(*overview.hold->until)
                   : std::string("Outside sending hours, which open too late for it");
    case Why::paused:
        return {}; // its tag says so
    case Why::missed:
        return "Needs you: it missed its time";
    }
    return {};
}

LivePart actions_of(const send::Overview& overview, std::string_view token) {
    return {"live-actions", when(overview.counts.open() > 0, [&] {
                return buttons_of(overview, token)
                       + p(classes("nhsuk-hint"), what_they_do(overview));
            })};
}

LivePart again_of(const send::Overview& overview, std::string_view token) {
    using enum domain::MessageState;
    const std::int64_t certain = overview.counts.may_be_tried_again();
    const std::int64_t silent = overview.counts[no_receipt];
    const std::int64_t doubtful = overview.counts[in_doubt];
    std::vector<nhs::Choice> ticks;
    add_tick(
        ticks,
        "no_receipt",
        silent,
        "also the " + with_commas(silent) + " that " + (silent == 1 ? "has" : "have")
            + " no receipt: most such messages do arrive"
    );
    add_tick(
        ticks,
        "not_confirmed",
        doubtful,
        "also the " + with_commas(doubtful) + " not confirmed: they may get it twice"
    );
    return {"live-again", when(certain > 0 || !ticks.empty(), [&] {
                const std::string who =
                    certain > 0 ? "It goes again to " + patients(certain)
                                      + " who certainly have not got it, and to nobody else"
                                      + (ticks.empty() ? "." : " unless you tick them.")
                                : "Everybody else was sent it. Those you tick may have got it.";
                const Html boxes = when(!ticks.empty(), [&] {
                    return nhs::checkboxes(
                        {.fieldset = {.legend = {.text = "Try again for"}},
                         .name = "also",
                         .items = ticks,
                         .small = true}
                    );
                });
                return form(
                    attr<"method">("post"),
                    action(Url::path({"bulk-messages", overview.id.text(), "try-again"})),
                    token_field(token),
                    boxes,
                    nhs::button(
                        {.text = certain > 0
                                     ? "Try sending message again (" + patients(certain) + ")"
                                     : std::string("Try sending message again"),
                         .id = "try-again"}
                    ),
                    p(classes("nhsuk-hint"), who)
                );
            })};
}

}
