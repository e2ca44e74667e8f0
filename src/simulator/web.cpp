#include "simulator/web.hpp"

#include "embedded/simulator_pages.hpp"
#include "platform/html/assets.hpp"
#include "simulator/api.hpp"
#include "simulator/pages/pages.hpp"

#include <charconv>

namespace cohort::simulator {

namespace {

using http::BodyPolicy;
using http::Method;
using http::Request;
using http::Response;

constexpr std::size_t rules_body_bytes_max = 1024 * 1024;

// Against pages of other sites in the same browser: DNS rebinding (Host) and cross-site forms
// (Origin).
bool is_ours(const Request& request) {
    const auto host = request.header("Host").value_or("");
    const auto name = host.substr(0, host.rfind(':'));
    if (name != "127.0.0.1" && name != "localhost") {
        return false;
    }
    const auto origin = request.header("Origin");
    return !origin || *origin == "http://" + std::string(host);
}

template <class Answer>
http::Handler guarded(Answer answer) {
    // A plain function makes the coroutine, so that nothing captured can go before it does.
    return [answer](Request& request) -> Task<Response> {
        struct Ready {
            static Task<Response> with(Response response) { co_return response; }
        };
        return Ready::with(
            is_ours(request) ? answer(request) : http::text("Not for other sites.", 403)
        );
    };
}

std::uint64_t number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc{} && end == text.data() + text.size() ? number : 0;
}

Response rule_from_page(Web web, const Request& request) {
    auto rule = pages::rule_from_form(request.form);
    if (!rule) {
        return pages::rules(request, web.rules, rule.error().detail);
    }
    const auto added = web.rules.add(std::move(*rule));
    return added ? http::see_other("/rules") : http::failure(added.error());
}

void add_pages(http::Router& router, Web web) {
    const auto get = [&](const char* path, auto answer) { router.get(path, guarded(answer)); };
    get("/", [web](const Request& request) { return pages::phones(request, web.world); });
    get("/phones/{number}", [web](const Request& request) {
        return pages::conversation(request, web.world, plain_number(request.param("number")));
    });
    get("/mailboxes",
        [web](const Request& request) { return pages::mailboxes(request, web.world); });
    get("/mailboxes/{address}", [web](const Request& request) {
        return pages::mailbox(request, web.world, std::string(request.param("address")));
    });
    get("/mails/{n}", [web](const Request& request) {
        const Mail* const mail = web.world.mail(number_of(request.param("n")));
        return mail == nullptr ? http::not_found() : pages::mail(request, *mail);
    });
    get("/totals", [web](const Request& request) {
        return pages::totals(
            request,
            web.world,
            {web.ledger.last(), web.ledger.durable(), web.centre.receipts_waiting()}
        );
    });
    get("/rules", [web](const Request& request) { return pages::rules(request, web.rules, {}); });
    router.add(Method::post, "/rules", BodyPolicy::form(), guarded([web](const Request& request) {
                   return rule_from_page(web, request);
               }));
    router.add(
        Method::post,
        "/rules/{id}/delete",
        BodyPolicy::form(),
        guarded([web](const Request& request) {
            const Outcome removed = web.rules.remove(number_of(request.param("id")));
            // Removed already is what was asked for.
            return removed || removed.error().kind == ErrorKind::not_found
                       ? http::see_other("/rules")
                       : http::failure(removed.error());
        })
    );
}

void add_api(http::Router& router, Web web) {
    const auto get = [&](const char* path, auto answer) { router.get(path, guarded(answer)); };
    get("/api/totals", [web](const Request& request) {
        return api::totals(
            web.world,
            web.ledger,
            web.centre.receipts_waiting(),
            request.query.text("after"),
            request.query.text("to")
        );
    });
    get("/api/ledger", [web](const Request& request) {
        return api::ledger(
            web.ledger,
            number_of(request.query.text("after")),
            number_of(request.query.text("limit"))
        );
    });
    get("/api/messages", [web](const Request& request) {
        return api::messages(web.world, plain_number(request.query.text("to")));
    });
    get("/api/mails", [web](const Request& request) {
        return api::mails(web.world, std::string(request.query.text("to")));
    });
    get("/api/rules", [web](const Request&) { return api::rules(web.rules); });
    router.add(
        Method::put,
        "/api/rules",
        BodyPolicy::buffer(rules_body_bytes_max),
        guarded([web](const Request& request) {
            return api::replace_rules(web.rules, request.body);
        })
    );
    router.add(
        Method::post,
        "/api/rules",
        BodyPolicy::buffer(rules_body_bytes_max),
        guarded([web](const Request& request) { return api::add_rules(web.rules, request.body); })
    );
    router.add(Method::delete_, "/api/rules", BodyPolicy::none(), guarded([web](const Request&) {
                   return api::replace_rules(web.rules, "[]");
               }));
    router.add(
        Method::delete_,
        "/api/rules/{id}",
        BodyPolicy::none(),
        guarded([web](const Request& request) {
            return api::remove_rule(web.rules, number_of(request.param("id")));
        })
    );
}

void add_assets(http::Router& router) {
    router.get("/simulator-assets/simulator.css", guarded([](const Request&) {
                   Response response;
                   response.header("Content-Type", "text/css; charset=utf-8");
                   response.header("Cache-Control", "no-cache");
                   response.embedded_body = embedded::simulator_pages().front().bytes;
                   return response;
               }));
    router.get("/assets/{path...}", guarded([](const Request& request) {
                   const html::Asset* const asset = html::find_asset(request.path);
                   if (asset == nullptr) {
                       return http::not_found();
                   }
                   Response response;
                   response.header("Content-Type", asset->content_type);
                   response.header("Cache-Control", html::asset_cache_control);
                   response.header("X-Content-Type-Options", "nosniff");
                   response.embedded_body = asset->bytes;
                   return response;
               }));
}

}

http::Router routes(Web web) {
    http::Router router;
    add_pages(router, web);
    add_api(router, web);
    add_assets(router);
    return router;
}

}
