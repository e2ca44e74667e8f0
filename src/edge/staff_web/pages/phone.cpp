#include "edge/staff_web/pages/phone.hpp"

#include "edge/staff_web/pages/parts.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

Html phone_of(const compose::Rendered& rendered, domain::Channel channel, std::string_view sender) {
    return div(
        classes("cohort-phone"),
        p(classes("cohort-phone__sender"), sender),
        when(channel == domain::Channel::email, [&] { return p(strong(rendered.subject)); }),
        div(classes("cohort-phone__bubble"), lines_of(rendered.text))
    );
}

}
