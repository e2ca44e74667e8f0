#include "platform/http/response_writer.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <iterator>

namespace cohort::http {

namespace {

using namespace std::chrono_literals;
constexpr auto heartbeat = 15s; // proxies let go of connections that are silent for a minute

// RFC 9110 §6.6.1; made once a second.
std::string_view date_now() {
    thread_local std::time_t made_at = 0;
    thread_local std::array<char, 32> text{};
    thread_local std::size_t size = 0;
    const std::time_t now = std::time(nullptr);
    if (now != made_at) {
        std::tm utc{};
        static_cast<void>(gmtime_r(&now, &utc)); // no year of ours is out of its range
        size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
        made_at = now;
    }
    return {text.data(), size};
}

void append_number(std::string& out, std::size_t number) {
    const fmt::format_int digits(number);
    out.append(digits.data(), digits.size());
}

void append_framing(std::string& out, const Shape& shape) {
    switch (shape.framing) {
    case Framing::counted:
        out += "Content-Length: ";
        append_number(out, shape.body_bytes);
        out += "\r\n";
        break;
    case Framing::chunked:
        out += "Transfer-Encoding: chunked\r\n";
        break;
    case Framing::until_end:
    case Framing::none:
        break;
    }
}

// A line of an event: browsers end lines at CR, LF and CRLF alike, so the pieces are split at all
// three.
void append_lines(std::string& out, std::string_view field, std::string_view text) {
    while (true) {
        const auto end = text.find_first_of("\r\n");
        out += field;
        out += text.substr(0, end);
        out += '\n';
        if (end == std::string_view::npos) {
            return;
        }
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
}

}

void append_head(std::string& out, const Response& response, const Shape& shape) {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(response.status));
    out += ' ';
    out += reason_of(response.status);
    out += "\r\nDate: ";
    out += date_now();
    out += "\r\n";
    for (std::size_t i = 0; i < response.headers.size(); ++i) {
        const auto field = response.headers.at(i);
        out += field.name;
        out += ": ";
        out += field.value;
        out += "\r\n";
    }
    append_framing(out, shape);
    if (!shape.keep_alive) {
        out += "Connection: close\r\n";
    } else if (!shape.http_1_1) {
        out += "Connection: keep-alive\r\n";
    }
    out += "\r\n";
}

Task<bool> StreamWriter::write(std::string_view bytes) {
    if (gone_ || bytes.empty()) {
        co_return !gone_; // an empty chunk would be the last
    }
    out_.clear();
    if (framing_ == Framing::chunked) {
        fmt::format_to(std::back_inserter(out_), "{:x}\r\n", bytes.size());
        out_ += bytes;
        out_ += "\r\n";
        bytes = out_;
    }
    const Outcome sent = co_await stream_.write_all(bytes, write_wait_max_);
    gone_ = !sent.ok();
    co_return !gone_;
}

Task<bool> StreamWriter::finish() {
    if (gone_ || framing_ != Framing::chunked) {
        co_return !gone_;
    }
    const Outcome sent = co_await stream_.write_all("0\r\n\r\n", write_wait_max_);
    gone_ = !sent.ok();
    co_return !gone_;
}

Task<bool> EventStreamWriter::send(std::string event, std::string data, std::string id) {
    COHORT_ENSURE(
        event.find_first_of("\r\n") == std::string::npos
            && id.find_first_of("\r\n") == std::string::npos,
        "an event's name and id are one line"
    );
    std::string out;
    if (!id.empty()) {
        append_lines(out, "id: ", id);
    }
    if (!event.empty()) {
        append_lines(out, "event: ", event);
    }
    append_lines(out, "data: ", data);
    out += '\n';
    written_at_ = std::chrono::steady_clock::now();
    co_return co_await body_.write(out);
}

Task<bool> EventStreamWriter::wait(net::Duration time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (true) {
        const auto now = std::chrono::steady_clock::now();
        if (body_.gone() || now >= end) {
            co_return !body_.gone();
        }
        if (now >= written_at_ + heartbeat) {
            written_at_ = now;
            co_await body_.write(":\n\n");
            continue;
        }
        const auto next =
            std::min<std::chrono::steady_clock::time_point>(end, written_at_ + heartbeat);
        if (!co_await net::sleep_for(std::chrono::ceil<net::Duration>(next - now))) {
            co_return false;
        }
    }
}

}
