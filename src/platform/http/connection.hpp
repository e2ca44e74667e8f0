#pragma once
// Inside http: one connection, from its first byte to its last.
#include "platform/http/body.hpp"
#include "platform/http/response_writer.hpp"
#include "platform/http/server.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>

namespace cohort::http {

// Threads: the stream's executor only.
class Connection {
public:
    // `number` is the connection's part of its requests' ids.
    Connection(
        std::unique_ptr<net::ByteStream> stream,
        const ServerOptions& options,
        const Router& router,
        std::string number
    );

    // Never throws.
    Task<void> serve();

    // Ends after the request under way; at once if there is none or it is an event stream.
    void drain();
    void abort();

    Executor executor() { return stream_->executor(); }

private:
    enum class Next { another, close, nothing };

    Task<void> serve_requests();
    Task<Result<bool>> read_head(RequestParser& parser);
    Task<Next> answer(Request& request, RequestParser& parser);
    Task<Response> respond(Request& request, Body& body);
    Task<Outcome> take_body(Request& request, const BodyPolicy& policy, Body& body);
    Task<Response> call(Request& request, const Handler& handler);
    Task<Response> completed(const Request& request, Response response);
    Task<Response> error_page(const Request& request, const Response& refused);

    Task<bool> send(const Request& request, Response& response, Shape shape);
    Task<bool> send_stream(const Response& response, Shape shape);
    Task<bool> send_events(const Response& response, Shape shape);
    Task<void> watch_client();
    Task<void> linger();
    void name_request(Request& request);

    std::unique_ptr<net::ByteStream> stream_;
    const ServerOptions& options_;
    const Router& router_;
    Input input_;
    std::string number_;
    std::size_t requests_ = 0;
    std::string out_;
    boost::asio::steady_timer end_of_events_;
    bool idle_ = true;
    bool draining_ = false;
};

}
