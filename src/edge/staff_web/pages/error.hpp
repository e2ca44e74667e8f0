#pragma once
// What is shown instead of a page: what happened, and the way back.
#include "base/result.hpp"
#include "platform/html/page.hpp"

#include <string>

namespace cohort::staff_web {

struct ErrorView {
    int status;
    std::string code;       // of the sentence
    std::string request_id; // to quote
    enum class Back { start, bulk_messages, sign_in } back = Back::start;
};

html::Page error_page(const ErrorView& view);

}
