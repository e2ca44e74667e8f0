#pragma once
// For the API's tests: its routes called as the server calls them, over a whole Cohort on SQLite,
// without a network.
#include "edge/api/api.hpp"
#include "tests/stages/world.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <utility>
#include <vector>

namespace cohort::api {

struct Answered {
    int status;
    http::Headers headers;
    boost::json::value body; // null: there was none
    std::string pattern;     // of the route

    std::string header(std::string_view name) const {
        return std::string(headers.get(name).value_or(""));
    }

    std::string code() const { return text("code"); }

    std::string text(std::string_view member) const {
        return std::string(body.at(member).as_string());
    }

    std::int64_t number(std::string_view member) const { return body.at(member).as_int64(); }
};

void check_problem(const Answered& answered, int status, const std::string& code);

inline const std::string lists_path = "/api/v1/lists";
inline const std::string bulk_messages = "/api/v1/bulk-messages";

using Fields = std::vector<std::pair<std::string, std::string>>;

class ApiWorld {
public:
    ApiWorld();

    stages::World& world() { return world_; }

    // With this practice's key.
    Answered get(std::string target);
    Answered post(std::string target, std::string body = {}, Fields headers = {});
    Answered remove(std::string target);
    // With these headers alone.
    Answered ask(http::Method method, std::string target, std::string body, Fields headers);

    // What follows "Bearer " for a key of this practice, and of another one whose feature is on.
    const std::string& key() const { return key_; }

    const std::string& other_key() const { return other_key_; }

    std::string make_key(PracticeId practice);
    void switch_feature(practice::Switch to);

    // What every page from `target` on has under `name`, by following next.
    boost::json::array follow(std::string target, std::string_view name);

    // Through the API: a confirmed list and a bulk message to it; their ids.
    std::string make_list(std::size_t patients);
    std::string make_bulk_message(const std::string& list, const std::string& key);
    // A carrier delivers, or refuses, everything that is due.
    void serve(std::size_t messages, send::AttemptOutcome outcome);

private:
    stages::World world_;
    Api api_;
    http::Router router_;
    std::string key_;
    std::string other_key_;
    int requests_ = 0;
};

// The Idempotency-Key header.
Fields key(const std::string& text);

std::string message_to(const std::string& list, const std::string& more = {});

}
