#pragma once
// Who a request comes from, and whether it may change anything.
#include "edge/staff_web/staff_web.hpp"

#include <optional>
#include <string_view>

namespace cohort::staff_web {

struct Visitor {
    practice::Session session;

    PracticeId practice() const { return session.practice.id; }

    practice::Actor actor() const { return session.actor(); }
};

// `__Host-` asks browsers to insist on Secure, which plain HTTP on this machine cannot give.
std::string_view session_cookie_name(bool encrypted);

// True for requests that a page makes by itself while nobody may be there: they must not keep a
// session from ending.
bool is_by_itself(const http::Request& request);

// Errors: session.none.
Task<Result<Visitor>> find_visitor(const Deps& deps, const http::Request& request);

// A page of another site cannot post here: browsers say where a request comes from.
// Errors: request.other_site.
// Whether a path, with its query, is of a page of ours that somebody may be led back to: nothing
// that a browser could take for another site's.
bool is_page_to_return_to(std::string_view target);

Outcome check_same_site(const http::Request& request);

// The session's token, from a form's hidden field, compared in constant time. Errors:
// request.token_wrong.
Outcome check_token(const Visitor& visitor, std::string_view token);

}
