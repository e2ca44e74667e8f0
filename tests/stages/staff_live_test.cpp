// Pages that keep themselves up to date: what the events bring, and when.
#include "tests/stages/site.hpp"

#include <algorithm>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>

namespace cohort::stages {
namespace {

using namespace std::chrono_literals;

// A browser that listens until it has seen enough.
class Listener final : public http::EventWriter {
public:
    // Called before each wait; false ends the listening.
    std::function<bool()> between;
    std::map<std::string, std::string> parts; // as they stand now, by id
    std::vector<std::string> names;           // of all events, in order

    Task<bool> send(std::string event, std::string data, std::string) override {
        names.push_back(event);
        parts[event] = std::move(data);
        co_return true;
    }

    Task<bool> wait(net::Duration) override {
        if (!between()) {
            co_return false;
        }
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 5ms);
        co_await timer.async_wait(boost::asio::use_awaitable);
        co_return true;
    }

    bool shows(const std::string& part, std::string_view words) const {
        const auto found = parts.find(part);
        return found != parts.end() && found->second.find(words) != std::string::npos;
    }
};

Task<bool> listen_to(const http::Response& response, Listener& listener) {
    co_await response.events(listener);
    co_return true;
}

std::string events_of(const http::Response& page) {
    const std::string before = "data-events=\"";
    const auto from = page.body.find(before);
    if (from == std::string::npos) {
        return {};
    }
    std::string address = page.body.substr(
        from + before.size(), page.body.find('"', from + before.size()) - from - before.size()
    );
    for (auto at = address.find("&amp;"); at != std::string::npos; at = address.find("&amp;")) {
        address.replace(at, 5, "&");
    }
    return address;
}

send::Accepted accepted(const send::Submission& submission) {
    return {{"ref-" + std::to_string(submission.key.position.value)}};
}

}

TEST_CASE("live: 'Try sending message again' comes by itself while receipts are still awaited") {
    Site site;
    site.sign_in();
    const BulkMessageId id = site.world.send(site.world.list_of(3), "Hello");
    ScriptedGateway& gateway = site.world.carrier();
    site.world.make_messages();
    site.world.serve(gateway);
    site.world.run_until([&] { return gateway.open() == 3; });
    const std::string page = "/bulk-messages/" + id.text();
    CHECK_FALSE(says(site.get(page), "Try sending message again"));
    Listener listener;
    int waits = 0;
    listener.between = [&] {
        if (++waits == 3) {
            gateway.end(gateway.submitted[0].key, accepted(gateway.submitted[0]));
            gateway.end(
                gateway.submitted[1].key,
                send::Refused{"sms.number_unknown", "0x0B", send::Refused::For::good}
            );
        }
        return waits < 400
               && !listener.shows("live-again", "Try sending message again (1 patient)");
    };
    const http::Response events = site.get(events_of(site.get(page)));

    site.world.await(listen_to(events, listener));

    CHECK(waits < 400);
    CHECK(listener.shows("live-again", "/try-again"));
    CHECK(listener.shows("live-tabs", "Only patients with errors (1)"));
    CHECK(listener.shows("live-patients", "Failed"));
    CHECK(listener.shows("status-" + id.text(), "Failed"));
    CHECK(listener.parts.count("end") == 0);
    // What the events bring is what the page shows.
    const http::Response now = site.get(page);
    for (const char* part : {"live-tabs", "live-patients", "live-timeline", "live-facts"}) {
        CAPTURE(part);
        CHECK(says(now, listener.parts[part]));
    }
}

const db::Sql end_all_sessions{"end_all_sessions", "DELETE FROM sessions", "DELETE FROM sessions"};

TEST_CASE("live: whoever is signed out meanwhile is told nothing more") {
    Site site;
    site.sign_in();
    const BulkMessageId id = site.world.send(site.world.list_of(1), "Hello");
    ScriptedGateway& gateway = site.world.carrier();
    site.world.make_messages();
    site.world.serve(gateway);
    site.world.run_until([&] { return gateway.open() == 1; });
    Listener listener;
    int waits = 0;
    listener.between = [&] {
        if (++waits == 3) {
            const auto end = [](db::Transaction& tx) -> Outcome {
                tx.run(end_all_sessions);
                return done();
            };
            REQUIRE(site.world.database().write_now(end).ok());
            gateway.end(
                gateway.submitted[0].key,
                send::Refused{"sms.number_unknown", "0x0B", send::Refused::For::good}
            );
        }
        return waits < 50;
    };
    const http::Response events = site.get(events_of(site.get("/bulk-messages/" + id.text())));

    site.world.await(listen_to(events, listener));

    CHECK(waits == 3);
    CHECK_FALSE(listener.shows("live-patients", "Failed"));
}

TEST_CASE("live: nothing is told twice, and the end is told when nothing is awaited any more") {
    Site site;
    site.sign_in();
    const BulkMessageId id = site.world.send(site.world.list_of(1), "Hello");
    ScriptedGateway& gateway = site.world.carrier();
    site.world.make_messages();
    site.world.serve(gateway);
    site.world.run_until([&] { return gateway.open() == 1; });
    Listener listener;
    int waits = 0;
    listener.between = [&] {
        if (++waits == 20) {
            gateway.end(
                gateway.submitted[0].key,
                send::Refused{"sms.number_unknown", "0x0B", send::Refused::For::good}
            );
        }
        return waits < 400;
    };
    const std::string page = "/bulk-messages/" + id.text();
    const http::Response events = site.get(events_of(site.get(page)));

    site.world.await(listen_to(events, listener));

    CHECK(listener.names.back() == "end");
    CHECK(std::ranges::count(listener.names, "live-tabs") == 2);
    CHECK(listener.shows("live-timeline", "Everything that could be sent has been sent"));
    // A page where nothing will change listens to nothing.
    CHECK(events_of(site.get(page)).empty());
}

TEST_CASE("live: what a search found stands as it was found") {
    Site site;
    site.sign_in();
    const BulkMessageId id = site.world.send(site.world.list_of(2), "Hello");
    site.world.make_messages();
    const http::Response found =
        site.post("/bulk-messages/" + id.text() + "/search", {{"q", test::patient(0).family}});
    Listener listener;
    listener.between = [] { return false; };

    site.world.await(listen_to(site.get(events_of(found)), listener));

    CHECK(listener.parts.count("live-tabs") == 1);
    CHECK(listener.parts.count("live-patients") == 0);
    CHECK_FALSE(says(found, "id=\"live-patients\""));
}

TEST_CASE("live: a way out that fails is said on every page that waits for it, and so is its return"
) {
    Site site;
    site.sign_in();
    const BulkMessageId id = site.world.send(site.world.list_of(2), "Hello");
    ScriptedGateway& gateway = site.world.carrier();
    gateway.slots = 0;
    site.world.make_messages();
    site.world.serve(gateway);
    site.world.run_until([&] {
        return site.flows().sending.gateway_status(domain::Channel::sms).configured;
    });
    site.world.run_until([&] { return site.world.counts(id)[domain::MessageState::queued] == 2; });
    const std::string details = "/bulk-messages/" + id.text();
    const std::string draft = site.draft_for(site.world.list_of(1));
    site.post(draft, {{"channel", "sms"}, {"text", "Hello"}, {"timing", "now"}});
    constexpr std::string_view heading = "Text messages are not going out at the moment";
    CHECK_FALSE(says(site.get(details), heading));

    gateway.events().paused({"gateway.unreachable", "connect", false});

    for (const std::string& page : {std::string("/bulk-messages"), details, draft + "/check"}) {
        CAPTURE(page);
        const http::Response shown = site.get(page);
        CHECK(says(shown, heading));
        CHECK(says(shown, "What happens next: messages wait, at most until the end of the next day")
        );
    }
    CHECK(says(site.get(draft + "/check"), "Send to 1 patient")); // it is kept, and goes later
    for (const std::string& page : {std::string("/bulk-messages"), details}) {
        CAPTURE(page);
        Listener listener;
        int waits = 0;
        listener.between = [&] {
            if (++waits == 2) {
                gateway.events().resumed();
            }
            return waits < 5;
        };
        gateway.events().paused({"gateway.unreachable", "connect", false});
        site.world.await(listen_to(site.get(events_of(site.get(page))), listener));
        const std::string part = page == details ? "live-gateway" : "live-gateways";
        CHECK(std::ranges::count(listener.names, part) == 2);
        CHECK(listener.parts[part].empty());
    }
}

}
