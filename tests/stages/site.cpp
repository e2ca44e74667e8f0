#include "tests/stages/site.hpp"

#include <algorithm>

namespace cohort::stages {

using http::Method;

namespace {

class WholeBody final : public http::BodyReader {
public:
    explicit WholeBody(std::string bytes) : bytes_(std::move(bytes)) {}

    Task<Result<std::size_t>> read_some(std::span<char> into) override {
        const std::size_t count = std::min(into.size(), bytes_.size() - at_);
        std::copy_n(bytes_.data() + at_, count, into.data());
        at_ += count;
        co_return count;
    }

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

}

Site::Site()
    : web_(
          {world.database(),
           flows().pool,
           flows().practices,
           flows().people,
           flows().lists,
           flows().receiving,
           flows().reviewing,
           flows().uploads,
           flows().composing,
           flows().sending,
           flows().clock,
           flows().random}
      ) {
    web_.add_routes(router_);
}

void Site::sign_in() {
    const auto open = [this](db::Transaction& tx) -> Result<std::pair<std::string, std::string>> {
        const practice::NewUser user{
            "ruth@example.org", "Ruth Receptionist", practice::Role::sender, "no hash"
        };
        COHORT_CHECK(flows().people.add(tx, world.practice(), user));
        const Token cookie = flows().people.open_session(tx, *flows().people.find(tx, user.email));
        COHORT_TRY(session, flows().people.session(tx, cookie));
        return std::pair{cookie.reveal(), session.csrf_token};
    };
    std::tie(cookie_, token_) = world.database().write_now(open).value();
}

http::Request Site::request_for(Method method, std::string target) const {
    http::Request request;
    request.method = method;
    const auto question = std::min(target.find('?'), target.size());
    request.path = target.substr(0, question);
    if (question < target.size()) {
        request.query = http::Query::parse(target.substr(question + 1)).value();
    }
    request.target = std::move(target);
    request.remote_address = "127.0.0.1";
    if (!cookie_.empty()) {
        request.headers.add("Cookie", "cohort=" + cookie_);
    }
    return request;
}

http::Response Site::ask(Method method, std::string target, http::Form form) {
    http::Request request = request_for(method, std::move(target));
    request.form = std::move(form);
    return answer(std::move(request));
}

http::Response Site::answer(http::Request request) {
    auto match = router_.find(request.method, request.path).value();
    REQUIRE(match.route != nullptr);
    request.pattern = match.route->pattern;
    request.params = std::move(match.params);
    return world.await(match.route->handler(request));
}

http::Response Site::get(std::string target) {
    return ask(Method::get, std::move(target));
}

http::Response Site::post(std::string target, Fields fields) {
    http::Form form;
    form.add("token", token_);
    for (const auto& [name, value] : fields) {
        form.add(name, value);
    }
    return ask(Method::post, std::move(target), std::move(form));
}

http::Response
Site::upload(std::string_view name, const std::string& file_name, std::string_view csv) {
    std::string form;
    const auto add_part = [&form](std::string_view disposition, std::string_view content) {
        form += "--edge\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n\r\n"
                + std::string(content) + "\r\n";
    };
    add_part("name=\"token\"", token_);
    add_part("name=\"name\"", name);
    add_part("name=\"file\"; filename=\"" + file_name + "\"", csv);
    form += "--edge--\r\n";
    http::Request request = request_for(Method::post, "/bulk-messages/new");
    request.headers.add("Content-Type", "multipart/form-data; boundary=edge");
    request.headers.add("Content-Length", std::to_string(form.size()));
    WholeBody body(std::move(form));
    request.body_stream = &body;
    return answer(std::move(request));
}

http::Response Site::error_page(Error error) {
    http::Request request = request_for(Method::get, "/nowhere");
    request.request_id = "7.1";
    const int status = http::status_of(error);
    return world.await(web_.error_page(request, status, std::move(error)));
}

std::string Site::draft_for(ListId list) {
    const auto start = [&](db::Transaction& tx) {
        return flows().composing.start(tx, world.actor(), list);
    };
    return "/drafts/" + world.database().write_now(start).value().text();
}

std::string location(const http::Response& response) {
    return std::string(response.headers.get("Location").value_or(""));
}

std::string code_of(const http::Response& response) {
    return response.error ? std::string(response.error->code.text()) : std::string();
}

bool says(const http::Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
}

std::string field(const http::Response& page, std::string_view name) {
    const std::string before = "name=\"" + std::string(name) + "\" value=\"";
    const auto at = page.body.find(before);
    if (at == std::string::npos) {
        return {};
    }
    const auto from = at + before.size();
    return page.body.substr(from, page.body.find('"', from) - from);
}

}
