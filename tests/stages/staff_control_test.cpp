// The pages on which people decide when messages leave: what they offer, what they say will happen,
// and what whoever comes second is told (G40).
#include "domain/london_time.hpp"
#include "tests/stages/site.hpp"

namespace cohort::stages {
namespace {

using namespace std::chrono_literals;
using enum domain::MessageState;

std::string page_of(BulkMessageId id) {
    return "/bulk-messages/" + id.text();
}

void set_hours(Site& site, std::string_view window) {
    const auto set = [&](db::Transaction& tx) {
        return site.flows().practices.set_send_window(
            tx, site.world.practice(), domain::SendWindow::parse(window).value()
        );
    };
    REQUIRE(site.world.database().write_now(set).ok());
}

// Somebody else of the practice does it.
void robin_pauses(Site& site, BulkMessageId id) {
    const practice::Actor robin{site.world.practice(), "Robin Manager"};
    const auto pause = [&](db::Transaction& tx) {
        return site.flows().sending.pause_bulk_message(tx, robin, id);
    };
    REQUIRE(site.world.database().write_now(pause)->did_something);
}

// Of three: one in doubt, two accepted; after three days without a receipt.
BulkMessageId silent_and_doubtful(Site& site) {
    const BulkMessageId id = site.world.send(site.world.list_of(3), "Hello");
    ScriptedGateway& gateway = site.world.carrier();
    gateway.answer = [](const send::Submission& submission) -> send::AttemptOutcome {
        if (submission.key.position.value == 1) {
            return send::InDoubt{"gateway.no_answer", ""};
        }
        return send::Accepted{{"ref-" + std::to_string(submission.key.position.value)}};
    };
    site.world.make_messages();
    site.world.serve(gateway);
    site.world.run_until([&] { return site.world.counts(id).open() == 0; });
    return id;
}

}

TEST_CASE("control pages: a press that comes second changes nothing and is told who was first") {
    Site site;
    site.sign_in();
    const BulkMessageId id = site.world.send(site.world.list_of(3), "Hello");
    site.world.make_messages();
    robin_pauses(site, id);

    const http::Response pressed = site.post(page_of(id) + "/pause");
    CHECK(location(pressed) == page_of(id) + "?said=nothing");
    const http::Response page = site.get(location(pressed));
    CHECK(says(page, "Your press changed nothing"));
    CHECK(says(page, "12 January 2027 at 9am: Robin Manager paused it, while 3 patients waited."));
    CHECK(says(page, "Resume sending"));
    CHECK_FALSE(says(page, "Pause sending"));

    CHECK(location(site.post(page_of(id) + "/resume")) == page_of(id));
    CHECK(location(site.post(page_of(id) + "/resume")) == page_of(id) + "?said=nothing");
    CHECK(location(site.post(page_of(id) + "/stop")) == page_of(id));
    CHECK(location(site.post(page_of(id) + "/stop")) == page_of(id) + "?said=nothing");
    CHECK(location(site.post(page_of(id) + "/try-again")) == page_of(id) + "?said=nothing");
    CHECK(location(site.post(page_of(id) + "/change")) == page_of(id) + "?said=nothing");
}

TEST_CASE("control pages: one whose time was missed asks on both pages, and is sent or stopped") {
    Site site;
    const BulkMessageId id =
        site.world.send(site.world.list_of(2), "Hello", site.world.clock().now() + 1h);
    site.world.clock().advance(3h);
    site.world.make_messages();
    site.sign_in();

    const http::Response landing = site.get("/bulk-messages");
    CHECK(says(landing, "A bulk message needs you"));
    CHECK(says(landing, "was due on 12 January 2027 at 10am, and Cohort could not send it then"));
    CHECK(says(landing, "Needs you: it missed its time"));
    const http::Response page = site.get(page_of(id));
    CHECK(says(page, "This bulk message needs you"));
    CHECK(says(page, "What has not left by the end of 13 January 2027 will not be sent."));
    CHECK(says(page, "Send now"));
    CHECK(says(page, "Stop sending"));
    CHECK(location(site.post(page_of(id) + "/resume")) == page_of(id));
    CHECK_FALSE(says(site.get("/bulk-messages"), "A bulk message needs you"));
}

TEST_CASE("control pages: a tick is there only where there is somebody to be ticked") {
    Site site;
    site.sign_in();
    const BulkMessageId id = silent_and_doubtful(site);

    const http::Response page = site.get(page_of(id));
    CHECK(says(page, "also the 1 not confirmed: they may get it twice"));
    CHECK_FALSE(says(page, "no receipt"));
}

TEST_CASE("control pages: a tick takes its own and nobody else") {
    Site site;
    const BulkMessageId id = silent_and_doubtful(site);
    site.world.clock().advance(73h);
    REQUIRE(site.world.await(site.flows().sending.settle_unreceipted(72h, 24h)).ok());
    site.sign_in();
    const http::Response both = site.get(page_of(id));
    CHECK(says(both, "also the 2 that have no receipt"));
    CHECK(says(both, "also the 1 not confirmed"));

    // Nothing is ticked, and nobody certainly has not got it.
    CHECK(location(site.post(page_of(id) + "/try-again")) == page_of(id) + "?said=nothing");
    CHECK(location(site.post(page_of(id) + "/try-again", {{"no_receipt", "yes"}})) == page_of(id));
    site.world.run_until([&] { return site.world.counts(id)[accepted] == 2; });
    CHECK(says(site.get(page_of(id)), "tried again, for 2 patients without a receipt"));
    CHECK(site.world.counts(id)[in_doubt] == 1);
}

TEST_CASE("control pages: outside the hours it waits, and goes at once when a reason is given") {
    Site site;
    site.sign_in();
    set_hours(site, "mon-fri 10:00-18:00"); // it is 9am
    const std::string draft = site.draft_for(site.world.list_of(2));
    site.post(draft, {{"channel", "sms"}, {"text", "Hello"}, {"timing", "now"}});
    const std::string check = draft + "/check";
    CHECK(says(site.get(check), "Schedule for 2 patients"));
    const std::string kept_hash = field(site.get(check), "content");

    const http::Response none =
        site.post(draft + "/hours", {{"hours", "anyway"}, {"reason", "  "}});
    CHECK(none.status == 400);
    CHECK(says(none, "There is no reason for sending outside your practice&#39;s hours"));
    const http::Response long_one =
        site.post(draft + "/hours", {{"hours", "anyway"}, {"reason", std::string(501, 'a')}});
    CHECK(long_one.status == 400);
    CHECK(
        location(site.post(draft + "/hours", {{"hours", "anyway"}, {"reason", "A flood"}})) == check
    );
    const http::Response anyway = site.get(check);
    CHECK(says(anyway, "A flood"));
    CHECK(says(anyway, "Send to 2 patients"));
    // What the page showed before is not what would be sent now.
    CHECK(site.post(check, {{"content", kept_hash}}).status == 409);
    // Writing on does not lose it.
    site.post(draft, {{"channel", "sms"}, {"text", "Hello again"}, {"timing", "now"}});
    const http::Response written = site.get(check);
    CHECK(says(written, "A flood"));
    CHECK(
        location(site.post(check, {{"content", field(written, "content")}}))
        == "/bulk-messages?said=sent"
    );
}

TEST_CASE("control pages: a scheduled one that is changed is taken back, and found again") {
    Site site;
    site.sign_in();
    const BulkMessageId id =
        site.world.send(site.world.list_of(2), "Hello", site.world.clock().now() + 48h);
    CHECK(says(site.get(page_of(id)), "Change message or time"));
    CHECK(says(site.get(page_of(id) + "/change"), "it is taken back first"));

    const std::string draft = location(site.post(page_of(id) + "/change", {{"what", "time"}}));
    CHECK(draft.starts_with("/drafts/"));
    CHECK(draft.ends_with("#when"));
    const std::string address = draft.substr(0, draft.find('#'));
    CHECK(says(site.get(address), "This replaces a bulk message that was taken back."));
    CHECK(says(site.get(page_of(id)), "href=\"" + address + "\""));
    CHECK(says(site.get(page_of(id)), "took it back to change it; 2 patients will not get it"));
    site.world.make_messages();
    CHECK(site.world.counts(id)[cancelled] == 2);
}

TEST_CASE("control pages: of two who edit one draft the second is told who was first, and loses "
          "nothing") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(1));
    const std::string revision = field(site.get(draft), "revision");
    const auto write = [&](const char* text, const std::string& of) {
        return site.post(
            draft, {{"channel", "sms"}, {"text", text}, {"timing", "now"}, {"revision", of}}
        );
    };
    REQUIRE(write("First", revision).status == 303);

    const http::Response second = write("Second", revision);
    CHECK(second.status == 409);
    CHECK(says(second, "Somebody else changed this message while you had it open."));
    CHECK(says(second, "on 12 January 2027 at 9am"));
    CHECK(says(second, "Second"));
    CHECK(says(site.get(draft + "/check"), "First"));
    // Now that they know, it takes the place of the first.
    CHECK(write("Second", field(second, "revision")).status == 303);
    CHECK(says(site.get(draft + "/check"), "Second"));
}

TEST_CASE("control pages: who presses Send after somebody else is told who did") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(1));
    site.post(draft, {{"channel", "sms"}, {"text", "Hello"}, {"timing", "now"}});
    const std::string hash = field(site.get(draft + "/check"), "content");
    const practice::Actor robin{site.world.practice(), "Robin Manager"};
    const auto id = DraftId::parse(draft.substr(draft.rfind('/') + 1)).value();
    const auto send = [&](db::Transaction& tx) {
        return site.flows().composing.accept_draft(tx, robin, id, hash);
    };
    REQUIRE(site.world.database().write_now(send).ok());

    const http::Response pressed = site.post(draft + "/check", {{"content", hash}});
    CHECK(location(pressed).ends_with("?said=nothing"));
    CHECK(says(site.get(location(pressed)), "Robin Manager pressed Send"));
}

}
