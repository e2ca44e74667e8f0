#include "platform/html/components/progress_bar.hpp"

#include "base/ensure.hpp"
#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

Html progress_bar(const ProgressBar& options) {
    COHORT_ENSURE(options.done <= options.total, "no more is done than there is");
    const std::string words_id = options.id.empty() ? "" : options.id + "-in-words";
    return div(
        classes("cohort-progress"),
        html::label(
            classes(joined("nhsuk-label cohort-progress__label", options.label_classes)),
            attr_unless_empty<"for">(options.id),
            options.label
        ),
        progress(
            classes("cohort-progress__bar"),
            id(options.id),
            attr<"value">(options.total > 0 ? options.done : 1),
            // A bar of nothing is full: there is nothing left to do.
            attr<"max">(options.total > 0 ? options.total : 1),
            attr_unless_empty<"aria-describedby">(words_id)
        ),
        p(classes("nhsuk-body-s cohort-progress__words"), id(words_id), options.in_words)
    );
}

}
