#include "edge/staff_web/pages/parts.hpp"

#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

namespace cohort::staff_web {

using namespace html;

Html hidden(std::string_view name, std::string_view value) {
    return html::input(attr<"type">("hidden"), attr<"name">(name), attr<"value">(value));
}

Html token_field(std::string_view token) {
    return hidden("token", token);
}

Html lines_of(std::string_view text) {
    Html all;
    while (true) {
        const auto end = text.find('\n');
        all += Html(text.substr(0, end));
        if (end == text.npos) {
            return all;
        }
        all += br();
        text.remove_prefix(end + 1);
    }
}

Html trouble_of(const std::optional<GatewayTrouble>& trouble) {
    if (!trouble) {
        return {};
    }
    const bool sms = trouble->channel == domain::Channel::sms;
    return nhs::warning_callout(
        {.heading =
             {.text = std::string(sms ? "Text messages" : "Emails")
                      + " are not going out at the moment",
              .level = 2},
         .content =
             p(sentence(trouble->reason))
             + p("What happens next: messages wait, at most until the end of the next day on which "
                 "your practice sends, and go out by themselves as soon as this is over. Nobody "
                 "is marked as failed because of it.")}
    );
}

}
