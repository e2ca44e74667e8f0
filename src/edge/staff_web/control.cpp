// What people do to a bulk message that was sent: try the failed ones again, stop it.
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/pages/stop.hpp"
#include "edge/staff_web/routes.hpp"

namespace cohort::staff_web {
namespace {

std::string address_of(BulkMessageId id) {
    return "/bulk-messages/" + id.text();
}

}

Task<http::Response> try_again(Site site, http::Request& request, Visitor visitor) {
    const auto id = BulkMessageId::parse(request.param("bulk_message"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto again = [&](db::Transaction& tx) {
        return site.deps.sending.try_again(tx, visitor.actor(), *id);
    };
    const auto queued = co_await site.deps.database.write(again);
    // Nothing left to try: somebody else pressed first, and the page shows it.
    if (!queued.ok() && queued.error().kind != ErrorKind::conflict) {
        co_return http::failure(queued.error());
    }
    co_return http::see_other(address_of(*id));
}

Task<http::Response> show_stop(Site site, http::Request& request, Visitor visitor) {
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
    const StopView view{.overview = *overview, .token = visitor.session.csrf_token};
    co_return show(site.deps.random, &visitor, stop_page(view));
}

Task<http::Response> stop(Site site, http::Request& request, Visitor visitor) {
    const auto id = BulkMessageId::parse(request.param("bulk_message"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto halt = [&](db::Transaction& tx) {
        return site.deps.sending.stop_bulk_message(tx, visitor.actor(), *id);
    };
    const auto stopped = co_await site.deps.database.write(halt);
    if (!stopped.ok()) {
        co_return http::failure(stopped.error());
    }
    co_return http::see_other(address_of(*id));
}

}
