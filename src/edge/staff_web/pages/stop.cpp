#include "edge/staff_web/pages/stop.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

std::string what_cancelling_does(const send::Overview& overview) {
    return "It is set to go to " + patients(overview.counts.of(domain::ShownState::waiting))
           + " on " + domain::say_moment(overview.send_at) + ". Cancelled, it goes to nobody.";
}

std::string what_stopping_does(const send::Overview& overview) {
    const std::int64_t waiting = overview.counts.of(domain::ShownState::waiting);
    return patients(waiting) + (waiting == 1 ? " has" : " have")
           + " not been sent it yet, and will not get it. Those who were sent it already keep it: "
             "a "
             "message cannot be called back.";
}

}

Page stop_page(const StopView& view) {
    const std::string id = view.overview.id.text();
    const bool for_later =
        view.overview.state == domain::BulkState::scheduled && !view.overview.hold;
    const Html buttons = nhs::button(
                             {.text = for_later ? "Cancel this bulk message" : "Stop sending",
                              .look = nhs::ButtonLook::warning}
                         )
                         + nhs::button(
                             {.text = for_later ? "Keep it" : "Go back",
                              .href = Url::path({"bulk-messages", id}),
                              .look = nhs::ButtonLook::secondary}
                         );
    const Html content =
        h1(classes("nhsuk-heading-l"),
           for_later ? "Cancel the bulk message to " : "Stop sending to ",
           view.overview.list_name,
           "?")
        + p(for_later ? what_cancelling_does(view.overview) : what_stopping_does(view.overview))
        + form(
            attr<"method">("post"),
            action(Url::path({"bulk-messages", id, "stop"})),
            token_field(view.token),
            div(classes("nhsuk-button-group"), buttons)
        );
    return {
        .title = for_later ? "Cancel this bulk message" : "Stop sending",
        .content = content,
        .width = Width::two_thirds
    };
}

}
