#pragma once
// The document around every page: head, skip link, header with the main menu, main content, footer.
// No style attribute and one inline script, allowed by the nonce in the content security policy.
#include "platform/html/components/header.hpp"
#include "platform/html/components/messages.hpp"
#include "platform/html/html.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cohort::html {

enum class Width { full, two_thirds };

struct Page {
    std::string title = {};         // "Bulk Messages"; the same words as the page's one h1
    std::string practice_name = {}; // empty before sign-in
    Url home = "/";
    std::vector<nhs::MenuItem> menu = {};
    std::vector<nhs::AccountItem> account = {}; // who is signed in, sign out
    Html before_content = {};                   // breadcrumb or back link
    // Problems with the form: shown first, and the title begins with "Error: ".
    std::vector<nhs::ErrorItem> errors = {};
    Html content = {};
    Width width = Width::full;
    std::vector<Url> scripts = {}; // our own modules, from assets.hpp
    std::string nonce = {};        // fresh for each response, the same as in its policy
    std::string product_name = "Cohort";
    std::vector<nhs::FooterLink> footer_links = {};
};

// The whole document, from <!DOCTYPE html>.
std::string document(const Page& page);

// The value of the Content-Security-Policy header. Requires: a nonce of base64 letters only.
std::string content_security_policy(std::string_view nonce);

}
