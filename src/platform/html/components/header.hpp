#pragma once
// The bands at the top and bottom of every page. Text only: the NHS logo is a trade mark that a
// practice may be entitled to and we are not.
// https://service-manual.nhs.uk/design-system/components/header and …/footer
#include "platform/html/components/heading.hpp"

namespace cohort::nhs {

struct MenuItem {
    Html text = {};
    Url href = {};
    bool current = false; // this page
    bool active = false;  // a page below this one
    std::string classes = {};
    Attributes attributes = {};
};

// A link, a form with one button (signing out is a POST), or words alone.
struct AccountItem {
    Html text = {};
    Url href = {};
    Url action = {};
    Html form_fields = {}; // hidden fields of the form, such as its token
    bool icon = false;
    std::string classes = {};
};

enum class HeaderColour { blue, white };

// A practice that may use the NHS logo gives the drawing here; by default there is none.
struct HeaderLogo {
    Html drawing = {};
    std::string alt = "NHS";
    Url href = {};
    std::string aria_label = {};
};

struct Header {
    HeaderLogo logo = {};
    std::string service_name = {};
    Url service_href = {};
    std::string organisation_name = {};  // the practice
    std::string organisation_split = {}; // a second line of the name
    std::string organisation_descriptor = {};
    HeaderColour colour = HeaderColour::blue;
    HeaderColour menu_colour = HeaderColour::blue;
    bool in_line = false; // menu beside the name
    std::vector<MenuItem> menu = {};
    std::string menu_aria_label = "Menu";
    std::string menu_classes = {};
    std::vector<AccountItem> account = {};
    std::string account_aria_label = "Account";
    Html search = {}; // a form, in <search>
    std::string container_classes = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html header(const Header& options);

struct FooterLink {
    Html text = {};
    Url href = {};
    Attributes attributes = {};
};

struct FooterColumn {
    Html heading = {};
    Html content = {};
    std::vector<FooterLink> items = {};
    std::string width = {}; // a grid width such as "one-half"
};

struct Footer {
    std::vector<FooterColumn> columns = {};
    int columns_per_row = 4;
    std::vector<FooterLink> links = {};        // small print links at the end
    std::string links_title = "Support links"; // said by screen readers
    Html meta = {};
    Html copyright = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html footer(const Footer& options);

}
