// What people do to a bulk message that was sent: pause it, let it go on, stop it, take it back,
// try again. A press that comes second changes nothing, and is told what was first.
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/pages/change.hpp"
#include "edge/staff_web/pages/stop.hpp"
#include "edge/staff_web/routes.hpp"

namespace cohort::staff_web {
namespace {

std::string address_of(BulkMessageId id) {
    return "/bulk-messages/" + id.text();
}

http::Response back_to(BulkMessageId id, bool did_something) {
    return http::see_other(address_of(id) + (did_something ? "" : "?said=nothing"));
}

using Press = Result<send::Pressed> (send::Sending::*)(
    db::Transaction&, const practice::Actor&, BulkMessageId
) const;

Task<http::Response> press(Site site, http::Request& request, Visitor visitor, Press what) {
    const auto id = BulkMessageId::parse(request.param("bulk_message"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto act = [&](db::Transaction& tx) {
        return (site.deps.sending.*what)(tx, visitor.actor(), *id);
    };
    const auto pressed = co_await site.deps.database.write(act);
    co_return pressed.ok() ? back_to(*id, pressed->did_something) : http::failure(pressed.error());
}

// A page about one bulk message as it is now.
template <class View>
Task<http::Response>
ask(Site site, http::Request& request, Visitor visitor, html::Page (*page)(const View&)) {
    const auto id = BulkMessageId::parse(request.param("bulk_message"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto load = [&](db::Snapshot& at) {
        return site.deps.sending.overview(at, visitor.practice(), *id);
    };
    const auto overview = co_await site.deps.database.read(load);
    if (!overview.ok()) {
        co_return http::failure(overview.error());
    }
    const View view{.overview = *overview, .token = visitor.session.csrf_token};
    co_return show(site.deps.random, &visitor, page(view));
}

}

Task<http::Response> pause(Site site, http::Request& request, Visitor visitor) {
    return press(site, request, std::move(visitor), &send::Sending::pause_bulk_message);
}

Task<http::Response> resume(Site site, http::Request& request, Visitor visitor) {
    return press(site, request, std::move(visitor), &send::Sending::resume_bulk_message);
}

Task<http::Response> show_stop(Site site, http::Request& request, Visitor visitor) {
    return ask(site, request, std::move(visitor), &stop_page);
}

Task<http::Response> stop(Site site, http::Request& request, Visitor visitor) {
    return press(site, request, std::move(visitor), &send::Sending::stop_bulk_message);
}

Task<http::Response> try_again(Site site, http::Request& request, Visitor visitor) {
    const auto id = BulkMessageId::parse(request.param("bulk_message"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const send::AlsoTry also{
        .no_receipt = request.form.text("no_receipt") == "yes",
        .not_confirmed = request.form.text("not_confirmed") == "yes"
    };
    const auto again = [&](db::Transaction& tx) {
        return site.deps.sending.try_again(tx, visitor.actor(), *id, also);
    };
    const auto queued = co_await site.deps.database.write(again);
    if (!queued.ok() && queued.error().code != ErrorCode("bulk_message.nothing_failed")) {
        co_return http::failure(queued.error());
    }
    co_return back_to(*id, queued.ok());
}

Task<http::Response> show_change(Site site, http::Request& request, Visitor visitor) {
    return ask(site, request, std::move(visitor), &change_page);
}

Task<http::Response> change(Site site, http::Request& request, Visitor visitor) {
    const auto id = BulkMessageId::parse(request.param("bulk_message"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto take_back = [&](db::Transaction& tx) {
        return site.deps.sending.take_back(tx, visitor.actor(), *id);
    };
    const auto draft = co_await site.deps.database.write(take_back);
    if (!draft.ok()) {
        co_return http::failure(draft.error());
    }
    if (!*draft) {
        co_return back_to(*id, false);
    }
    const bool time = request.form.text("what") == "time";
    co_return http::see_other("/drafts/" + (*draft)->text() + (time ? "#when" : ""));
}

}
