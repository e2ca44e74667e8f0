#include "platform/http/test_client.hpp"

#include "platform/http/form.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace cohort::http {

struct TestClient::Inside {
    std::uint16_t port;
    std::chrono::milliseconds limit;
    int socket = -1;
    std::string held; // read but not used

    ~Inside() { disconnect(); }

    void disconnect() {
        if (socket >= 0) {
            ::close(socket);
        }
        socket = -1;
        held.clear();
    }

    void connect() {
        disconnect();
        socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        timeval wait{};
        wait.tv_sec = limit.count() / 1000;
        wait.tv_usec = (limit.count() % 1000) * 1000;
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
            throw std::runtime_error("test client: the server cannot be reached");
        }
    }

    // False when the server has closed: it may answer all the same (413).
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // False at the end.
    bool more() {
        char piece[16 * 1024];
        const auto size = ::recv(socket, piece, sizeof piece, 0);
        if (size < 0) {
            throw std::runtime_error("test client: no answer in time, or the connection broke");
        }
        held.append(piece, static_cast<std::size_t>(size));
        return size > 0;
    }

    std::string take(std::size_t size) {
        while (held.size() < size) {
            if (!more()) {
                throw std::runtime_error("test client: the answer ends early");
            }
        }
        std::string taken = held.substr(0, size);
        held.erase(0, size);
        return taken;
    }

    std::string take_line() {
        while (held.find("\r\n") == std::string::npos) {
            if (!more()) {
                throw std::runtime_error("test client: the answer ends early");
            }
        }
        std::string line = take(held.find("\r\n"));
        take(2);
        return line;
    }

    std::string take_chunks() {
        std::string body;
        while (true) {
            const auto size = std::stoul(take_line(), nullptr, 16);
            body += take(size);
            take_line();
            if (size == 0) {
                return body;
            }
        }
    }

    Answer take_answer(bool has_body) {
        Answer answer;
        answer.status = std::stoi(take_line().substr(9, 3));
        for (std::string line = take_line(); !line.empty(); line = take_line()) {
            const auto colon = line.find(": ");
            answer.headers.add_parsed(
                std::string_view(line).substr(0, colon), std::string_view(line).substr(colon + 2)
            );
        }
        if (answer.status == 100) {
            return take_answer(has_body);
        }
        if (!has_body || answer.status == 204 || answer.status == 304) {
            return answer;
        }
        if (answer.header("Transfer-Encoding") == "chunked") {
            answer.body = take_chunks();
        } else if (answer.headers.has("Content-Length")) {
            answer.body = take(std::stoul(answer.header("Content-Length")));
        } else {
            while (more()) {
            }
            answer.body = std::exchange(held, {});
        }
        return answer;
    }
};

namespace {

void keep_cookies(const Headers& headers, std::map<std::string, std::string>& jar) {
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const auto field = headers.at(i);
        if (!same_name(field.name, "Set-Cookie")) {
            continue;
        }
        const auto pair = field.value.substr(0, field.value.find(';'));
        const auto equals = std::min(pair.find('='), pair.size());
        const std::string name(pair.substr(0, equals));
        jar[name] = pair.substr(std::min(pair.size(), equals + 1));
        if (field.value.find("Max-Age=0") != std::string_view::npos) {
            jar.erase(name);
        }
    }
}

}

TestClient::TestClient(std::uint16_t port, std::chrono::milliseconds limit)
    : inside_(std::make_unique<Inside>()) {
    inside_->port = port;
    inside_->limit = limit;
}

TestClient::~TestClient() = default;
TestClient::TestClient(TestClient&&) noexcept = default;
TestClient& TestClient::operator=(TestClient&&) noexcept = default;

TestClient::Answer TestClient::request(
    std::string_view method, std::string_view target, const Fields& headers, std::string_view body
) {
    std::string head = std::string(method) + " " + std::string(target)
                       + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(inside_->port) + "\r\n";
    Fields all = default_headers_;
    all.insert(all.end(), headers.begin(), headers.end());
    for (const auto& [name, value] : all) {
        head += name + ": " + value + "\r\n";
    }
    std::string cookies;
    for (const auto& [name, value] : cookies_) {
        cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    }
    if (!cookies.empty()) {
        head += "Cookie: " + cookies + "\r\n";
    }
    if (!body.empty() || method == "POST" || method == "PUT") {
        head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    head += "\r\n";

    // A kept connection may have been closed by the server meanwhile: seen before anything is sent.
    char peek = 0;
    const bool fresh =
        inside_->socket < 0 || ::recv(inside_->socket, &peek, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    if (fresh) {
        inside_->connect();
    }
    if (inside_->send(head)) {
        inside_->send(body);
    }
    Answer answer = inside_->take_answer(method != "HEAD");
    if (answer.header("Connection") == "close") {
        inside_->disconnect();
    }
    keep_cookies(answer.headers, cookies_);
    return answer;
}

TestClient::Answer TestClient::get(std::string_view target) {
    return request("GET", target);
}

TestClient::Answer TestClient::get_following(std::string_view target) {
    Answer answer = get(target);
    for (int turn = 0; turn < 10 && answer.status >= 301 && answer.status <= 303; ++turn) {
        answer = get(answer.header("Location"));
    }
    return answer;
}

TestClient::Answer TestClient::post_form(std::string_view target, const Fields& fields) {
    Form form;
    for (const auto& [name, value] : fields) {
        form.add(name, value);
    }
    return request(
        "POST", target, {{"Content-Type", "application/x-www-form-urlencoded"}}, form.encoded()
    );
}

TestClient::Answer TestClient::post_multipart(
    std::string_view target, const Fields& fields, const std::vector<File>& files
) {
    const std::string boundary = "----cohort-test-7d9f1c";
    std::string body;
    for (const auto& [name, value] : fields) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"\r\n\r\n" + value + "\r\n";
    }
    for (const File& file : files) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + file.field
                + "\"; filename=\"" + file.file_name + "\"\r\nContent-Type: " + file.content_type
                + "\r\n\r\n" + file.bytes + "\r\n";
    }
    body += "--" + boundary + "--\r\n";
    return request(
        "POST", target, {{"Content-Type", "multipart/form-data; boundary=" + boundary}}, body
    );
}

}
