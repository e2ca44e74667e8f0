#pragma once
// What was just done to refused rows, said once on the page to which that leads. The address names
// the row and the deed; the words follow from what became of the row, so that no address can make
// the page say what is not so.
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/staff_web.hpp"
#include "flow/lists/review.hpp"
#include "platform/html/url.hpp"
#include "platform/http/form.hpp"

#include <string_view>

namespace cohort::staff_web {

enum class RowDeed {
    corrected,
    left_out,
    left_out_for_another, // and with that another row of the patient came onto the list
    corrected_too_late,   // somebody had dealt with it before: what was typed was not used
    left_out_too_late,
    put_back, // it was left out, and is judged again
};

html::Url with_news(const html::Url& page, RowDeed deed, std::int64_t row);
// All rows that were refused for one reason were left out.
html::Url with_news(const html::Url& page, std::string_view code);

// Without words where there is none.
News read_news(
    db::Snapshot& at,
    const lists::Reviewing& reviewing,
    PracticeId practice,
    const lists::Review& review,
    const http::Query& query
);

}
