#include "edge/staff_web/pages/change.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

namespace cohort::staff_web {

using namespace html;

Page change_page(const ChangeView& view) {
    const std::string id = view.overview.id.text();
    const Html buttons =
        nhs::button({.text = "Change the time", .name = "what", .value = "time"})
        + nhs::button({.text = "Change the message", .name = "what", .value = "message"})
        + nhs::button(
            {.text = "Keep it as it is",
             .href = Url::path({"bulk-messages", id}),
             .look = nhs::ButtonLook::secondary}
        );
    const Html content =
        h1(classes("nhsuk-heading-l"), "Change the bulk message to ", view.overview.list_name, "?")
        + p("It is set to go on ", domain::say_moment(view.overview.send_at), ".")
        + p("To change it, it is taken back first: it does not go at that time any more. You "
            "change "
            "it, check it and send it again, as you did before. Until then nothing is sent.")
        + form(
            attr<"method">("post"),
            action(Url::path({"bulk-messages", id, "change"})),
            token_field(view.token),
            div(classes("nhsuk-button-group"), buttons)
        );
    return {.title = "Change a bulk message", .content = content, .width = Width::two_thirds};
}

}
