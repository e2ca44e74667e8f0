#include "platform/http/connection.hpp"

#include "platform/log/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <typeinfo>
#include <utility>

namespace cohort::http {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::size_t joined_bytes_max =
    32 * 1024; // larger bodies are not copied behind their head
constexpr std::size_t linger_bytes_max = 4 * 1024 * 1024;
constexpr auto linger_wait_max = 2s;

Error unexpected_fault() {
    return Error{ErrorKind::internal, "http.unexpected_fault"};
}

// Third parties' words may quote what they were given, so only the kind of an exception is logged;
// our own Bug's words are literals.
void log_fault(const Request& request, std::exception_ptr fault) {
    try {
        std::rethrow_exception(fault);
    } catch (const Bug& bug) {
        log::error(
            "http_request_failed",
            {{"request_id", request.request_id}, {"route", request.pattern}, {"bug", bug.what()}}
        );
    } catch (const std::exception& other) {
        log::error(
            "http_request_failed",
            {{"request_id", request.request_id},
             {"route", request.pattern},
             {"exception", typeid(other).name()}}
        );
    } catch (...) {
        log::error(
            "http_request_failed", {{"request_id", request.request_id}, {"route", request.pattern}}
        );
    }
}

// A refusal that is no fault of who asked: the page tells them the request's id. What a handler
// threw is logged already.
void log_refusal(const Request& request, const Response& response) {
    if (response.status < 500 || response.error->code == unexpected_fault().code) {
        return;
    }
    const auto write = response.error->kind == ErrorKind::internal ? log::error : log::warn;
    write(
        "http_request_failed",
        {{"request_id", request.request_id},
         {"route", request.pattern},
         {"code", response.error->code.text()},
         {"detail", response.error->detail}}
    );
}

bool is_cancellation(std::exception_ptr fault) {
    try {
        std::rethrow_exception(fault);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

bool is_form(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ')) {
        type.remove_suffix(1);
    }
    return same_name(type, "application/x-www-form-urlencoded");
}

Framing framing_of(const Response& response, bool http_1_1) {
    if (response.status == 204 || response.status == 304) {
        return Framing::none;
    }
    if (response.stream || response.events) {
        return http_1_1 ? Framing::chunked : Framing::until_end;
    }
    return Framing::counted;
}

}

Connection::Connection(
    std::unique_ptr<net::ByteStream> stream,
    const ServerOptions& options,
    const Router& router,
    std::string number
)
    : stream_(std::move(stream)), options_(options), router_(router),
      input_(*stream_, options.limits.header_bytes_max), number_(std::move(number)),
      end_of_events_(stream_->executor()) {}

Task<void> Connection::serve() {
    try {
        co_await serve_requests();
    } catch (...) {
        if (!is_cancellation(std::current_exception())) {
            log_fault(Request{}, std::current_exception());
        }
    }
    stream_->abort();
}

void Connection::drain() {
    draining_ = true;
    end_of_events_.cancel();
    if (idle_) {
        stream_->abort();
    }
}

void Connection::abort() {
    draining_ = true;
    end_of_events_.cancel();
    stream_->abort();
}

Task<void> Connection::serve_requests() {
    while (true) {
        Request request;
        request.remote_address = stream_->peer_address();
        request.encrypted = stream_->encrypted();
        RequestParser parser(request, options_.limits.header_bytes_max);
        const Result<bool> head = co_await read_head(parser);
        if (head.ok() && !*head) {
            co_return;
        }
        Next next = Next::close;
        if (head.ok()) {
            next = co_await answer(request, parser);
        } else {
            name_request(request);
            Response refused = co_await completed(request, failure(head.error()));
            Shape shape;
            shape.keep_alive = false;
            co_await send(request, refused, shape);
        }
        if (next == Next::close) {
            co_await linger();
        }
        if (next != Next::another) {
            co_return;
        }
    }
}

void Connection::name_request(Request& request) {
    request.request_id = number_ + "." + std::to_string(++requests_);
}

// False: nobody asks for anything any more.
Task<Result<bool>> Connection::read_head(RequestParser& parser) {
    SteadyClock::time_point end{}; // from the first byte
    bool begun = false;
    while (true) {
        if (!input_.held().empty()) {
            const auto taken = parser.push_head(input_.held());
            if (!taken.ok()) {
                co_return taken.error();
            }
            input_.use(*taken);
            if (parser.head_complete()) {
                co_return true;
            }
            if (!begun) {
                begun = true;
                end = SteadyClock::now() + options_.limits.header_wait_max;
            }
            if (input_.full()) {
                co_return Error{ErrorKind::too_large, "http.header_too_large"};
            }
        }
        if (draining_ && !begun) {
            co_return false;
        }
        const auto left = begun ? std::chrono::ceil<net::Duration>(end - SteadyClock::now())
                                : options_.limits.idle_max;
        idle_ = !begun;
        const auto read = co_await input_.more(std::max(left, net::Duration{0}));
        idle_ = false;
        if (read.ok() && *read > 0) {
            continue;
        }
        if (begun && !read.ok() && read.error() == net::deadline_passed()) {
            co_return invalid("http.header_timeout");
        }
        co_return false;
    }
}

Task<Connection::Next> Connection::answer(Request& request, RequestParser& parser) {
    const auto begun = options_.answered ? SteadyClock::now() : SteadyClock::time_point{};
    name_request(request);
    Body body(*stream_, input_, parser, options_.limits);
    Response handled = co_await respond(request, body);
    Response response = co_await completed(request, std::move(handled));

    Shape shape;
    shape.http_1_1 = parser.http_1_1();
    shape.framing = framing_of(response, shape.http_1_1);
    const bool ends = shape.framing == Framing::until_end || static_cast<bool>(response.events);
    shape.keep_alive = parser.keep_alive() && body.finished() && !draining_ && !ends;
    const bool sent = co_await send(request, response, shape);
    if (options_.answered) {
        const auto time =
            std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begun);
        const Answered answered{
            request.method, request.pattern, response.status, time, request.request_id
        };
        options_.answered(answered);
    }
    if (!sent) {
        co_return Next::nothing;
    }
    co_return shape.keep_alive ? Next::another : Next::close;
}

Task<Response> Connection::respond(Request& request, Body& body) {
    auto match = router_.find(request.method, request.path);
    if (!match.ok()) {
        co_return failure(match.error());
    }
    const Route* route = match->route;
    if (route == nullptr && match->allow.empty()) {
        co_return not_found();
    }
    if (route == nullptr) {
        Response refused = failure(invalid("http.method_not_allowed"));
        refused.headers.add("Allow", match->allow);
        co_return refused;
    }
    request.pattern = route->pattern;
    request.params = std::move(match->params);
    const Outcome taken = co_await take_body(request, route->body, body);
    if (!taken.ok()) {
        co_return failure(taken.error());
    }
    co_return co_await call(request, route->handler);
}

Task<Outcome> Connection::take_body(Request& request, const BodyPolicy& policy, Body& body) {
    body.allow(policy.bytes_max);
    if (policy.kind == BodyPolicy::Kind::none) {
        if (body.announced()) {
            co_return Error{ErrorKind::too_large, "http.body_too_large"};
        }
        co_return done();
    }
    if (body.too_large()) {
        co_return Error{ErrorKind::too_large, "http.body_too_large"};
    }
    if (policy.kind == BodyPolicy::Kind::stream) {
        request.body_stream = &body;
        co_return done();
    }
    const bool form = policy.kind == BodyPolicy::Kind::form;
    if (form && body.announced() && !is_form(request.header("Content-Type").value_or(""))) {
        co_return invalid("http.media_type");
    }
    COHORT_CO_TRY(whole, co_await body.read_all());
    if (!form) {
        request.body = std::move(whole);
        co_return done();
    }
    COHORT_CO_TRY(fields, Form::parse(whole));
    request.form = std::move(fields);
    co_return done();
}

Task<Response> Connection::call(Request& request, const Handler& handler) {
    std::exception_ptr fault;
    try {
        co_return co_await handler(request);
    } catch (...) {
        fault = std::current_exception();
    }
    log_fault(request, fault);
    co_return failure(unexpected_fault());
}

// The error page and the security headers.
Task<Response> Connection::completed(const Request& request, Response response) {
    std::exception_ptr fault;
    try {
        if (response.error) {
            log_refusal(request, response);
            Response page = co_await error_page(request, response);
            page.status = response.status;
            for (std::size_t i = 0; i < response.headers.size(); ++i) {
                const auto field = response.headers.at(i);
                if (!page.headers.has(field.name)) {
                    page.headers.add(field.name, field.value);
                }
            }
            response = std::move(page);
        }
        if (options_.after) {
            options_.after(request, response);
        }
        co_return response;
    } catch (...) {
        fault = std::current_exception();
    }
    log_fault(request, fault);
    co_return text("Internal Server Error\n", 500);
}

Task<Response> Connection::error_page(const Request& request, const Response& refused) {
    if (!options_.error_page) {
        co_return text(std::string(reason_of(refused.status)) + "\n");
    }
    co_return co_await options_.error_page(request, refused.status, *refused.error);
}

Task<bool> Connection::send(const Request& request, Response& response, Shape shape) {
    const bool wanted = request.method != Method::head && shape.framing != Framing::none;
    if (wanted && response.stream) {
        co_return co_await send_stream(response, shape);
    }
    if (wanted && response.events) {
        co_return co_await send_events(response, shape);
    }
    const std::string_view body =
        response.embedded_body.empty() ? std::string_view(response.body) : response.embedded_body;
    shape.body_bytes = body.size();
    const auto limit = options_.limits.write_wait_max;
    out_.clear();
    append_head(out_, response, shape);
    const bool joined = wanted && body.size() <= joined_bytes_max;
    if (joined) {
        out_ += body;
    }
    Outcome sent = co_await stream_->write_all(out_, limit);
    if (sent.ok() && wanted && !joined) {
        sent = co_await stream_->write_all(body, limit);
    }
    co_return sent.ok();
}

Task<bool> Connection::send_stream(const Response& response, Shape shape) {
    out_.clear();
    append_head(out_, response, shape);
    const Outcome begun = co_await stream_->write_all(out_, options_.limits.write_wait_max);
    if (!begun.ok()) {
        co_return false;
    }
    StreamWriter writer(*stream_, shape.framing, options_.limits.write_wait_max);
    // When the producer throws, the last chunk is missing: the client sees that the download is not
    // whole.
    co_await response.stream(writer);
    co_return co_await writer.finish();
}

Task<bool> Connection::send_events(const Response& response, Shape shape) {
    out_.clear();
    append_head(out_, response, shape);
    const Outcome begun = co_await stream_->write_all(out_, options_.limits.write_wait_max);
    if (!begun.ok() || draining_) {
        co_return false;
    }
    StreamWriter writer(*stream_, shape.framing, options_.limits.write_wait_max);
    EventStreamWriter events(writer);
    const Executor executor = stream_->executor();
    end_of_events_.expires_at(SteadyClock::time_point::max());
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, response.events(events), asio::deferred),
        asio::co_spawn(executor, watch_client(), asio::deferred),
        end_of_events_.async_wait(asio::deferred)
    );
    // The first to end cancels the others, and all have ended before this goes on.
    const auto [order, fault, watch_fault, stopped] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (fault && !is_cancellation(fault)) {
        std::rethrow_exception(fault);
    }
    if (order[0] == 1) {
        co_return false;
    }
    co_return co_await writer.finish();
}

// Ends when the client does. What it sends meanwhile is not answered on this connection.
Task<void> Connection::watch_client() {
    std::string ignored(512, '\0');
    while (true) {
        const auto read =
            co_await stream_->read_some(std::span(ignored.data(), ignored.size()), 1h);
        const bool silent = !read.ok() && read.error() == net::deadline_passed();
        if (!silent && (!read.ok() || *read == 0)) {
            co_return;
        }
    }
}

// Closing while the client still writes would reset the connection and take our answer with it (RFC
// 9112 §9.6).
Task<void> Connection::linger() {
    const Outcome finished = co_await stream_->finish_writing(linger_wait_max);
    if (!finished.ok()) {
        co_return;
    }
    const auto end = SteadyClock::now() + linger_wait_max;
    std::string ignored(16 * 1024, '\0');
    std::size_t bytes = 0;
    while (bytes < linger_bytes_max && SteadyClock::now() < end) {
        const auto left = std::chrono::ceil<net::Duration>(end - SteadyClock::now());
        const auto read =
            co_await stream_->read_some(std::span(ignored.data(), ignored.size()), left);
        if (!read.ok() || *read == 0) {
            co_return;
        }
        bytes += *read;
    }
}

}
