#pragma once
// What a handler is given and what it answers. No Beast here.
#include "base/result.hpp"
#include "platform/http/cookies.hpp"
#include "platform/http/form.hpp"
#include "platform/http/headers.hpp"
#include "platform/net/deadline.hpp"
#include "platform/net/task.hpp"

#include <any>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cohort::http {

enum class Method { get, head, post, put, patch, delete_, options };

std::string_view name_of(Method method); // "GET"

// The body of a streaming route, as it comes off the network.
class BodyReader {
public:
    virtual ~BodyReader() = default;
    // 0 at the end. Errors: http.body_too_large, http.body_timeout, http.body_broken (the client
    // went away or sent nonsense). Return the failure() of an error: it carries the right status.
    // Requires: into outlives the call.
    virtual Task<Result<std::size_t>> read_some(std::span<char> into) = 0;
};

struct Request {
    Method method = Method::get;
    std::string target;       // as sent: path and query
    std::string path;         // as sent, without the query
    std::string_view pattern; // of the route: "/bulk-messages/{id}"; what logs and metrics may
                              // name. Empty: no route
    std::vector<std::pair<std::string_view, std::string>> params; // decoded
    Query query;
    Headers headers;
    std::string body;                  // of routes with BodyPolicy::buffer
    Form form;                         // of routes with BodyPolicy::form
    BodyReader* body_stream = nullptr; // of routes with BodyPolicy::stream
    std::string remote_address;
    std::string request_id; // ours, for the log and the page of a fault
    bool encrypted = false; // came by TLS
    std::any extensions;    // the edge's own: session, practice

    // Requires: the pattern has this parameter.
    std::string_view param(std::string_view name) const;
    std::optional<std::string_view> header(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    // How long the body is, as announced; nothing, when it comes in chunks.
    std::optional<std::uint64_t> body_bytes() const;
};

// Writes a body whose size is not known beforehand (chunked).
class BodyWriter {
public:
    virtual ~BodyWriter() = default;
    // False when the client has gone: stop producing. Requires: bytes outlives the call.
    virtual Task<bool> write(std::string_view bytes) = 0;
};

// Server-sent events. When the client goes away, or the server stops, the producer is cancelled:
// its await throws boost::system::system_error(operation_aborted), which may fly; the server
// expects it.
class EventWriter {
public:
    virtual ~EventWriter() = default;
    // False when the client has gone. `data` may have several lines. An empty event name is the
    // browser's "message".
    virtual Task<bool> send(std::string event, std::string data, std::string id = {}) = 0;
    // Sleeps, and now and then writes a comment so that a dead connection is noticed. False when
    // the client has gone.
    virtual Task<bool> wait(net::Duration time) = 0;
};

struct Response {
    int status = 200;
    Headers headers = {};
    std::string body = {};
    std::string_view embedded_body = {}; // instead of body: bytes that live as long as the program

    // At most one of these, instead of a body. They are called after the handler returned; the
    // Request still lives.
    std::function<Task<void>(BodyWriter&)> stream = {};
    std::function<Task<void>(EventWriter&)> events = {};

    // Set by failure() and not_found(): the server asks the error page hook for the body.
    std::optional<Error> error = {};

    Response& header(std::string_view name, std::string_view value) {
        headers.set(name, value);
        return *this;
    }

    Response& cookie(const SetCookie& cookie) {
        headers.add("Set-Cookie", to_header(cookie));
        return *this;
    }
};

// text/html and application/json are UTF-8 and not cached (Cache-Control: no-store), as they are
// about people.
Response html(std::string body, int status = 200);
Response json(std::string body, int status = 200);
Response text(std::string body, int status = 200);
Response empty(int status = 204);
// 303: the answer to every successful POST of a form. Requires: `location` is a local path
// (url.hpp).
Response see_other(std::string location);
Response not_found();
// The status follows from the error (status_of); the body comes from the error page hook.
Response failure(Error error);
// A download under this name, produced piece by piece.
Response download(
    std::string file_name, std::string content_type, std::function<Task<void>(BodyWriter&)> producer
);
Response event_stream(std::function<Task<void>(EventWriter&)> producer);

// The one table from kinds of error to HTTP status; a few codes of http itself have their own (408,
// 411, 415, 431…).
int status_of(const Error& error);
std::string_view reason_of(int status);

}
