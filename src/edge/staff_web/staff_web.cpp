#include "edge/staff_web/staff_web.hpp"

#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {
namespace {

// The one door to every page behind a session.
Task<http::Response> enter(Site site, const StaffRoute& route, http::Request& request) {
    auto visitor = co_await find_visitor(site.deps, request);
    if (!visitor.ok()) {
        co_return visitor.error().kind == ErrorKind::unauthenticated
            ? http::see_other("/sign-in")
            : http::failure(visitor.error());
    }
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

http::Response
StaffWeb::error_page(const http::Request& request, int status, const Error& error) const {
    using namespace html;
    std::string title = "Sorry, there is a problem with this page";
    std::string words = "Nothing was sent or changed. Try again in a minute.";
    if (status == 404) {
        title = "Page not found";
        words = "There is nothing at this address, or it belongs to another practice. Go back to "
                "Bulk Messages.";
    } else if (status < 500) {
        title = "You cannot do this";
        words = sentence(error.code.text());
    }
    const Html content = h1(classes("nhsuk-heading-l"), title) + p(words)
                         + p(a(href("/"), "Go to the start page"))
                         + p(classes("nhsuk-u-secondary-text-colour"),
                             "If you ask for help, quote reference ",
                             request.request_id,
                             ".");
    return show(
        deps_.random,
        nullptr,
        {.title = title, .content = content, .width = Width::two_thirds},
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
