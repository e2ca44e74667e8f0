#include "edge/staff_web/live.hpp"

#include "platform/html/elements.hpp"

#include <map>
#include <utility>

namespace cohort::staff_web {
namespace {

using namespace std::chrono_literals;
using namespace html;

constexpr auto look_every = 500ms;
constexpr auto look_every_when_quiet = 3s;
// Then the browser asks again by itself and its session is looked at again: events end with it.
constexpr auto events_life = 1min;

// By id, as it was last told.
using Told = std::map<std::string, std::string>;

// False when the client has gone.
Task<bool> tell(const LiveState& state, Told& told, http::EventWriter& out) {
    for (const LivePart& part : state.parts) {
        std::string content(part.content.markup());
        std::string& before = told[part.id];
        if (before == content) {
            continue;
        }
        before = content;
        if (!co_await out.send(part.id, std::move(content))) {
            co_return false;
        }
    }
    co_return true;
}

Task<void> tell_until_the_end(const Clock* clock, LookAgain look, http::EventWriter* out) {
    Told told;
    const TimePoint until = clock->now() + events_life;
    while (true) {
        const Result<LiveState> state = co_await look();
        if (!state.ok() && state.error().kind != ErrorKind::not_found) {
            co_return; // the browser asks again
        }
        if (state.ok() && !co_await tell(*state, told, *out)) {
            co_return;
        }
        if (!state.ok() || state->pace == Pace::final) {
            co_await out->send("end", "all final");
            co_return;
        }
        const net::Duration pause = state->pace == Pace::busy ? look_every : look_every_when_quiet;
        if (clock->now() >= until || !co_await out->wait(pause)) {
            co_return;
        }
    }
}

}

Html live_part(const LivePart& part) {
    return div(id(part.id), attr<"data-live">(""), part.content);
}

Html live_content(const Url& events, const Html& content) {
    return events.empty() ? content : div(attr<"data-events">(events.text()), content);
}

http::Response live_events(const Deps& deps, LookAgain look) {
    return http::event_stream([clock = &deps.clock, look = std::move(look)](http::EventWriter& out
                              ) { return tell_until_the_end(clock, look, &out); });
}

Html reload_link(const Url& page) {
    return noscript(p(a(href(page), "Show how it stands now")));
}

}
