#include "edge/staff_web/pages/sign_in.hpp"

#include "edge/staff_web/pages/parts.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

namespace cohort::staff_web {

using namespace html;

Page sign_in_page(const SignInView& view) {
    std::vector<nhs::ErrorItem> errors;
    if (!view.problem.empty()) {
        errors.push_back({.text = view.problem, .href = "#email"});
    }
    const Html content =
        when(!view.notice.empty(), [&] { return nhs::notification_banner({.text = view.notice}); })
        + h1(classes("nhsuk-heading-l"), "Sign in to Cohort")
        + form(
            attr<"method">("post"),
            action("/sign-in"),
            attr<"novalidate">(""),
            when(!view.to.empty(), [&] { return hidden("to", view.to); }),
            nhs::input(
                {.label = {.text = "Email address"},
                 .error = {.text = view.problem},
                 .name = "email",
                 .value = view.email,
                 .type = "email",
                 .spellcheck = false,
                 .autocomplete = "username"}
            ),
            nhs::password_input({.label = {.text = "Password"}, .name = "password"}),
            nhs::button({.text = "Sign in"})
        );
    return {
        .title = "Sign in to Cohort",
        .errors = std::move(errors),
        .content = content,
        .width = Width::two_thirds
    };
}

}
