#include "tests/stages/site.hpp"

#include <algorithm>

namespace cohort::stages {

using http::Method;

namespace {

// A body that has come already.
class WholeBody final : public http::BodyReader {
public:
    explicit WholeBody(std::string bytes) : bytes_(std::move(bytes)) {}

    Task<Result<std::size_t>> read_some(std::span<char> into) override {
        const std::size_t count = std::min(into.size(), bytes_.size() - read_);
        std::ranges::copy_n(
            bytes_.begin() + static_cast<std::ptrdiff_t>(read_),
            static_cast<std::ptrdiff_t>(count),
            into.begin()
        );
        read_ += count;
        co_return count;
    }

private:
    std::string bytes_;
    std::size_t read_ = 0;
};

class Written final : public http::BodyWriter {
public:
    Task<bool> write(std::string_view bytes) override {
        text += bytes;
        co_return true;
    }

    std::string text;
};

constexpr std::string_view boundary = "----cohort";

void add_part(std::string& body, std::string_view head, std::string_view content) {
    body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; ");
    body.append(head).append("\r\n\r\n").append(content).append("\r\n");
}

Task<std::string> write_out(const http::Response* download) {
    Written written;
    co_await download->stream(written);
    co_return written.text;
}

}

Site::Site(Engine engine)
    : world(engine), web_(
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
    open_session(world.practice(), "ruth@example.org");
}

void Site::sign_in_elsewhere() {
    const auto add = [this](db::Transaction& tx) -> Result<PracticeId> {
        COHORT_TRY(
            id, flows().practices.add(tx, {.ods_code = "B82002", .name = "Hillside Surgery"})
        );
        COHORT_CHECK(flows().practices.set_feature(
            tx, id, practice::Feature::bulk_messages, practice::Switch::on
        ));
        return id;
    };
    open_session(world.database().write_now(add).value(), "otto@example.org");
}

void Site::open_session(PracticeId practice, std::string_view email) {
    const auto open = [&](db::Transaction& tx) -> Result<std::pair<std::string, std::string>> {
        const practice::NewUser user{
            std::string(email), "Ruth Receptionist", practice::Role::sender, "no hash"
        };
        COHORT_CHECK(flows().people.add(tx, practice, user));
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

http::Response Site::answer(http::Request& request) {
    auto match = router_.find(request.method, request.path).value();
    REQUIRE(match.route != nullptr);
    request.pattern = match.route->pattern;
    request.params = std::move(match.params);
    return world.await(match.route->handler(request));
}

http::Response Site::ask(Method method, std::string target, http::Form form) {
    http::Request request = request_for(method, std::move(target));
    request.form = std::move(form);
    return answer(request);
}

http::Response
Site::upload(std::string target, Fields fields, std::string_view file_name, std::string_view csv) {
    std::string body;
    add_part(body, "name=\"token\"", token_);
    for (const auto& [name, value] : fields) {
        if (name == "token") {
            body.clear();
        }
        add_part(body, "name=\"" + name + "\"", value);
    }
    add_part(body, "name=\"file\"; filename=\"" + std::string(file_name) + "\"", csv);
    body.append("--").append(boundary).append("--\r\n");
    WholeBody whole(std::move(body));
    http::Request request = request_for(Method::post, std::move(target));
    request.headers.add("Content-Type", "multipart/form-data; boundary=" + std::string(boundary));
    request.body_stream = &whole;
    return answer(request);
}

std::string Site::read(const http::Response& download) {
    REQUIRE(download.stream);
    return world.await(write_out(&download));
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

ListId Site::uploaded(std::string_view csv) {
    const auto load = [this](db::Snapshot& at) {
        return flows().practices.load(at, world.practice());
    };
    const auto practice = world.database().read_now(load).value();
    const auto upload = world.await(flows().uploads.begin(practice, csv.size())).value();
    REQUIRE(world.await(upload->feed(std::string(csv))).ok());
    const auto uploaded = world
                              .await(upload->finish(
                                  world.actor(),
                                  {.list_name = "Recall",
                                   .name = "list.csv",
                                   .upload_key = "draft-" + std::to_string(++uploads_)}
                              ))
                              .value();
    REQUIRE(uploaded.list.has_value());
    return *uploaded.list;
}

lists::Summary Site::summary(ListId list) {
    const auto load = [&](db::Snapshot& at) {
        return flows().lists.summary(at, world.practice(), list);
    };
    return world.database().read_now(load).value();
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
