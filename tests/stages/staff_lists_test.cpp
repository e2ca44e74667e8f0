// Lists as they are kept: looked at, searched, used again, deleted; and that no practice sees
// another's.
#include "tests/stages/site.hpp"
#include "tests/stages/troubled_file.hpp"

#include <algorithm>

namespace cohort::stages {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    return at == text.npos ? text : text.replace(at, what.size(), by);
}

// A path of this list; its first row, and a reason that rows of it have.
std::string path_of(std::string_view pattern, ListId list) {
    std::string path = replaced(std::string(pattern), "{list}", list.text());
    path = replaced(std::move(path), "{row}", "1");
    return replaced(std::move(path), "{code}", "nhs_number.check_digit");
}

}

TEST_CASE("lists: another practice's list is not there, on any page and for any press") {
    for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
        const std::string name = engine == Engine::sqlite ? "sqlite" : "postgresql";
        CAPTURE(name);
        Site site(engine);
        const TroubledFile file;
        const ListId draft = site.uploaded(file.csv);
        const ListId confirmed = site.world.list_of(3);
        const std::int64_t revision = site.summary(draft).revision;
        site.sign_in_elsewhere();

        int paths = 0;
        for (const staff_web::StaffRoute& route : staff_web::staff_routes()) {
            if (!route.pattern.contains("{list}")) {
                continue;
            }
            ++paths;
            for (const ListId list : {draft, confirmed}) {
                const std::string path = path_of(route.pattern, list);
                CAPTURE(path);
                const http::Response answer =
                    route.token == staff_web::TokenIn::upload
                        ? site.upload(
                              path, {{"name", "Mine"}, {"upload_key", "k"}}, "a.csv", file.csv
                          )
                    : route.method == http::Method::post
                        ? site.post(path, {{"still_right", "yes"}, {"q", "Ann"}})
                        : site.get(path);
                CHECK(answer.status == 404);
                CHECK(answer.body.empty());
            }
        }
        CHECK(paths == 18);
        CHECK(site.summary(draft).revision == revision);
        CHECK(site.summary(draft).state == lists::State::draft);
        CHECK(site.summary(confirmed).state == lists::State::confirmed);
        CHECK_FALSE(says(site.get("/lists"), "Flu invitations"));
    }
}

TEST_CASE("lists: every page of theirs needs the permission to send") {
    for (const staff_web::StaffRoute& route : staff_web::staff_routes()) {
        if (route.pattern.starts_with("/lists")) {
            CAPTURE(std::string(route.pattern));
            CHECK(route.permission == practice::Permission::send_bulk_messages);
        }
    }
}

TEST_CASE("lists: confirmed ones are listed, the newest first, twenty at a time") {
    Site site;
    site.sign_in();
    CHECK(says(site.get("/lists"), "There are no patient lists yet."));
    std::vector<ListId> ids;
    for (int i = 0; i < 23; ++i) {
        site.world.clock().advance(std::chrono::minutes{1});
        ids.push_back(site.world.list_of(1));
    }
    const ListId draft = site.uploaded(test::emis_csv(test::patients(1)));
    const auto link = [](ListId id) { return "href=\"/lists/" + id.text() + "\""; };

    const http::Response first = site.get("/lists");

    CHECK(says(first, "Not finished"));
    CHECK(says(first, link(draft)));
    CHECK(says(first, link(ids.back())));
    CHECK(first.body.find(link(ids[22])) < first.body.find(link(ids[21])));
    CHECK(says(first, link(ids[3])));
    CHECK_FALSE(says(first, link(ids[2])));
    const auto next = first.body.find("/lists?before=");
    REQUIRE(next != std::string::npos);
    const http::Response second =
        site.get(first.body.substr(next, first.body.find('"', next) - next));
    CHECK(says(second, link(ids[2])));
    CHECK(says(second, link(ids[0])));
    CHECK_FALSE(says(second, link(ids[3])));
    CHECK(says(second, ">Newest<"));
}

TEST_CASE("lists: a review that was not finished is found again until a day after its last change"
) {
    Site site;
    site.sign_in();
    const std::string bad = "Un,Known,bad,123,7700900001,\r\nUn,Known,bad,123,,\r\n";
    const ListId list = site.uploaded(test::emis_csv(test::patients(2)) + bad);
    const auto sweep = [&site] {
        const upload::Uploads::Kept kept{std::chrono::hours{24}, std::chrono::days{365}};
        return site.world.await(site.flows().uploads.sweep(kept)).value();
    };

    const http::Response lists = site.get("/lists");
    CHECK(says(lists, "2 patients, 2 rows refused, uploaded by Ruth Receptionist on"));
    CHECK(says(lists, "It is removed after 13 January 2027 at 9am unless somebody goes on with it")
    );
    site.world.clock().advance(std::chrono::hours{23});
    const auto leave_out = [&](db::Transaction& tx) {
        return site.flows().reviewing.leave_out(tx, site.world.actor(), list, 1);
    };
    REQUIRE(site.world.database().write_now(leave_out).ok());
    const auto drafts = [&] {
        const auto read = [&](db::Snapshot& at) -> Result<std::size_t> {
            return site.flows().lists.drafts(at, site.world.practice(), 10).size();
        };
        return site.world.database().read_now(read).value();
    };
    site.world.clock().advance(std::chrono::hours{23});
    CHECK(sweep() == 0);
    CHECK(drafts() == 1);
    site.world.clock().advance(std::chrono::hours{2});
    CHECK(sweep() == 1);
    CHECK(drafts() == 0);
}

TEST_CASE("lists: a confirmed one shows where it came from and who is on it, fifty at a time") {
    Site site;
    site.sign_in();
    const ListId list = site.world.list_of(120);
    const std::string page = "/lists/" + list.text();

    const http::Response first = site.get(page);

    CHECK(says(first, "Show all of it"));
    CHECK(says(first, test::patient(0).family));
    CHECK(says(first, "Use this list again"));
    CHECK(says(first, page + "?after=50#patients"));
    CHECK_FALSE(says(first, test::patient(119).email));
    CHECK(says(site.get(page + "?after=100"), test::patient(119).email));
    CHECK_FALSE(says(site.get(page + "?after=100"), "More patients"));
    for (std::uint64_t i = 0; i < 50; ++i) {
        CHECK_FALSE(says(first, test::patient(i).nhs_number));
    }
}

TEST_CASE("lists: a patient is found by number, address or part of a name, and in no address") {
    for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
        Site site(engine);
        site.sign_in();
        const std::string search = "/lists/" + site.world.list_of(1'500).text() + "/search";
        const test::Patient patient = test::patient(7);
        const auto find = [&](const std::string& words) {
            return site.post(search, {{"q", words}});
        };

        const std::string number = patient.nhs_number;
        for (const std::string& words :
             {number,
              number.substr(0, 3) + " " + number.substr(3, 3) + " " + number.substr(6),
              number.substr(0, 3) + "-" + number.substr(3)}) {
            CAPTURE(words);
            const http::Response found = find(words);
            CHECK(says(found, "1 patient has this NHS number."));
            CHECK(says(found, patient.email));
        }
        CHECK(says(find(patient.email), "1 patient has the email address " + patient.email));
        CHECK(says(find("0044" + patient.mobile.substr(1)), patient.email));
        CHECK(says(find("+44 " + patient.mobile.substr(1)), patient.email));
        std::string loud = test::patient(1'499).family;
        std::ranges::transform(loud, loud.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        CHECK(says(find(loud.substr(1)), "in the name."));
        const http::Response many = find("a");
        CHECK(says(many, "More than 100 patients have &#39;a&#39; in the name."));
        CHECK(says(
            find("Nobody-at-all"),
            "No patient of this list has &#39;Nobody-at-all&#39; in the name."
        ));
        CHECK(says(find("999 000 0018x"), "No patient of this list has"));
        CHECK(says(find(""), "Type a name or a part of one"));
        // The same in the address is not looked at.
        CHECK_FALSE(says(
            site.get(search.substr(0, search.rfind('/')) + "?q=Nobody-at-all"), "Nobody-at-all"
        ));
    }
}

TEST_CASE("lists: who searches in names whose letters have accents finds them without") {
    Site site;
    site.sign_in();
    std::vector<test::Patient> patients = test::patients(3);
    patients[1].given = "Zoë";
    patients[1].family = "Ó Séaghdha";
    const std::string search =
        "/lists/" + site.world.upload(test::emis_csv(patients), "accents").text() + "/search";

    CHECK(says(site.post(search, {{"q", "zoe o seagh"}}), "Ó Séaghdha"));
    CHECK(says(site.post(search, {{"q", "ZOË"}}), "Ó Séaghdha"));
}

TEST_CASE("lists: a search takes words as people type them") {
    Site site;
    site.sign_in();
    std::vector<test::Patient> patients = test::patients(3);
    patients[0].given = "Łucja";
    patients[0].family = "O’Neill";
    patients[0].email = "Lucja.ONeill@example.org";
    const std::string search =
        "/lists/" + site.world.upload(test::emis_csv(patients), "typed").text() + "/search";

    for (const char* words :
         {"lucja",
          "o'neill",
          "O’NEILL",
          "O'Neill Lucja",
          "O'Neill, Lucja",
          "lucja.oneill@example.org",
          "LUCJA.ONEILL@EXAMPLE.ORG"}) {
        CAPTURE(words);
        CHECK(says(site.post(search, {{"q", words}}), "1 patient has"));
    }
    std::string mistyped = patients[1].nhs_number;
    mistyped.back() = mistyped.back() == '9' ? '0' : static_cast<char>(mistyped.back() + 1);
    CHECK(says(site.post(search, {{"q", mistyped}}), "This is not a valid NHS number"));
}

TEST_CASE("lists: a deleted one keeps its name and where it came from, and shows no patient") {
    for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
        Site site(engine);
        site.sign_in();
        const TroubledFile file;
        const ListId list = site.world.upload(file.csv, "to-delete");
        const std::string page = "/lists/" + list.text();
        CHECK(says(site.get(page + "/delete"), "Delete Flu invitations?"));

        const http::Response answer = site.post(page + "/delete");

        CHECK(says(site.get(location(answer)), "The list Flu invitations is deleted."));
        // Its rows are still there until they are swept away, and are nobody's to see.
        const http::Response shown = site.get(page);
        CHECK(says(shown, "This list was deleted by Ruth Receptionist on 12 January 2027 at 9am"));
        CHECK(says(shown, "list.csv"));
        CHECK_FALSE(says(shown, test::patient(0).family));
        for (const char* path :
             {"/refused/dob.missing",
              "/noticed/preamble.skipped",
              "/rows/1",
              "/refused.csv",
              "/delete",
              "/refused/dob.missing?after=1"}) {
            CAPTURE(path);
            CHECK(site.get(page + path).status == 404);
        }
        CHECK(site.post(page + "/search", {{"q", test::patient(0).family}}).status == 404);
        CHECK(site.post(page + "/search", {{"q", ""}}).status == 404);
        CHECK(site.post(page, {{"still_right", "yes"}}).status == 404);
        CHECK(site.post(page + "/delete").status == 404);
        CHECK(says(site.get("/lists"), "There are no patient lists yet."));
    }
}

TEST_CASE("lists: one that a bulk message is being made from is not deleted, and that is said") {
    Site site;
    site.sign_in();
    const ListId list = site.world.list_of(3);
    site.world.send(list, "Hello");
    const std::string page = "/lists/" + list.text();

    const http::Response answer = site.post(page + "/delete");

    CHECK(answer.status == 409);
    CHECK(says(answer, "A bulk message to this list is still under way"));
    CHECK(says(answer, "href=\"#delete\""));
    CHECK(site.summary(list).state == lists::State::confirmed);
}

TEST_CASE("lists: a draft is not deleted, but discarded by what replaces it") {
    Site site;
    site.sign_in();
    const std::string page = "/lists/" + site.uploaded(test::emis_csv(test::patients(1))).text();

    CHECK(site.get(page + "/delete").status == 404);
    CHECK(site.post(page + "/delete").status == 404);
    CHECK(site.get(page).status == 200);
}

}
