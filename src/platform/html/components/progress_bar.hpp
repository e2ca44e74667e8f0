#pragma once
// Our own, in NHS style: how far a send is. A <progress> element with its numbers in words, so it
// reads the same to everybody; a script may move it on by the element's id.
#include "platform/html/components/shared.hpp"

#include <cstdint>

namespace cohort::nhs {

// Requires: done <= total.
struct ProgressBar {
    Html label = {}; // "Sending"
    std::int64_t done = 0;
    std::int64_t total = 0;
    Html in_words = {}; // "120 of 214 sent"
    std::string id = {};
    std::string label_classes = {}; // nhsuk-u-visually-hidden, where the words beside it say enough
};

Html progress_bar(const ProgressBar& options);

}
