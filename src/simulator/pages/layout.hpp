#pragma once
// What all of the simulator's pages share.
#include "platform/html/components/messages.hpp"
#include "platform/html/html.hpp"
#include "platform/html/url.hpp"
#include "platform/http/message.hpp"
#include "simulator/world.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::simulator::pages {

enum class Place { phones, mailboxes, rules, totals };

struct Shown {
    std::string title;
    Place place = Place::phones;
    html::Html before_content = {};
    html::Html content = {};
    std::vector<nhs::ErrorItem> errors = {};
    int status = 200;
};

// A whole page. `?refresh=5` in the request makes the browser come again, with or without
// JavaScript.
http::Response page(const http::Request& request, Shown shown);

// "23 November 2026, 9:14:05am", London time.
std::string time_text(std::int64_t at_ms);
// "07700 900002" for UK mobiles, else as it is.
std::string number_text(std::string_view number);
std::string first_line(std::string_view text);
html::Html state_tag(PartState state);

}
