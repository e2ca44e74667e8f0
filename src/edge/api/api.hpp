#pragma once
// The JSON API under /api/v1, for programs: lists, bulk messages, their messages. Bound to a
// practice by its bearer key. docs/reference/openapi.yaml describes it, and a test holds the two
// together. Errors are problem details (RFC 9457) with our stable code. Ids are strings: they do
// not fit a JavaScript number. Threads: any number of requests at a time.
#include "edge/api/rate_limit.hpp"
#include "flow/compose/compose.hpp"
#include "flow/lists/lists.hpp"
#include "flow/lists/receiving.hpp"
#include "flow/lists/review.hpp"
#include "flow/send/send.hpp"
#include "flow/upload/upload.hpp"
#include "platform/db/database.hpp"
#include "platform/http/router.hpp"
#include "platform/net/pool.hpp"
#include "practice/people.hpp"
#include "practice/practices.hpp"

#include <string_view>

namespace cohort::api {

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
};

struct ApiRoute;

class Api {
public:
    explicit Api(Deps deps) : deps_(deps) {}

    Api(const Api&) = delete; // the routes refer to it
    Api& operator=(const Api&) = delete;

    void add_routes(http::Router& router);
    // True for paths whose errors are problem details.
    static bool owns(std::string_view path);
    http::Response problem(const http::Request& request, int status, const Error& error) const;

private:
    Task<http::Response> enter(const ApiRoute& route, http::Request& request);

    Deps deps_;
    RateLimit rate_limit_;
};

}
