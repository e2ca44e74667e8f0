#include "platform/http/request_parser.hpp"

#include "platform/http/url.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace cohort::http {

namespace beast = boost::beast;
using Code = boost::system::error_code;

namespace {

constexpr std::size_t chunk_head_bytes_max = 4 * 1024; // size, extensions and trailers

Error broken(std::string why) {
    return invalid("http.request_broken", std::move(why));
}

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

std::optional<Method> method_of(beast::http::verb verb) {
    switch (verb) {
    case beast::http::verb::get:
        return Method::get;
    case beast::http::verb::head:
        return Method::head;
    case beast::http::verb::post:
        return Method::post;
    case beast::http::verb::put:
        return Method::put;
    case beast::http::verb::patch:
        return Method::patch;
    case beast::http::verb::delete_:
        return Method::delete_;
    case beast::http::verb::options:
        return Method::options;
    default:
        return std::nullopt;
    }
}

// Beast calls a line that ends in LF alone a bad version too.
bool is_http_1(std::string_view bytes) {
    const auto line = bytes.substr(0, bytes.find('\n'));
    return line.find(" HTTP/1.") != std::string_view::npos;
}

class Parser final : public beast::http::basic_parser<true> {
public:
    explicit Parser(Request& request) : request_(request) {}

    int version = 0; // 11 is HTTP/1.1
    bool head_done = false;
    bool method_known = true;
    std::uint64_t chunk_left = 0;
    std::span<char> into;
    std::size_t given = 0;

private:
    void
    on_request_impl(beast::http::verb verb, beast::string_view, beast::string_view target, int seen, Code&)
        override {
        version = seen;
        const auto method = method_of(verb);
        method_known = method.has_value();
        request_.method = method.value_or(Method::get);
        request_.target = view(target);
    }

    void on_response_impl(int, beast::string_view, int, Code&) override {}

    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value, Code&)
        override {
        if (!head_done) { // Trailers are read and forgotten.
            request_.headers.add_parsed(view(name), view(value));
        }
    }

    void on_header_impl(Code&) override { head_done = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}

    // Bodies with a Content-Length do not pass through here.
    std::size_t on_body_impl(beast::string_view, Code& code) override {
        code = beast::http::make_error_code(beast::http::error::unexpected_body);
        return 0;
    }

    void on_chunk_header_impl(std::uint64_t size, beast::string_view, Code&) override {
        chunk_left = size;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, Code&) override {
        const std::size_t size = std::min(body.size(), into.size() - given);
        std::copy_n(body.data(), size, into.data() + given);
        given += size;
        chunk_left -= size;
        return size;
    }

    void on_finish_impl(Code&) override {}

    Request& request_;
};

}

struct RequestParser::Inside {
    Inside(Request& made, std::size_t bytes_max)
        : request(made), parser(made), header_bytes_left(bytes_max) {
        parser.header_limit(static_cast<std::uint32_t>(bytes_max));
        parser.body_limit(boost::none); // ours counts body bytes, and differs by route
        parser.eager(false);
    }

    Outcome judge_head() {
        if (!parser.method_known) {
            return invalid("http.method_unknown");
        }
        COHORT_CHECK(judge_framing());
        if (parser.version >= 11 && request.headers.count("Host") != 1) {
            return broken("a request names its host once");
        }
        const auto expect = request.header("Expect");
        if (expect && !same_name(*expect, "100-continue")) {
            return invalid("http.expectation");
        }
        return split_target();
    }

    // Where does the body end? Anything on which two readers may differ is refused (RFC 9112 §6.3,
    // §11.2).
    Outcome judge_framing() {
        const auto lengths = request.headers.count("Content-Length");
        const auto encodings = request.headers.count("Transfer-Encoding");
        if (lengths > 1 || encodings > 1 || lengths + encodings > 1) {
            return broken("the body's length is told twice");
        }
        if (lengths == 1 && request.header("Content-Length")->find(',') != std::string_view::npos) {
            return broken("the body's length is told twice");
        }
        if (encodings == 0) {
            return done();
        }
        // Beast takes a request whose last coding is not "chunked" for one without a body.
        if (!same_name(*request.header("Transfer-Encoding"), "chunked") || !parser.chunked()) {
            return invalid("http.transfer_encoding");
        }
        if (parser.version < 11) {
            return broken("chunks came with HTTP/1.1");
        }
        return done();
    }

    Outcome split_target() {
        if (!request.target.starts_with('/')) {
            return broken("the target is a path");
        }
        const auto mark = request.target.find('?');
        request.path = request.target.substr(0, mark);
        if (mark == std::string::npos) {
            return done();
        }
        COHORT_TRY(query, Query::parse(std::string_view(request.target).substr(mark + 1)));
        request.query = std::move(query);
        return done();
    }

    Request& request;
    Parser parser;
    std::size_t header_bytes_left;
};

RequestParser::RequestParser(Request& request, std::size_t header_bytes_max)
    : inside_(std::make_unique<Inside>(request, header_bytes_max)) {}

RequestParser::~RequestParser() = default;

Result<std::size_t> RequestParser::push_head(std::string_view bytes) {
    Inside& in = *inside_;
    Code code;
    const std::size_t taken = in.parser.put(boost::asio::buffer(bytes.data(), bytes.size()), code);
    if (code == beast::http::error::header_limit) {
        return Error{ErrorKind::too_large, "http.header_too_large"};
    }
    if (code && code != beast::http::error::need_more) {
        if (code == beast::http::error::bad_version && !is_http_1(bytes)) {
            return invalid("http.version");
        }
        return broken(code.message());
    }
    // Beast's own limit is for what it holds at once; it takes field by field.
    const std::size_t held = in.parser.head_done ? 0 : bytes.size() - taken;
    if (taken + held >= in.header_bytes_left) {
        return Error{ErrorKind::too_large, "http.header_too_large"};
    }
    in.header_bytes_left -= taken;
    if (in.parser.head_done) {
        COHORT_CHECK(in.judge_head());
    }
    return taken;
}

bool RequestParser::head_complete() const {
    return inside_->parser.head_done;
}

bool RequestParser::chunked() const {
    return inside_->parser.chunked();
}

std::size_t RequestParser::content_length() const {
    const auto length = inside_->parser.content_length();
    return length ? static_cast<std::size_t>(*length) : 0;
}

bool RequestParser::expects_continue() const {
    return http_1_1() && inside_->request.headers.has("Expect");
}

bool RequestParser::keep_alive() const {
    return inside_->parser.keep_alive();
}

bool RequestParser::http_1_1() const {
    return inside_->parser.version >= 11;
}

Result<RequestParser::Step>
RequestParser::push_chunks(std::string_view bytes, std::span<char> into) {
    Parser& parser = inside_->parser;
    parser.into = into;
    parser.given = 0;
    Step step;
    while (!parser.is_done() && parser.given < into.size()) {
        const auto rest = bytes.substr(step.taken);
        // Beast asserts that five bytes of a last chunk are there when it looks again; "0\r\n\r\n"
        // is the shortest that can follow.
        if (rest.empty() || (parser.chunk_left == 0 && rest.size() < 5)) {
            break;
        }
        Code code;
        const std::size_t taken = parser.put(boost::asio::buffer(rest.data(), rest.size()), code);
        step.taken += taken;
        if (code == beast::http::error::need_more) {
            if (rest.size() - taken > chunk_head_bytes_max) {
                return broken("a chunk's head has no end");
            }
            break;
        }
        if (code) {
            return broken(code.message());
        }
    }
    step.given = parser.given;
    return step;
}

bool RequestParser::chunks_complete() const {
    return inside_->parser.is_done();
}

}
