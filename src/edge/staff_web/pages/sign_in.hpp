#pragma once
#include "platform/html/page.hpp"

#include <string>

namespace cohort::staff_web {

struct SignInView {
    std::string email = {};   // as typed
    std::string problem = {}; // a sentence
    std::string notice = {};  // a sentence: why one has to sign in again
    std::string to = {};      // the page one was at; empty: the start page
};

html::Page sign_in_page(const SignInView& view);

}
