#include "edge/staff_web/pages/sign_in.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/pages/home.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "practice/passwords.hpp"

namespace cohort::staff_web {
namespace {

// Whoever guesses leaves threads to those who work, and each address has its turn: who guesses from
// one is not ahead of who signs in from another.
net::Lane hashing_for(const std::string& address) {
    constexpr net::Purpose hashing{"hashing", net::Purpose::Threads::half};
    return {hashing, static_cast<std::int64_t>(std::hash<std::string>{}(address))};
}

http::Response show_page(Site site, const SignInView& view, int status) {
    return show(site.deps.random, nullptr, sign_in_page(view), status);
}

// Empty where it is none of ours.
std::string page_to_return_to(std::string_view target) {
    return is_page_to_return_to(target) ? std::string(target) : std::string();
}

struct Credentials {
    std::string email;
    Password password;
};

// Unknown and wrong get one answer, after the same work.
Task<Result<practice::User>> check(Site site, net::Lane lane, Credentials given) {
    const Deps& deps = site.deps;
    const auto find = [&deps, &given](db::Snapshot& at) -> Result<std::optional<practice::User>> {
        return deps.people.find(at, given.email);
    };
    COHORT_CO_TRY(user, co_await deps.database.read(find));
    const auto compare = [&user, &given]() -> Result<bool> {
        if (!user) {
            practice::waste_a_hash(given.password);
            return false;
        }
        return practice::password_matches(given.password, user->password_hash);
    };
    COHORT_CO_TRY(matches, co_await deps.pool.run(lane, compare));
    if (!matches) {
        co_return Error{ErrorKind::unauthenticated, "sign_in.wrong"};
    }
    co_return std::move(*user);
}

}

Task<http::Response> home(Site site, http::Request& request) {
    const auto visitor = co_await find_visitor(site.deps, request);
    if (!visitor.ok()) {
        co_return visitor.error().kind == ErrorKind::unauthenticated
            ? http::see_other("/sign-in")
            : http::failure(visitor.error());
    }
    if (visitor->session.practice.bulk_messages_enabled) {
        co_return http::see_other("/bulk-messages");
    }
    const HomeView view{.practice_name = visitor->session.practice.name};
    co_return show(site.deps.random, &*visitor, home_page(view), 200, MenuPlace::elsewhere);
}

Task<http::Response> show_sign_in(Site site, http::Request& request) {
    SignInView view;
    if (request.query.has("again")) {
        view.notice = sentence("session.ended");
    }
    view.to = page_to_return_to(request.query.text("to"));
    co_return show_page(site, view, 200);
}

Task<http::Response> sign_in(Site site, http::Request& request) {
    const Deps& deps = site.deps;
    const std::string typed(request.form.text("email"));
    const std::string to = page_to_return_to(request.form.text("to"));
    Credentials given{typed, Password(std::string(request.form.text("password")))};
    const SignInLimit::Try attempt(request.remote_address, given.email);
    const Milliseconds wait = site.sign_in_limit.begin(attempt, deps.clock.now());
    if (wait > Milliseconds{0}) {
        const SignInView view{.email = typed, .problem = sentence("sign_in.too_many"), .to = to};
        http::Response refused = show_page(site, view, 429);
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
        refused.header("Retry-After", std::to_string(seconds));
        co_return refused;
    }
    const net::Lane lane = hashing_for(request.remote_address);
    const auto user = co_await check(site, lane, std::move(given));
    if (!user.ok()) {
        if (user.error().kind != ErrorKind::unauthenticated) {
            site.sign_in_limit.undecided(attempt);
            co_return http::failure(user.error());
        }
        const SignInView view{
            .email = typed, .problem = sentence(user.error().code.text()), .to = to
        };
        co_return show_page(site, view, http::status_of(user.error()));
    }
    site.sign_in_limit.succeeded(attempt);
    const auto open = [&deps, &user](db::Transaction& tx) -> Result<Token> {
        Token token = deps.people.open_session(tx, *user);
        const practice::Actor actor{user->practice, user->display_name};
        practice::audit(tx, actor, "signed_in", user->id.text(), deps.clock.now(), deps.random);
        return token;
    };
    const auto token = co_await deps.database.write(open);
    if (!token.ok()) {
        co_return http::failure(token.error());
    }
    http::Response response = http::see_other(to.empty() ? "/" : to);
    response.cookie(
        {.name = std::string(session_cookie_name(request.encrypted)),
         .value = token->reveal(),
         .secure = request.encrypted ? http::SetCookie::Secure::yes : http::SetCookie::Secure::no}
    );
    co_return response;
}

Task<http::Response> sign_out(Site site, http::Request& request, Visitor) {
    const std::string_view name = session_cookie_name(request.encrypted);
    const Token token{std::string(request.cookie(name).value_or(""))};
    const auto close = [&site, &token](db::Transaction& tx) -> Outcome {
        site.deps.people.close_session(tx, token);
        return done();
    };
    if (const Outcome closed = co_await site.deps.database.write(close); !closed.ok()) {
        co_return http::failure(closed.error());
    }
    http::Response response = http::see_other("/sign-in");
    response.cookie(
        {.name = std::string(name),
         .value = "none",
         .max_age = std::chrono::seconds{0},
         .secure = request.encrypted ? http::SetCookie::Secure::yes : http::SetCookie::Secure::no}
    );
    co_return response;
}

}
