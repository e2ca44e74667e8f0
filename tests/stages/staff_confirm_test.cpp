// G4: what is sent is exactly what the check page showed. Two people work on drafts at once, in any
// order of writing, looking and pressing; whoever presses gets what they were shown, or is told
// that it has changed and nothing was sent.
#include "domain/london_time.hpp"
#include "tests/stages/site.hpp"

#include <map>

namespace cohort::stages {
namespace {

struct Writing {
    std::string channel;
    std::string subject;
    std::string text;
    std::string hour; // empty: now

    friend bool operator==(const Writing&, const Writing&) = default;
};

// What somebody has before their eyes.
struct Shown {
    Writing writing;
    std::string hash;
};

class Desk {
public:
    explicit Desk(Site& site) : site_(site), list_(site.world.list_of(2)) {}

    void new_draft() {
        draft_ = site_.draft_for(list_);
        sent_.reset();
        written_.reset();
    }

    // Every part differs from the others' in no more than one letter.
    Writing any_writing() {
        const bool email = random_.bits() % 2 == 0;
        return {
            .channel = email ? "email" : "sms",
            .subject = random_.bits() % 2 == 0 ? "Open" : "Closed",
            .text = random_.bits() % 2 == 0 ? "Take one tablet" : "Take ten tablets",
            .hour = random_.bits() % 2 == 0   ? ""
                    : random_.bits() % 2 == 0 ? "10"
                                              : "11"
        };
    }

    void write() {
        Writing writing = any_writing();
        const http::Response answer = site_.post(
            draft_,
            {{"channel", writing.channel},
             {"subject", writing.subject},
             {"text", writing.text},
             {"timing", writing.hour.empty() ? "now" : "later"},
             {"day", "20"},
             {"month", "1"},
             {"year", "2027"},
             {"hour", writing.hour},
             {"minute", "00"}}
        );
        if (sent_) {
            CHECK(code_of(answer) == "compose.already_sent");
        } else {
            REQUIRE(answer.status == 303);
            written_ = std::move(writing);
        }
    }

    std::optional<Shown> look() {
        const http::Response page = site_.get(draft_ + "/check");
        if (sent_ || !written_) {
            CHECK(page.status == 303);
            return std::nullopt;
        }
        REQUIRE(page.status == 200);
        CHECK(says(page, written_->text));
        CHECK(says(
            page, written_->hour.empty() ? "Now" : "20 January 2027 at " + written_->hour + "am"
        ));
        CHECK(says(page, written_->channel == "sms" ? "Text message" : written_->subject));
        return Shown{*written_, field(page, "content")};
    }

    void press(const Shown& shown) {
        site_.world.clock().advance(Milliseconds{1});
        const auto before = newest();
        const http::Response answer = site_.post(draft_ + "/check", {{"content", shown.hash}});
        const auto after = newest();
        if (location(answer).starts_with("/bulk-messages")) {
            // It was sent now, or by an earlier press: as it was shown to this one.
            CHECK((after == before) == sent_.has_value());
            CHECK(told_of(after) == what_matters(shown.writing));
            sent_ = shown.writing;
            ++sends;
            return;
        }
        ++refusals;
        CHECK(answer.status == 409);
        CHECK(after == before);
        if (sent_) {
            CHECK(what_matters(*sent_) != what_matters(shown.writing));
            CHECK(code_of(answer) == "compose.already_sent");
        } else {
            CHECK(what_matters(*written_) != what_matters(shown.writing));
            CHECK(says(answer, "Something was changed after you checked this message"));
            CHECK(says(answer, written_->text));
        }
    }

    int sends = 0;
    int refusals = 0;

private:
    // A text has no subject.
    static Writing what_matters(Writing writing) {
        if (writing.channel == "sms") {
            writing.subject.clear();
        }
        return writing;
    }

    // The bulk message that was pressed last.
    BulkMessageId newest() {
        const auto read = [&](db::Snapshot& at) {
            return site_.flows().sending.page(at, site_.world.practice(), {}, 1);
        };
        const auto page = site_.world.database().read_now(read).value();
        return page.empty() ? BulkMessageId{0} : page.front().id;
    }

    Writing told_of(BulkMessageId id) {
        const auto read = [&](db::Snapshot& at) {
            return site_.flows().composing.load(at, site_.world.practice(), id);
        };
        const compose::Content content = site_.world.database().read_now(read).value().content;
        return {
            .channel = std::string(domain::text(content.channel)),
            .subject = content.subject,
            .text = content.text,
            .hour = content.later ? domain::iso_utc(*content.later).substr(11, 2) : ""
        };
    }

    Site& site_;
    ListId list_;
    SeededRandom random_{4};
    std::string draft_;
    std::optional<Writing> written_;
    std::optional<Writing> sent_;
};

}

TEST_CASE("G4: a thousand interleavings of two people writing, looking and pressing") {
    constexpr int drafts = 1'000;
    constexpr int steps = 9;
    Site site;
    site.sign_in();
    Desk desk(site);
    SeededRandom random{7};

    for (int draft = 0; draft < drafts; ++draft) {
        CAPTURE(draft);
        desk.new_draft();
        std::map<int, Shown> seen; // by person
        for (int step = 0; step < steps; ++step) {
            const int person = static_cast<int>(random.bits() % 2);
            const auto act = random.bits() % 3;
            if (act == 0) {
                desk.write();
            } else if (act == 1) {
                if (auto shown = desk.look()) {
                    seen[person] = std::move(*shown);
                }
            } else if (seen.contains(person)) {
                desk.press(seen[person]);
            }
        }
    }

    CHECK(desk.sends > 100);
    CHECK(desk.refusals > 100);
}

TEST_CASE("G4: a time that passes between looking and pressing leads back to step 2") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(1));
    site.post(
        draft,
        {{"channel", "sms"},
         {"text", "Hello"},
         {"timing", "later"},
         {"day", "12"},
         {"month", "1"},
         {"year", "2027"},
         {"hour", "09"},
         {"minute", "05"}}
    );
    const std::string hash = field(site.get(draft + "/check"), "content");
    REQUIRE_FALSE(hash.empty());

    site.world.clock().advance(std::chrono::minutes{6});
    const http::Response answer = site.post(draft + "/check", {{"content", hash}});

    CHECK(location(answer) == draft + "?why=1");
    CHECK(says(site.get(draft + "?why=1"), "The time chosen for sending has passed."));
}

TEST_CASE("G4: when the hours for sending close between looking and pressing, the page is shown "
          "again") {
    Site site;
    site.sign_in();
    const auto open_until_twenty_past_nine = [&](db::Transaction& tx) -> Outcome {
        constexpr std::string_view update =
            "UPDATE practices SET send_window = 'mon-fri 08:00-09:20'";
        tx.run(db::Sql{"test/narrow", update, update});
        return done();
    };
    REQUIRE(site.world.database().write_now(open_until_twenty_past_nine).ok());
    const std::string draft = site.draft_for(site.world.list_of(1));
    site.post(draft, {{"channel", "sms"}, {"text", "Hello"}, {"timing", "now"}});
    const http::Response before = site.get(draft + "/check");
    CHECK(says(before, "Send to 1 patient"));

    site.world.clock().advance(std::chrono::minutes{21});
    const http::Response answer =
        site.post(draft + "/check", {{"content", field(before, "content")}});

    CHECK(answer.status == 409);
    CHECK(says(answer, "Something was changed after you checked this message"));
    CHECK(says(answer, "Your practice does not send messages at that time."));
    CHECK(says(answer, "13 January 2027 at 8am"));
    const http::Response sent =
        site.post(draft + "/check", {{"content", field(answer, "content")}});
    CHECK(location(sent) == "/bulk-messages?said=scheduled");
}

TEST_CASE("step 3: a message to a list that was deleted cannot be sent, and that is said") {
    Site site;
    site.sign_in();
    const ListId list = site.world.list_of(2);
    const std::string draft = site.draft_for(list);
    site.post(draft, {{"channel", "sms"}, {"text", "Hello"}, {"timing", "now"}});
    const std::string hash = field(site.get(draft + "/check"), "content");
    REQUIRE(site.post("/lists/" + list.text() + "/delete").status == 303);

    CHECK(location(site.get(draft + "/check")) == draft + "?why=1");
    const http::Response pressed = site.post(draft + "/check", {{"content", hash}});
    CHECK(location(pressed) == draft + "?why=1");
    for (const std::string& page : {draft, draft + "?why=1"}) {
        const http::Response why = site.get(page);
        CHECK(says(why, "The list was deleted, so this message cannot be sent to it."));
        CHECK(says(why, "It was deleted by Ruth Receptionist on"));
        CHECK(says(why, "Hello"));
    }
}

TEST_CASE("step 3: a draft that was sent leads to what was sent, and cannot be written on") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(1));
    site.post(draft, {{"channel", "sms"}, {"text", "Hello"}, {"timing", "now"}});
    const std::string hash = field(site.get(draft + "/check"), "content");
    REQUIRE(
        location(site.post(draft + "/check", {{"content", hash}})) == "/bulk-messages?said=sent"
    );

    CHECK(location(site.get(draft)).starts_with("/bulk-messages/"));
    CHECK(location(site.get(draft + "/check")).starts_with("/bulk-messages/"));
    const http::Response more =
        site.post(draft, {{"channel", "sms"}, {"text", "And another"}, {"timing", "now"}});
    CHECK(code_of(more) == "compose.already_sent");
    // The same press again finds the first.
    CHECK(location(site.post(draft + "/check", {{"content", hash}})) == "/bulk-messages?said=sent");
}

}
