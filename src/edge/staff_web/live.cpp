#include "edge/staff_web/live.hpp"

#include "edge/staff_web/visitor.hpp"
#include "platform/html/elements.hpp"

#include <map>
#include <memory>
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

// Signed out, or switched off: nothing more is told, whatever was asked for before.
Task<bool> may_still_look(const Deps* deps, const Token* token) {
    const auto load = [deps, token](db::Snapshot& at) { return deps->people.session(at, *token); };
    const auto session = co_await deps->database.read(load);
    co_return session.ok() && session->practice.bulk_messages_enabled;
}

Task<void> tell_until_the_end(
    const Deps* deps, std::shared_ptr<const Token> token, LookAgain look, http::EventWriter* out
) {
    Told told;
    const Clock* clock = &deps->clock;
    const TimePoint until = clock->now() + events_life;
    while (true) {
        if (!co_await may_still_look(deps, token.get())) {
            co_return;
        }
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

http::Response live_events(const Deps& deps, const http::Request& request, LookAgain look) {
    const auto cookie = request.cookie(session_cookie_name(request.encrypted)).value_or("");
    const auto token = std::make_shared<const Token>(std::string(cookie));
    return http::event_stream([deps = &deps, token, look = std::move(look)](http::EventWriter& out
                              ) { return tell_until_the_end(deps, token, look, &out); });
}

Html reload_link(const Url& page) {
    return noscript(p(a(href(page), "Show how it stands now")));
}

}
