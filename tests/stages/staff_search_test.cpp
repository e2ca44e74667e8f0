// Finding a patient in one bulk message.
#include "tests/stages/site.hpp"

#include <algorithm>

namespace cohort::stages {
namespace {

struct Searched {
    Site site;
    std::string page;
    BulkMessageId id;

    explicit Searched(std::size_t patients) {
        site.sign_in();
        id = site.world.send(site.world.list_of(patients), "Hello");
        site.world.make_messages();
        page = "/bulk-messages/" + id.text();
    }

    http::Response find(const std::string& words, const std::string& after = "0") {
        return site.post(page + "/search", {{"q", words}, {"after", after}});
    }

    send::Found found(std::string words, Position after, std::int64_t most) {
        return site.world
            .await(site.flows().sending.search(
                site.world.practice(), id, send::Which::all, after, most, std::move(words)
            ))
            .value();
    }
};

}

TEST_CASE("search: a name is found by any part of it, whatever the case and the accents") {
    Searched at(60);
    const test::Patient patient = test::patient(7);

    CHECK(says(at.find(patient.family), patient.given));
    std::string loud = patient.family;
    std::ranges::transform(loud, loud.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    CHECK(says(at.find(loud.substr(1)), patient.given));
    CHECK(says(at.find("Nobody-at-all"), "Nobody was found."));
}

TEST_CASE("search: a number is found however it is written") {
    Searched at(60);
    const std::string mobile = test::patient(7).mobile; // 07700900007
    const std::string shown = mobile.substr(0, 5) + " " + mobile.substr(5);

    for (const std::string& written :
         {mobile,
          shown,
          "+44 " + mobile.substr(1),
          "0044" + mobile.substr(1),
          mobile.substr(4),
          "(" + mobile.substr(0, 5) + ") " + mobile.substr(5, 3) + "-" + mobile.substr(8)}) {
        CAPTURE(written);
        CHECK(says(at.find(written), shown));
    }
    CHECK(says(at.find("07999 123456"), "Nobody was found."));
}

TEST_CASE("search: a page that is full goes on where it ended, and every match comes once") {
    Searched at(1'300);
    std::vector<std::int64_t> positions;
    std::optional<Position> after = Position{0};
    int pages = 0;
    while (after) {
        const send::Found found = at.found("07700", *after, 50);
        for (const send::MessageView& message : found.messages) {
            positions.push_back(message.position.value);
        }
        after = found.go_on_after;
        ++pages;
    }

    CHECK(positions.size() == 1'300);
    CHECK(std::ranges::is_sorted(positions));
    CHECK(std::ranges::adjacent_find(positions) == positions.end());
    CHECK(pages <= 27);
    CHECK(says(at.find("07700"), "Look through more patients"));
}

TEST_CASE("search: one request looks through so many, and says that there are more") {
    Site site;
    site.sign_in();
    const auto allow_more = [](db::Transaction& tx) -> Outcome {
        constexpr std::string_view update = "UPDATE practices SET patients_max = 100000";
        tx.run(db::Sql{"test/allow_more", update, update});
        return done();
    };
    REQUIRE(site.world.database().write_now(allow_more).ok());
    constexpr auto most = static_cast<std::size_t>(send::search_messages_max);
    const auto id = site.world.send(site.world.list_of(most + 600), "Hello");
    site.world.make_messages();
    const std::string page = "/bulk-messages/" + id.text() + "/search";

    const http::Response first = site.post(page, {{"q", "Nobody-at-all"}});
    const http::Response second =
        site.post(page, {{"q", "Nobody-at-all"}, {"after", field(first, "after")}});

    CHECK(says(first, "Nobody was found among 20,000 patients. There are more to look through."));
    CHECK(field(first, "after") == std::to_string(most));
    CHECK(says(second, "Nobody was found. Try part"));
    CHECK(field(second, "after").empty());
}

TEST_CASE("search: only the failed are looked through on their tab") {
    Searched at(20);

    const http::Response found =
        at.site.post(at.page + "/search", {{"q", test::patient(7).family}, {"show", "errors"}});

    CHECK(says(found, "Nobody was found."));
}

}
