#include "edge/staff_web/pages/delete_list.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

Page delete_list_page(const DeleteListView& view) {
    const ListId id = view.list.id;
    const Html buttons =
        nhs::button({.text = "Delete this list", .look = nhs::ButtonLook::warning, .id = "delete"})
        + nhs::button(
            {.text = "Keep it", .href = list_address(id), .look = nhs::ButtonLook::secondary}
        );
    const Html content =
        h1(classes("nhsuk-heading-l"), "Delete ", view.list.name, "?")
        + p("Its ",
            patients(view.list.accepted),
            view.list.accepted == 1 ? " is" : " are",
            " taken off it, and it cannot be used again. This cannot be undone. What was sent "
            "stays "
            "on the Bulk Messages page, and so do the name of the list and the files it came from.")
        + form(
            attr<"method">("post"),
            action(list_address(id, "delete")),
            token_field(view.token),
            div(classes("nhsuk-button-group"), buttons)
        );
    std::vector<nhs::ErrorItem> errors;
    if (!view.problem.empty()) {
        errors.push_back({.text = view.problem, .href = "#delete"});
    }
    return {
        .title = "Delete " + view.list.name + "?",
        .before_content = nhs::back_link({.text = "Back to the list", .href = list_address(id)}),
        .errors = std::move(errors),
        .content = content,
        .width = Width::two_thirds
    };
}

}
