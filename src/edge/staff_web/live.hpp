#pragma once
// Pages that keep themselves up to date. What changes on a page is cut into parts, each an element
// with an id; the page and the events that replace a part are written by the same code. Without
// JavaScript the page offers a link to itself instead.
#include "edge/staff_web/staff_web.hpp"
#include "platform/html/html.hpp"
#include "platform/html/url.hpp"
#include "platform/http/message.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cohort::staff_web {

struct LivePart {
    std::string id;
    html::Html content;
};

// <div id="…" data-live>…</div>
html::Html live_part(const LivePart& part);

// What listens to `events`; without an address the content alone, which nothing changes.
html::Html live_content(const html::Url& events, const html::Html& content);

enum class Pace {
    busy,  // messages are leaving
    quiet, // scheduled, or only receipts are awaited
    final, // nothing will change by itself any more
};

struct LiveState {
    std::vector<LivePart> parts; // those that may have changed
    Pace pace;
};

// Reads how things stand now. Not found ends the events.
using LookAgain = std::function<Task<Result<LiveState>>()>;

// Server-sent events, one for each part that changed, named after its id; "end" after the last.
// They stop with the session of `request`, and when its practice's bulk messages are switched off.
http::Response live_events(const Deps& deps, const http::Request& request, LookAgain look);

// A link to the page as it is now. A page that loads itself again would take away what somebody is
// reading or typing (WCAG 2.2.1).
html::Html reload_link(const html::Url& page);

}
