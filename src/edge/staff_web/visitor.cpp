#include "edge/staff_web/visitor.hpp"

namespace cohort::staff_web {
namespace {

bool same_bytes(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) {
        return false;
    }
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    }
    return difference == 0;
}

}

std::string_view session_cookie_name(bool encrypted) {
    return encrypted ? "__Host-cohort" : "cohort";
}

bool is_by_itself(const http::Request& request) {
    // Browsers ask for events with exactly this type (WHATWG HTML, server-sent events).
    return request.header("Accept") == "text/event-stream";
}

Task<Result<Visitor>> find_visitor(const Deps& deps, const http::Request& request) {
    const auto cookie = request.cookie(session_cookie_name(request.encrypted));
    if (!cookie) {
        co_return Error{ErrorKind::unauthenticated, "session.none"};
    }
    const Token token{std::string(*cookie)};
    const auto load = [&deps, &token](db::Snapshot& at) { return deps.people.session(at, token); };
    COHORT_CO_TRY(session, co_await deps.database.read(load));
    const bool due = session.seen_at + std::chrono::minutes{1} <= deps.clock.now();
    if (due && !is_by_itself(request)) {
        const auto touch = [&deps, &token](db::Transaction& tx) -> Outcome {
            deps.people.touch(tx, token);
            return done();
        };
        COHORT_CO_CHECK(co_await deps.database.write(touch));
    }
    co_return Visitor{std::move(session)};
}

bool is_page_to_return_to(std::string_view target) {
    constexpr std::size_t bytes_max = 500;
    constexpr std::string_view safe =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        "/-_.~?=&%";
    const bool ours = target.starts_with("/bulk-messages") || target.starts_with("/lists")
                      || target.starts_with("/drafts/");
    return ours && target.size() <= bytes_max
           && target.find_first_not_of(safe) == std::string_view::npos;
}

Outcome check_same_site(const http::Request& request) {
    const Error other{ErrorKind::forbidden, "request.other_site"};
    if (const auto site = request.header("Sec-Fetch-Site")) {
        return *site == "same-origin" || *site == "none" ? done() : Outcome(other);
    }
    // Browsers from before 2023 send no Sec-Fetch-Site; they name the origin.
    const auto origin = request.header("Origin");
    if (!origin) {
        return done();
    }
    const auto host = request.header("Host").value_or("");
    const auto scheme_end = origin->find("://");
    if (scheme_end == origin->npos || origin->substr(scheme_end + 3) != host) {
        return other;
    }
    return done();
}

Outcome check_token(const Visitor& visitor, std::string_view token) {
    const std::string& expected = visitor.session.csrf_token;
    if (expected.empty() || !same_bytes(expected, token)) {
        return Error{ErrorKind::forbidden, "request.token_wrong"};
    }
    return done();
}

}
