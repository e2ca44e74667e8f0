#include "edge/staff_web/pages/error.hpp"

#include "domain/sentences/sentences.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

std::string heading_of(int status) {
    switch (status) {
    case 401:
    case 403:
        return "You cannot do this";
    case 404:
        return "Page not found";
    case 409:
        return "Something changed meanwhile";
    case 413:
        return "This is too large";
    case 429:
    case 503:
        return "Sorry, Cohort is busy at the moment";
    default:
        return status < 500 ? "This did not work" : "Sorry, there is a problem with this page";
    }
}

std::string words_of(const ErrorView& view) {
    if (view.status == 404) {
        return "There is nothing at this address, or it belongs to another practice.";
    }
    if (domain::sentence_for(view.code) != nullptr) {
        return sentence(view.code);
    }
    return view.status < 500 ? "Nothing was sent or changed. Go back and try again."
                             : "Look whether what you did is there before you do it again.";
}

Html way_back(ErrorView::Back back) {
    switch (back) {
    case ErrorView::Back::start:
        return a(href("/"), "Go to the start page");
    case ErrorView::Back::bulk_messages:
        return a(href("/bulk-messages"), "Go to Bulk Messages");
    case ErrorView::Back::sign_in:
        return a(href("/sign-in"), "Go to signing in");
    }
    return {};
}

}

Page error_page(const ErrorView& view) {
    const std::string title = heading_of(view.status);
    return {
        .title = title,
        .content = h1(classes("nhsuk-heading-l"), title) + p(words_of(view))
                   + p(way_back(view.back))
                   + p(classes("nhsuk-u-secondary-text-colour"),
                       "If you ask for help, quote reference ",
                       view.request_id,
                       "."),
        .width = Width::two_thirds
    };
}

}
