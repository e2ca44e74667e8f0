#pragma once
// The small drawings of the NHS design system, inline so that they follow the text's colour.
#include "platform/html/components/shared.hpp"

namespace cohort::nhs {

enum class Icon {
    arrow_left,
    arrow_right,
    arrow_up,
    arrow_down,
    arrow_up_down,
    arrow_right_circle,
    arrow_left_circle,
    arrow_up_circle,
    arrow_down_circle,
    chevron_right_circle,
    chevron_left_circle,
    chevron_up_circle,
    chevron_down_circle,
    cross,
    tick,
    minus,
    plus,
    search,
    user
};

// Hidden from screen readers: the words beside it say what it means.
Html icon(Icon which);

}
