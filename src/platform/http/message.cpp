#include "platform/http/message.hpp"

#include "platform/http/url.hpp"

#include <algorithm>
#include <charconv>

namespace cohort::http {

std::string_view name_of(Method method) {
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::delete_:
        return "DELETE";
    case Method::options:
        return "OPTIONS";
    }
    return "";
}

std::string_view Request::param(std::string_view name) const {
    for (const auto& [key, value] : params) {
        if (key == name) {
            return value;
        }
    }
    throw Bug("the route's pattern has no such parameter");
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    return headers.get(name);
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const auto field = headers.at(i);
        if (!same_name(field.name, "Cookie")) {
            continue;
        }
        if (const auto found = find_cookie(field.value, name)) {
            return found;
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> Request::body_bytes() const {
    const std::string_view text = header("Content-Length").value_or("");
    std::uint64_t bytes = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), bytes);
    const bool read = fault == std::errc{} && end == text.data() + text.size();
    return read ? std::optional(bytes) : std::nullopt;
}

namespace {

Response made(std::string body, std::string_view type, int status) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", type);
    response.headers.add("Cache-Control", "no-store");
    response.body = std::move(body);
    return response;
}

}

Response html(std::string body, int status) {
    return made(std::move(body), "text/html; charset=utf-8", status);
}

Response json(std::string body, int status) {
    return made(std::move(body), "application/json", status);
}

Response text(std::string body, int status) {
    return made(std::move(body), "text/plain; charset=utf-8", status);
}

Response empty(int status) {
    Response response;
    response.status = status;
    response.headers.add("Cache-Control", "no-store");
    return response;
}

Response see_other(std::string location) {
    COHORT_ENSURE(is_local_path(location), "we redirect to our own pages only");
    Response response = empty(303);
    response.headers.add("Location", location);
    return response;
}

Response not_found() {
    return failure(Error{ErrorKind::not_found, "http.not_found"});
}

Response failure(Error error) {
    Response response = empty(status_of(error));
    response.error = std::move(error);
    return response;
}

Response download(
    std::string file_name, std::string content_type, std::function<Task<void>(BodyWriter&)> producer
) {
    Response response = empty(200);
    response.headers.add("Content-Type", content_type);
    // filename* carries any name (RFC 6266 §4.3); it is percent coded, so nothing can end the value
    // early.
    response.headers.add(
        "Content-Disposition", "attachment; filename*=UTF-8''" + percent_encode(file_name)
    );
    response.headers.add("X-Content-Type-Options", "nosniff");
    response.stream = std::move(producer);
    return response;
}

Response event_stream(std::function<Task<void>(EventWriter&)> producer) {
    Response response = empty(200);
    response.headers.add("Content-Type", "text/event-stream");
    response.headers.add("X-Accel-Buffering", "no"); // a proxy before us must not collect events
    response.events = std::move(producer);
    return response;
}

int status_of(const Error& error) {
    // Faults of the message itself, for which HTTP has a word of its own.
    static constexpr std::pair<ErrorCode, int> own[] = {
        {"http.header_timeout", 408},
        {"http.body_timeout", 408},
        {"http.method_not_allowed", 405},
        {"http.media_type", 415},
        {"http.header_too_large", 431},
        {"http.expectation", 417},
        {"http.method_unknown", 501},
        {"http.transfer_encoding", 501},
        {"http.version", 505},
    };
    for (const auto& [code, status] : own) {
        if (error.code == code) {
            return status;
        }
    }
    switch (error.kind) {
    case ErrorKind::invalid:
        return 400;
    case ErrorKind::unauthenticated:
        return 401;
    case ErrorKind::forbidden:
        return 403;
    case ErrorKind::not_found:
        return 404;
    case ErrorKind::conflict:
        return 409;
    case ErrorKind::too_large:
        return 413;
    case ErrorKind::too_many:
        return 429;
    case ErrorKind::unavailable:
        return 503;
    case ErrorKind::internal:
        return 500;
    }
    return 500;
}

std::string_view reason_of(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 428:
        return "Precondition Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Status";
    }
}

}
