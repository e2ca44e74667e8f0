#include "edge/staff_web/staff_web.hpp"

#include "edge/staff_web/page.hpp"
#include "edge/staff_web/pages/error.hpp"
#include "edge/staff_web/routes.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/url.hpp"

namespace cohort::staff_web {
namespace {

// Who was signed in is told why that is over.
std::string sign_in_address(const http::Request& request) {
    const bool was_signed_in = request.cookie(session_cookie_name(request.encrypted)).has_value();
    if (!was_signed_in) {
        return "/sign-in";
    }
    const html::Url again = html::Url::path({"sign-in"}).with_query("again", "1");
    const bool can_return =
        request.method == http::Method::get && is_page_to_return_to(request.target);
    return std::string((can_return ? again.with_query("to", request.target) : again).text());
}

// The one door to every page behind a session.
Task<http::Response> enter(Site site, const StaffRoute& route, http::Request& request) {
    auto visitor = co_await find_visitor(site.deps, request);
    if (!visitor.ok()) {
        co_return visitor.error().kind == ErrorKind::unauthenticated
            ? http::see_other(sign_in_address(request))
            : http::failure(visitor.error());
    }
    // For the error page, which has the same menu.
    request.extensions = *visitor;
    const practice::Session& session = visitor->session;
    if (practice::is_of_bulk_messages(route.permission)
        && !session.practice.bulk_messages_enabled) {
        co_return http::failure({ErrorKind::forbidden, "practice.bulk_messages_off"});
    }
    if (!practice::may(session.role, route.permission)) {
        co_return http::failure({ErrorKind::forbidden, "permission.missing"});
    }
    if (route.token != TokenIn::nothing) {
        if (const Outcome same = check_same_site(request); !same.ok()) {
            co_return http::failure(same.error());
        }
    }
    if (route.token == TokenIn::form) {
        if (const Outcome token = check_token(*visitor, request.form.text("token")); !token.ok()) {
            co_return http::failure(token.error());
        }
    }
    co_return co_await route.handler(site, request, std::move(visitor).value());
}

Task<http::Response> enter_open(Site site, const OpenRoute& route, http::Request& request) {
    if (route.method != http::Method::get) {
        if (const Outcome same = check_same_site(request); !same.ok()) {
            co_return http::failure(same.error());
        }
    }
    co_return co_await route.handler(site, request);
}

// An upload's own limit is the practice's, which the handler knows; this one only keeps out what
// nobody could mean.
constexpr std::size_t upload_bytes_max = std::size_t{2} * 1024 * 1024 * 1024;

http::BodyPolicy body_of(http::Method method, TokenIn token) {
    if (token == TokenIn::upload) {
        return http::BodyPolicy::stream(upload_bytes_max);
    }
    return method == http::Method::get ? http::BodyPolicy::none() : http::BodyPolicy::form();
}

}

StaffWeb::StaffWeb(Deps deps) : deps_(deps), assets_("/assets", html::asset_files()) {}

void StaffWeb::add_routes(http::Router& router) {
    assets_.add_to(router);
    for (const OpenRoute& route : open_routes()) {
        router.add(
            route.method,
            std::string(route.pattern),
            body_of(route.method, TokenIn::form),
            [this, &route](http::Request& request) {
                return enter_open({deps_, sign_in_limit_}, route, request);
            }
        );
    }
    for (const StaffRoute& route : staff_routes()) {
        router.add(
            route.method,
            std::string(route.pattern),
            body_of(route.method, route.token),
            [this, &route](http::Request& request) {
                return enter({deps_, sign_in_limit_}, route, request);
            }
        );
    }
}

namespace {

// Who asked, as far as it is known. A database that has just failed is not asked again.
Task<std::optional<Visitor>>
find_asker(const Deps& deps, const http::Request& request, const Error& error) {
    if (const auto* known = std::any_cast<Visitor>(&request.extensions)) {
        co_return *known;
    }
    if (error.code.text().starts_with("db.")) {
        co_return std::nullopt;
    }
    auto found = co_await find_visitor(deps, request);
    co_return found.ok() ? std::optional(std::move(found).value()) : std::nullopt;
}

ErrorView::Back way_back_of(const std::optional<Visitor>& visitor) {
    if (!visitor) {
        return ErrorView::Back::sign_in;
    }
    return visitor->session.practice.bulk_messages_enabled ? ErrorView::Back::bulk_messages
                                                           : ErrorView::Back::start;
}

}

Task<http::Response>
StaffWeb::error_page(const http::Request& request, int status, Error error) const {
    const auto visitor = co_await find_asker(deps_, request, error);
    const ErrorView view{
        .status = status,
        .code = std::string(error.code.text()),
        .request_id = request.request_id,
        .back = way_back_of(visitor)
    };
    co_return show(
        deps_.random,
        visitor ? &*visitor : nullptr,
        staff_web::error_page(view),
        status,
        MenuPlace::elsewhere
    );
}

void StaffWeb::after(const http::Request& request, http::Response& response) const {
    const auto set_unless_there = [&](std::string_view name, std::string_view value) {
        if (!response.headers.get(name)) {
            response.header(name, value);
        }
    };
    set_unless_there("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    set_unless_there("X-Content-Type-Options", "nosniff");
    set_unless_there("Referrer-Policy", "same-origin");
    set_unless_there("Cross-Origin-Opener-Policy", "same-origin");
    set_unless_there("Cross-Origin-Resource-Policy", "same-origin");
    set_unless_there("Cache-Control", "no-store");
    if (request.encrypted) {
        set_unless_there("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}

}
