// Goal: what a client on a real socket sees. Every test starts a server on a free port of this
// machine and talks to it in raw bytes, so that nothing is checked with the code under test.
#include "platform/http/server.hpp"

#include "platform/http/multipart.hpp"
#include "platform/http/server_fixture.hpp"
#include "platform/http/test_client.hpp"
#include "platform/log/log.hpp"

#include <doctest/doctest.h>

#include <future>

using namespace cohort;
using namespace cohort::http;
using namespace std::chrono_literals;

namespace {

Task<Response> hello(Request&) {
    co_return text("hello");
}

Task<Response> echo_body(Request& request) {
    co_return text(request.body);
}

Task<Response> echo_form(Request& request) {
    co_return text(std::string(request.form.text("name")));
}

Task<Response> echo_param(Request& request) {
    co_return text(
        std::string(request.param("id")) + "|" + std::string(request.query.text("q")) + "|"
        + std::string(request.cookie("sid").value_or("")) + "|" + std::string(request.pattern)
    );
}

Task<Response> throws(Request&) {
    throw std::runtime_error("Ada Lovelace is in this text");
    co_return text("");
}

Task<Response> splits(Request& request) {
    Response response = text("");
    response.headers.add("X-Echo", request.query.text("v"));
    co_return response;
}

Task<Response> full_disk(Request&) {
    co_return failure({ErrorKind::unavailable, "db.unavailable", "add_patient: sqlite 13"});
}

Router basic_routes() {
    Router router;
    router.get("/hello", hello);
    router.get("/items/{id}", echo_param);
    router.get("/throws", throws);
    router.get("/splits", splits);
    router.get("/full", full_disk);
    router.add(Method::post, "/echo", BodyPolicy::buffer(1'000), echo_body);
    router.add(Method::post, "/form", BodyPolicy::form(1'000), echo_form);
    return router;
}

std::string get(std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
}

}

TEST_CASE("server: a request is answered, with its length, a date and the type") {
    RunningServer server(basic_routes());

    const std::string answer = server.exchange(get("/hello"));

    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    CHECK(answer.find("\r\nContent-Type: text/plain; charset=utf-8\r\n") != std::string::npos);
    CHECK(answer.find("\r\nContent-Length: 5\r\n") != std::string::npos);
    CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\nhello"));
}

TEST_CASE("server: a handler sees parameters, query and cookie decoded, and its route's pattern") {
    RunningServer server(basic_routes());

    const std::string answer =
        server.exchange("GET /items/a%20b?q=1%2B1+x HTTP/1.1\r\nHost: x\r\nCookie: a=b; "
                        "sid=s3\r\nConnection: close\r\n\r\n");

    CHECK(answer.ends_with("\r\n\r\na b|1+1 x|s3|/items/{id}"));
}

TEST_CASE("server: pipelined requests are answered one by one and in order") {
    RunningServer server(basic_routes());
    const std::string post = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";

    const std::string answer =
        server.exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n" + post + get("/items/7"));

    const auto first = answer.find("hello");
    const auto second = answer.find("\r\n\r\nabc", first);
    const auto third = answer.find("7|||", second);
    CHECK(first != std::string::npos);
    CHECK(second != std::string::npos);
    CHECK(third != std::string::npos);
}

TEST_CASE("server: a chunked body arrives whole, in whatever pieces it is sent") {
    RunningServer server(basic_routes());
    const std::string request =
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\nX-Trailer: 1\r\n\r\n"
        + get("/hello");

    CHECK(server.exchange(request).find("\r\n\r\nabcdefgh") != std::string::npos);
    for (std::size_t split = 1; split < request.size(); ++split) {
        CAPTURE(split);
        const std::string answer = server.exchange_memory(request, split);
        CHECK(answer.find("\r\n\r\nabcdefgh") != std::string::npos);
        CHECK(answer.ends_with("hello"));
    }
}

TEST_CASE("server: an empty chunked body is an empty body") {
    RunningServer server(basic_routes());
    const std::string request =
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        + get("/hello");

    for (const std::size_t piece : {1, 2, 3, 4, 1'000}) {
        const std::string answer = server.exchange_memory(request, piece);
        CHECK(answer.find("Content-Length: 0\r\n") != std::string::npos);
        CHECK(answer.ends_with("hello"));
    }
}

TEST_CASE("server: HEAD gives what GET would, without the body") {
    RunningServer server(basic_routes());

    const std::string answer =
        server.exchange("HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(answer.find("\r\nContent-Length: 5\r\n") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("server: an unknown path is 404, a known one by another method 405 with Allow") {
    RunningServer server(basic_routes());

    CHECK(server.exchange(get("/nowhere")).starts_with("HTTP/1.1 404 Not Found\r\n"));
    const std::string refused =
        server.exchange("DELETE /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(refused.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"));
    CHECK(refused.find("\r\nAllow: GET, HEAD\r\n") != std::string::npos);
}

TEST_CASE("server: a form is parsed, and only a form is taken for one") {
    RunningServer server(basic_routes());
    TestClient client(server.port());

    CHECK(client.post_form("/form", {{"name", "a&b=c é"}}).body == "a&b=c é");
    CHECK(
        client.request("POST", "/form", {{"Content-Type", "text/plain"}}, "name=x").status == 415
    );
    CHECK(
        client
            .request(
                "POST", "/form", {{"Content-Type", "application/x-www-form-urlencoded"}}, "name=%zz"
            )
            .status
        == 400
    );
}

TEST_CASE("server: an exception becomes a plain 500, logged with the request's id and not its words"
) {
    std::vector<std::string> lines;
    const log::Capture capture([&](std::string_view line) { lines.emplace_back(line); });
    std::string id;
    ServerOptions options;
    // A lambda that captures is no coroutine; what it returns is one.
    const auto answer_later = [](std::string words) -> Task<Response> { co_return text(words); };
    options.error_page = [&](const Request& request, int status, Error error) {
        id = request.request_id;
        return answer_later(std::to_string(status) + " " + std::string(error.code.text()));
    };
    RunningServer server(basic_routes(), std::move(options));

    const std::string answer = server.exchange(get("/throws"));

    CHECK(answer.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
    CHECK(answer.ends_with("500 http.unexpected_fault"));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("\"event\":\"http_request_failed\"") != std::string::npos);
    CHECK(lines[0].find(id) != std::string::npos);
    CHECK(lines[0].find("Ada") == std::string::npos);
}

TEST_CASE("server: a refusal that is no fault of who asked is logged with the request's id") {
    std::vector<std::string> lines;
    const log::Capture capture([&](std::string_view line) { lines.emplace_back(line); });
    RunningServer server(basic_routes());

    CHECK(server.exchange(get("/nowhere")).starts_with("HTTP/1.1 404"));
    CHECK(lines.empty());
    CHECK(server.exchange(get("/full")).starts_with("HTTP/1.1 503"));
    REQUIRE(lines.size() == 1);
    for (const char* words :
         {"\"event\":\"http_request_failed\"",
          "\"request_id\":\"",
          "\"route\":\"/full\"",
          "\"code\":\"db.unavailable\"",
          "sqlite 13"}) {
        CAPTURE(words);
        CHECK(lines[0].find(words) != std::string::npos);
    }
}

TEST_CASE("server: a line break in a header value is a fault of ours, never a second header") {
    RunningServer server(basic_routes());

    const std::string answer = server.exchange(get("/splits?v=a%0d%0aSet-Cookie:%20x=y"));

    CHECK(answer.starts_with("HTTP/1.1 500 "));
    CHECK(answer.find("Set-Cookie") == std::string::npos);
}

TEST_CASE("server: the hook after a handler sees refusals of the server too") {
    ServerOptions options;
    options.after = [](const Request&, Response& response) {
        response.header("X-Frame-Options", "DENY");
    };
    RunningServer server(basic_routes(), std::move(options));

    CHECK(
        server.exchange(get("/hello")).find("\r\nX-Frame-Options: DENY\r\n") != std::string::npos
    );
    CHECK(server.exchange(get("/none")).find("\r\nX-Frame-Options: DENY\r\n") != std::string::npos);
    CHECK(
        server.exchange("nonsense\r\n\r\n").find("\r\nX-Frame-Options: DENY\r\n")
        != std::string::npos
    );
}

TEST_CASE("server: Expect: 100-continue is answered before the body, and not for one refused") {
    RunningServer server(basic_routes());
    RawSocket socket(server.port());

    socket.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    );
    CHECK(socket.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    socket.send("ab");
    CHECK(socket.read_until("\r\n\r\nab").starts_with("HTTP/1.1 200 OK\r\n"));

    socket.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n"
    );
    CHECK(socket.read_to_end().starts_with("HTTP/1.1 413 "));
}

TEST_CASE("server: HTTP/1.0 closes after the answer unless asked to keep the connection") {
    RunningServer server(basic_routes());

    CHECK(
        server.exchange("GET /hello HTTP/1.0\r\n\r\n").find("\r\nConnection: close\r\n")
        != std::string::npos
    );
    const std::string kept = server.exchange(
        "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /hello HTTP/1.0\r\n\r\n"
    );
    CHECK(kept.find("\r\nConnection: keep-alive\r\n") != std::string::npos);
    CHECK(kept.find("HTTP/1.1 200 OK", 20) != std::string::npos);
}

TEST_CASE("server: the test client keeps cookies and follows redirections") {
    Router router;
    router.add(Method::post, "/sign-in", BodyPolicy::none(), [](Request&) -> Task<Response> {
        Response response = see_other("/me");
        response.cookie({.name = "sid", .value = "abc"});
        co_return response;
    });
    router.get("/me", [](Request& request) -> Task<Response> {
        co_return text(std::string(request.cookie("sid").value_or("nobody")));
    });
    RunningServer server(std::move(router));
    TestClient client(server.port());

    CHECK(client.get("/me").body == "nobody");
    CHECK(client.request("POST", "/sign-in").status == 303);
    CHECK(client.get_following("/me").body == "abc");
}

namespace {

struct Uploaded {
    std::size_t bytes = 0;
    std::size_t piece_bytes_max = 0;
    std::string file_name;
};

Task<Response> upload(Request& request) {
    Uploaded seen;
    MultipartCalls calls;
    calls.begin = [&](const PartHead& head) {
        seen.file_name = head.file_name.value_or("");
        return done();
    };
    calls.data = [&](std::string_view bytes) {
        seen.bytes += bytes.size();
        seen.piece_bytes_max = std::max(seen.piece_bytes_max, bytes.size());
        return done();
    };
    calls.end = [] { return done(); };
    const Outcome read = co_await read_multipart(request, std::move(calls));
    if (!read.ok()) {
        co_return failure(read.error());
    }
    co_return text(
        seen.file_name + " " + std::to_string(seen.bytes)
        + (seen.piece_bytes_max <= 64 * 1024 ? " in pieces" : " at once")
    );
}

}

TEST_CASE("server: an upload streams through in pieces, and a larger one than allowed is 413") {
    Router router;
    router.add(Method::post, "/lists", BodyPolicy::stream(3'000'000), upload);
    RunningServer server(std::move(router));
    TestClient client(server.port());

    const auto fits = client.post_multipart(
        "/lists", {}, {{"file", "C:\\list.csv", "text/csv", std::string(2'500'000, 'x')}}
    );
    CHECK(fits.body == "list.csv 2500000 in pieces");
    const auto large = client.post_multipart(
        "/lists", {}, {{"file", "list.csv", "text/csv", std::string(3'500'000, 'x')}}
    );
    CHECK(large.status == 413);
}

TEST_CASE("server: a slow handler slows the upload down instead of filling memory") {
    // Goal: with a handler that reads nothing, the client can push no more than the wire holds.
    Router router;
    boost::asio::io_context io;
    std::size_t taken = 0;
    router.add(Method::post, "/slow", BodyPolicy::stream(100'000'000), [&](Request& request) {
        return read_once(&request, &taken);
    });
    auto server = Server::open(io.get_executor(), {}, std::move(router));
    REQUIRE(server.ok());
    auto wire = net::MemoryStream::make_pair(io.get_executor());
    boost::asio::co_spawn(io, (*server)->serve(std::move(wire.second)), boost::asio::detached);
    Outcome pushed = done();
    boost::asio::co_spawn(io, push_body(wire.first.get(), &pushed), boost::asio::detached);

    io.run_for(2s);

    CHECK(pushed.error() == net::deadline_passed());
    CHECK(taken == 10);
    CHECK(wire.first->written().size() < 200'000);
}

namespace {

struct Events {
    std::promise<bool> ended;
};

Task<void> tick(EventWriter* events, Events* seen) {
    bool cancelled = false;
    try {
        co_await events->send("status", "line one\nline two", "7");
        while (co_await events->wait(20s)) {
        }
    } catch (const boost::system::system_error&) {
        cancelled = true;
    }
    seen->ended.set_value(cancelled);
}

Task<Response> events_response(Events* seen) {
    co_return event_stream([seen](EventWriter& events) { return tick(&events, seen); });
}

Router event_routes(Events& seen) {
    Router router;
    router.get("/events", [&seen](Request&) { return events_response(&seen); });
    return router;
}

}

TEST_CASE("server: an event stream sends at once and ends when its client goes away") {
    Events seen;
    RunningServer server(event_routes(seen));
    auto ended = seen.ended.get_future();
    {
        RawSocket socket(server.port());
        socket.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
        const std::string head = socket.read_until("data: line two\n\n");
        CHECK(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
        CHECK(head.find("id: 7\nevent: status\ndata: line one\n") != std::string::npos);
        CHECK(ended.wait_for(0s) == std::future_status::timeout);
    }

    CHECK(ended.wait_for(5s) == std::future_status::ready);
}

TEST_CASE("server: stop ends event streams and idle connections, and lets a request finish") {
    Events seen;
    std::promise<void> begun;
    std::promise<void> go_on;
    auto may_go_on = go_on.get_future();
    net::Pool pool({.threads = 1});
    Router router = event_routes(seen);
    router.get("/hello", hello);
    router.get("/slow", [&](Request&) { return finish_later(&pool, &begun, &may_go_on); });
    RunningServer server(std::move(router));
    RawSocket idle(server.port());
    RawSocket events(server.port());
    RawSocket slow(server.port());
    idle.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    idle.read_until("hello");
    events.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    events.read_until("data: line two\n\n");
    slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    begun.get_future().wait();

    auto stopped = server.stop(10s);

    CHECK(events.read_to_end().ends_with("\r\n0\r\n\r\n"));
    CHECK(idle.read_to_end().empty());
    CHECK(stopped.wait_for(0s) == std::future_status::timeout);
    go_on.set_value();
    CHECK(slow.read_to_end().ends_with("finished"));
    CHECK(stopped.wait_for(10s) == std::future_status::ready);
}

TEST_CASE("server: a producer's download arrives whole, and a broken one is seen to be broken") {
    Router router;
    router.get("/file", [](Request&) -> Task<Response> {
        co_return download("Liste é.csv", "text/csv", [](BodyWriter& out) {
            return write_three(&out);
        });
    });
    router.get("/broken", [](Request&) -> Task<Response> {
        co_return download("a.csv", "text/csv", [](BodyWriter& out) {
            return write_and_throw(&out);
        });
    });
    std::vector<std::string> lines;
    const log::Capture capture([&](std::string_view line) { lines.emplace_back(line); });
    RunningServer server(std::move(router));
    TestClient client(server.port());

    const auto whole = client.get("/file");
    CHECK(whole.body == "one,two,three");
    CHECK(whole.header("Content-Disposition") == "attachment; filename*=UTF-8''Liste%20%C3%A9.csv");
    CHECK_THROWS(client.get("/broken"));
}
