#pragma once
// The staff's pages: sign-in, Bulk Messages, the three steps of creating one, its details, patient
// lists, help.
// Server-rendered; each works without JavaScript, which only makes it nicer. The route table
// (routes.hpp) says who may do what; there is no other way in. Everything that changes something is
// a POST with the session's token. Threads: any number of requests at a time.
#include "edge/staff_web/sign_in_limit.hpp"
#include "flow/compose/compose.hpp"
#include "flow/lists/lists.hpp"
#include "flow/lists/receiving.hpp"
#include "flow/lists/review.hpp"
#include "flow/send/send.hpp"
#include "flow/upload/upload.hpp"
#include "platform/db/database.hpp"
#include "platform/http/assets.hpp"
#include "platform/http/router.hpp"
#include "platform/net/pool.hpp"
#include "practice/people.hpp"
#include "practice/practices.hpp"

namespace cohort::staff_web {

struct Deps {
    db::Database& database;
    net::Pool& pool;
    const practice::Practices& practices;
    const practice::People& people;
    const lists::Lists& lists;
    const lists::Receiving& receiving;
    const lists::Reviewing& reviewing;
    const upload::Uploads& uploads;
    const compose::Composing& composing;
    const send::Sending& sending;
    const Clock& clock;
    Random& random;
    // A list whose review is not gone on with is removed so long after its last change.
    Milliseconds unconfirmed_kept = std::chrono::hours{24};
};

class StaffWeb {
public:
    explicit StaffWeb(Deps deps);

    void add_routes(http::Router& router);
    // With the header and the menu of who asked. Requires: the request outlives the call.
    Task<http::Response> error_page(const http::Request& request, int status, Error error) const;
    // Security headers, on every response of the server.
    void after(const http::Request& request, http::Response& response) const;

private:
    Deps deps_;
    SignInLimit sign_in_limit_;
    http::Assets assets_;
};

}
