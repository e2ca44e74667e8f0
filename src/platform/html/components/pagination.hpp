#pragma once
// To the pages before and after. https://service-manual.nhs.uk/design-system/components/pagination
#include "platform/html/components/shared.hpp"

namespace cohort::nhs {

struct PageLink {
    Url href = {};   // left out when empty
    Html text = {};  // "Previous page" or "Next page" when empty
    Html label = {}; // what is there: "Treatments"
    Attributes attributes = {};
};

struct PageNumber {
    std::string number = {};
    Url href = {};
    bool current = false;
    bool ellipsis = false; // a gap in the row of numbers
    std::string aria_label = {};
    Attributes attributes = {};
};

struct Pagination {
    PageLink previous = {};
    PageLink next = {};
    std::vector<PageNumber> items = {}; // numbered pages; we page by key, so most of ours have none
    std::string aria_label = "Pagination";
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html pagination(const Pagination& options);

}
