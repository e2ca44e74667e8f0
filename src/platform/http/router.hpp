#pragma once
// Which handler answers a path. Patterns: "/lists", "/lists/{id}", "/assets/{path...}" (the rest,
// slashes included). A literal is preferred to a parameter, a parameter to a rest. Two patterns of
// which neither is preferred everywhere
// ("/a/{x}/c" and "/a/b/{y}"), or that differ only in a parameter's name, are a Bug found by add,
// at start. HEAD is answered by the GET handler. A path that is known by another method gives 405
// with Allow. Threads: add before the server starts; immutable after.
#include "platform/http/message.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::http {

struct BodyPolicy {
    enum class Kind { none, form, buffer, stream };

    Kind kind = Kind::none;
    std::size_t bytes_max = 0;

    // No body allowed (an empty one is).
    static BodyPolicy none();
    // application/x-www-form-urlencoded, parsed into request.form.
    static BodyPolicy form(std::size_t bytes_max = 256 * 1024);
    // Whole, in request.body.
    static BodyPolicy buffer(std::size_t bytes_max);
    // Piece by piece, from request.body_stream.
    static BodyPolicy stream(std::size_t bytes_max);
};

// The request outlives the handler's coroutine. A handler that needs its surroundings is a lambda
// that captures them and returns a free or member coroutine's task; it is not a coroutine itself.
using Handler = std::function<Task<Response>(Request&)>;

struct Route {
    Method method;
    std::string pattern;
    BodyPolicy body;
    Handler handler;
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    void add(Method method, std::string pattern, BodyPolicy body, Handler handler);
    void get(std::string pattern, Handler handler);

    // Every route, in the order of add: for tests that walk them all.
    std::vector<const Route*> routes() const;

    struct Match {
        const Route* route = nullptr; // none: see allow
        std::vector<std::pair<std::string_view, std::string>> params = {};
        std::string allow = {}; // of a path known by other methods only: "GET, HEAD"
    };

    // `path` as sent, without its query. Errors: http.url_broken.
    Result<Match> find(Method method, std::string_view path) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}
