#pragma once
// What changes by itself while a bulk message is sent: its status, its counts, its progress bar.
// The same markup is in the page and in the events that replace it.
#include "flow/send/send.hpp"
#include "platform/html/html.hpp"
#include "platform/html/url.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

// <div id="status-<id>">…</div>
html::Html live_status(const send::Overview& overview);
html::Html live_status_inside(const send::Overview& overview);

// Without JavaScript: a link to the page as it is now. A page that loads itself again takes away
// what somebody is reading or typing (WCAG 2.2.1).
html::Html reload_link(html::Url page);

// "id=1&id=2": the bulk messages whose events a page listens to.
std::string events_of(const std::vector<send::Overview>& page);

}
