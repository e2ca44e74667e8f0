// Steps 2 and 3: what was written is kept, and a wish to send later never becomes one to send now.
#include "tests/stages/site.hpp"

namespace cohort::stages {
namespace {

struct Typed {
    const char* label;
    const char* day;
    const char* month;
    const char* year;
    const char* hour;
    const char* minute;
    const char* said; // a piece of the sentence
};

http::Response write(Site& site, const std::string& draft, const Typed& typed) {
    return site.post(
        draft,
        {{"channel", "sms"},
         {"text", "Hello"},
         {"timing", "later"},
         {"day", typed.day},
         {"month", typed.month},
         {"year", typed.year},
         {"hour", typed.hour},
         {"minute", typed.minute}}
    );
}

bool shows_typed(const http::Response& page, const char* name, std::string_view value) {
    const std::string start = "name=\"" + std::string(name) + "\"";
    const auto from = page.body.find(start);
    const auto input = page.body.substr(from, page.body.find('>', from) - from);
    return value.empty() ? input.find("value=\"") == std::string::npos
                               || input.find("value=\"\"") != std::string::npos
                         : input.find("value=\"" + std::string(value) + "\"") != std::string::npos;
}

bool later_is_chosen(const http::Response& page) {
    const auto from = page.body.find("value=\"later\"");
    return page.body.substr(from, page.body.find('>', from) - from).find("checked")
           != std::string::npos;
}

std::size_t bulk_messages(Site& site) {
    const auto read = [&](db::Snapshot& at) {
        return site.flows().sending.page(at, site.world.practice(), {}, 100);
    };
    return site.world.database().read_now(read).value().size();
}

}

TEST_CASE("step 2: a 'send later' that cannot be understood is kept as typed, and nothing can be "
          "sent") {
    const Typed cases[] = {
        {"nothing typed", "", "", "", "", "", "The date and time are missing."},
        {"no time of day", "27", "1", "2027", "", "", "A part of the date or time is missing."},
        {"no date", "", "", "", "09", "30", "A part of the date or time is missing."},
        {"a word", "27", "January", "2027", "09", "30", "is not a number."},
        {"am", "27", "1", "2027", "9am", "00", "is not a number."},
        {"a short year", "27", "1", "27", "09", "30", "The year does not have four digits."},
        {"no such day", "31", "2", "2027", "09", "30", "There is no such date and time."},
        {"no such hour", "27", "1", "2027", "25", "30", "There is no such date and time."},
        {"past", "11", "1", "2027", "09", "30", "The time chosen for sending has passed."},
        {"far", "27", "1", "2031", "09", "30", "too far ahead."},
    };
    Site site;
    site.sign_in();
    const ListId list = site.world.list_of(2);
    for (const Typed& typed : cases) {
        CAPTURE(typed.label);
        const std::string draft = site.draft_for(list);
        // It could be sent now, and its check page has been seen.
        site.post(draft, {{"channel", "sms"}, {"text", "Hello"}, {"timing", "now"}});
        const std::string seen = field(site.get(draft + "/check"), "content");
        REQUIRE_FALSE(seen.empty());

        const http::Response answer = write(site, draft, typed);

        CHECK(answer.status == 400);
        for (const http::Response& page : {answer, site.get(draft + "?why=1")}) {
            CHECK(says(page, typed.said));
            CHECK(later_is_chosen(page));
            CHECK(shows_typed(page, "day", typed.day));
            CHECK(shows_typed(page, "month", typed.month));
            CHECK(shows_typed(page, "year", typed.year));
            CHECK(shows_typed(page, "hour", typed.hour));
            CHECK(shows_typed(page, "minute", typed.minute));
        }
        CHECK(location(site.get(draft + "/check")) == draft + "?why=1");
        CHECK(field(site.get(draft + "/check"), "content").empty());
        const http::Response pressed = site.post(draft + "/check", {{"content", seen}});
        CHECK_FALSE(location(pressed).starts_with("/bulk-messages"));
        CHECK(bulk_messages(site) == 0);
    }
}

TEST_CASE("step 2: a form that says neither now nor later is not sent now") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(1));

    const http::Response answer = site.post(draft, {{"channel", "sms"}, {"text", "Hello"}});

    CHECK(answer.status == 400);
    CHECK(says(answer, "The date and time are missing."));
    CHECK(location(site.get(draft + "/check")) == draft + "?why=1");
}

TEST_CASE("step 3: a time in the hour that March skips is moved to 2am, and this is said") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(1));
    write(site, draft, {"skipped", "28", "3", "2027", "01", "30", ""});

    // Also when the page is opened again.
    for (int i = 0; i < 2; ++i) {
        const http::Response check = site.get(draft + "/check");
        CHECK(says(check, "the time you chose does not exist"));
        CHECK(says(check, "28 March 2027 at 2am"));
        CHECK(says(check, "Schedule for 1 patient"));
    }
}

TEST_CASE("step 3: of the hour that October repeats the first is meant, and this is said") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(1));
    write(site, draft, {"repeated", "31", "10", "2027", "01", "30", ""});

    const http::Response check = site.get(draft + "/check");
    site.post(draft + "/check", {{"content", field(check, "content")}});

    CHECK(says(check, "the time you chose comes twice"));
    const auto read = [&](db::Snapshot& at) {
        return site.flows().sending.page(at, site.world.practice(), {}, 1);
    };
    const auto sent = site.world.database().read_now(read).value();
    REQUIRE(sent.size() == 1);
    CHECK(domain::iso_utc(sent[0].send_at) == "2027-10-31T00:30:00Z"); // British Summer Time
}

TEST_CASE(
    "step 2: a text that nobody could be sent is refused; one that is too long for some names "
    "leaves them out"
) {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(3));
    const auto written = [&](const std::string& text) {
        return site.post(draft, {{"channel", "sms"}, {"text", text}, {"timing", "now"}});
    };

    CHECK(says(written(std::string(919, 'a')), "The message is longer than can be sent."));
    CHECK(says(written("((first name))" + std::string(919, 'a')), "longer than can be sent."));
    CHECK(written(std::string(918, 'a')).status == 303);
    // It fits without a name, and no patient is without one.
    CHECK(written("((first name))" + std::string(918, 'a')).status == 303);
    const http::Response check = site.get(draft + "/check");
    CHECK(says(check, "Nobody would get this message"));
    CHECK(says(check, "the text is too long to be sent."));
    CHECK_FALSE(says(check, "Send to"));
}

TEST_CASE("step 2: what was left of an email's subject does not trouble a text") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(1));

    site.post(
        draft, {{"channel", "sms"}, {"subject", "((dog))"}, {"text", "Hello"}, {"timing", "now"}}
    );

    CHECK(says(site.get(draft + "/check"), "Send to 1 patient"));
}

TEST_CASE("step 2: the count is that of the text as it is kept, with names put in") {
    Site site;
    site.sign_in();
    const std::string draft = site.draft_for(site.world.list_of(2));
    const auto count = [&](const std::string& text) {
        return site.post(draft + "/count", {{"channel", "sms"}, {"text", text}}).body;
    };

    CHECK(count("  \r\n ").find("Nothing written yet") != std::string::npos);
    // Blanks at the ends are not kept, and a line break is one character.
    CHECK(
        count(" a\r\n" + std::string(158, 'b') + "  ").find("160 characters counted")
        != std::string::npos
    );
    CHECK(count("Hello ((first name").find("no closing pair") != std::string::npos);
    const std::string named = count("Hello ((first name))");
    CHECK(named.find(test::patient(0).given) != std::string::npos);
    CHECK(named.find("for each patient") != std::string::npos);
    // Neither kept nor said of an email.
    CHECK(site.get(draft).body.find("Hello") == std::string::npos);
    const auto email = site.post(draft + "/count", {{"channel", "email"}, {"text", "Hello"}});
    CHECK_FALSE(says(email, "SMS segment"));
}

}
