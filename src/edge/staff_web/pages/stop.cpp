#include "edge/staff_web/pages/stop.hpp"

#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

Page stop_page(const StopView& view) {
    const std::string id = view.overview.id.text();
    const std::int64_t waiting = view.overview.counts.of(domain::ShownState::waiting);
    const Html buttons = nhs::button({.text = "Stop sending", .look = nhs::ButtonLook::warning})
                         + nhs::button(
                             {.text = "Go on sending",
                              .href = Url::path({"bulk-messages", id}),
                              .look = nhs::ButtonLook::secondary}
                         );
    const Html content =
        h1(classes("nhsuk-heading-l"), "Stop sending to ", view.overview.list_name, "?")
        + p(patients(waiting),
            waiting == 1 ? " has" : " have",
            " not been sent it yet, and will not get it. Those who were sent it already keep it: a "
            "message cannot be called back.")
        + form(
            attr<"method">("post"),
            action(Url::path({"bulk-messages", id, "stop"})),
            token_field(view.token),
            div(classes("nhsuk-button-group"), buttons)
        );
    return {.title = "Stop sending", .content = content, .width = Width::two_thirds};
}

}
