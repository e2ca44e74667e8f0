#pragma once
// The staff's pages over a world of its own, without a network: requests go through the router to
// the handlers.
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/staff_web.hpp"
#include "tests/stages/world.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace cohort::stages {

using Fields = std::initializer_list<std::pair<std::string, std::string>>;

class Site {
public:
    explicit Site(Engine engine = Engine::sqlite);

    void sign_in();
    // From now on somebody of another practice asks.
    void sign_in_elsewhere();

    http::Response get(std::string target);
    // With the session's token.
    http::Response post(std::string target, Fields fields = {});
    http::Response ask(http::Method method, std::string target, http::Form form = {});
    // A file by a form, with the session's token unless the fields bring one.
    http::Response
    upload(std::string target, Fields fields, std::string_view file_name, std::string_view csv);
    // The whole of a download.
    std::string read(const http::Response& download);

    // What is shown where a request was refused by this error.
    http::Response error_page(Error error);

    // The address of an empty draft for a list.
    std::string draft_for(ListId list);
    // A list that nobody has confirmed yet.
    ListId uploaded(std::string_view csv);
    lists::Summary summary(ListId list);

    // Every page behind a session, with numbers where ids belong.
    template <class Check>
    void each_page(Check check) {
        for (const staff_web::StaffRoute& route : staff_web::staff_routes()) {
            std::string path(route.pattern);
            for (auto open = path.find('{'); open != path.npos; open = path.find('{')) {
                path.replace(open, path.find('}', open) - open + 1, "1");
            }
            CAPTURE(path);
            check(route, path);
        }
    }

    server::Flows& flows() { return world.flows(); }

    World world;

private:
    http::Request request_for(http::Method method, std::string target) const;
    http::Response answer(http::Request& request);
    void open_session(PracticeId practice, std::string_view email);

    staff_web::StaffWeb web_;
    http::Router router_;
    std::string cookie_;
    std::string token_;
    int uploads_ = 0;
};

std::string location(const http::Response& response);
std::string code_of(const http::Response& response);
bool says(const http::Response& response, std::string_view words);
// The value of the form's hidden field, or "".
std::string field(const http::Response& page, std::string_view name);

}
