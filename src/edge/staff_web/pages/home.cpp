#include "edge/staff_web/pages/home.hpp"

#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

Page home_page(const HomeView& view) {
    return {
        .title = view.practice_name,
        .content = h1(classes("nhsuk-heading-l"), view.practice_name)
                   + p(sentence("practice.bulk_messages_off"))
    };
}

}
