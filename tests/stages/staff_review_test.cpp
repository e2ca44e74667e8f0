// The review of an uploaded list: what its pages say, and what people do there about refused rows.
#include "tests/stages/site.hpp"
#include "tests/stages/troubled_file.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace cohort::stages {
namespace {

using File = TroubledFile;

struct Reviewed {
    Site site;
    File file;
    ListId list;
    std::string page;

    explicit Reviewed(Engine engine = Engine::sqlite) : site(engine) {
        site.sign_in();
        list = site.uploaded(file.csv);
        page = "/lists/" + list.text();
    }

    // Rows are numbered in the order of the file's lines.
    std::string row(std::int64_t line) const {
        return page + "/rows/" + std::to_string(line - File::mistyped_line + 1);
    }
};

// One after the other: a world of PostgreSQL is ended before the next begins.
void for_each_review(const std::function<void(Reviewed&)>& test) {
    for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
        const std::string name = engine == Engine::sqlite ? "sqlite" : "postgresql";
        CAPTURE(name);
        Reviewed at(engine);
        test(at);
    }
}

std::string link(const std::string& address, std::string_view words) {
    return "href=\"" + address + "\">" + std::string(words);
}

}

TEST_CASE("review: the page says what the file is, who is on the list and who is not") {
    Reviewed at;

    const http::Response page = at.site.get(at.page);

    CHECK(page.status == 200);
    for (const char* words :
         {"list.csv",
          "22 November 2026, 51 days ago",
          "Unicode text (UTF-8)",
          "As EMIS Web writes them, on line 6",
          "By Ruth Receptionist on 12 January 2027 at 9am",
          "20 (100%)",
          "7 rows were refused",
          "Continue with 20 patients"}) {
        CAPTURE(words);
        CHECK(says(page, words));
    }
    CHECK(
        says(page, link(at.page + "/refused/nhs_number.check_digit", "The NHS number is mistyped"))
    );
    CHECK(says(page, link(at.page + "/refused/contact.missing", "1 row, not on the list")));
    CHECK(says(page, "A row that is refused for two reasons is counted under both."));
    CHECK(says(page, link(at.page + "/noticed/preamble.skipped", "The lines before the headings")));
}

TEST_CASE("review: every group of refused rows shows its rows, by line, column and what was found"
) {
    Reviewed at;

    const http::Response dates = at.site.get(at.page + "/refused/dob.missing");
    CHECK(says(dates, "1 row was refused for this reason."));
    CHECK(says(dates, at.file.patients[21].family));
    CHECK(says(dates, "Date of Birth"));
    CHECK(says(dates, "Nothing"));
    CHECK(says(dates, "The mobile number is not a number we can use."));
    CHECK(says(dates, "Leave out"));

    const http::Response mobiles = at.site.get(at.page + "/refused/mobile.invalid");
    CHECK(says(mobiles, "07700 9001"));
    CHECK(says(mobiles, "Mobile Telephone"));

    const http::Response pair = at.site.get(at.page + "/refused/duplicate.conflict");
    CHECK(says(pair, "These rows stand against each other"));
    CHECK(says(pair, "Line 31"));
    CHECK(says(pair, "Line 32"));

    const http::Response repeated = at.site.get(at.page + "/refused/duplicate.identical");
    CHECK(says(repeated, "Line 7"));

    CHECK(at.site.get(at.page + "/refused/no.such_code").status == 404);
    CHECK(says(
        at.site.get(at.page + "/refused/dob.invalid"), "No row is refused for this reason any more."
    ));
}

TEST_CASE("review: groups are shown fifty rows at a time, and every row is on one page") {
    Site site;
    site.sign_in();
    std::string csv = test::emis_csv(test::patients(1));
    for (const test::Patient& patient : test::patients(120, 1)) {
        csv += patient.given + "," + patient.family + ",," + patient.nhs_number + ","
               + patient.mobile + ",\r\n";
    }
    const std::string group = "/lists/" + site.uploaded(csv).text() + "/refused/dob.missing";
    std::string next = group;
    std::size_t seen = 0;
    int pages = 0;
    while (!next.empty()) {
        const http::Response page = site.get(next);
        ++pages;
        for (auto at = page.body.find(">Correct<"); at != std::string::npos;
             at = page.body.find(">Correct<", at + 1)) {
            ++seen;
        }
        const auto more = page.body.find("rel=\"next\"");
        const auto href = more == std::string::npos ? more : page.body.rfind("href=\"", more);
        next = href == std::string::npos
                   ? ""
                   : page.body.substr(href + 6, page.body.find('"', href + 6) - href - 6);
    }

    CHECK(pages == 3);
    CHECK(seen == 120);
}

TEST_CASE("review: a row that is corrected comes onto the list, and the page says so") {
    for_each_review([](Reviewed& at) {
        const std::string row = at.row(File::mistyped_line);
        const test::Patient& patient = at.file.patients[20];
        const http::Response page = at.site.get(row + "?from=nhs_number.check_digit");
        CHECK(says(page, "Correct line 27"));
        CHECK(says(page, "value=\"" + mistyped(patient.nhs_number) + "\""));
        CHECK(says(page, "The NHS number is mistyped"));

        const auto press = [&] {
            return at.site.post(
                row,
                {{"given", patient.given},
                 {"family", patient.family},
                 {"date_of_birth", "01/02/1980"},
                 {"nhs_number", patient.nhs_number},
                 {"mobile", patient.mobile},
                 {"email", patient.email},
                 {"from", "nhs_number.check_digit"},
                 {"after", "0"}}
            );
        };

        const http::Response answer = press();

        CHECK(answer.status == 303);
        CHECK(location(answer).starts_with(at.page + "/refused/nhs_number.check_digit?after=0"));
        CHECK(says(at.site.get(location(answer)), "Line 27 is on the list now."));
        CHECK(at.site.summary(at.list).accepted == 21);
        CHECK(at.site.summary(at.list).refused == 6);
        CHECK(at.site.summary(at.list).mended == 1);
        // Pressed again it says the same, and changes nothing.
        const http::Response again = press();
        CHECK(says(at.site.get(location(again)), "Line 27 is on the list now."));
        CHECK(at.site.summary(at.list).accepted == 21);
    });
}

TEST_CASE("review: what was not used of a correction is said at once") {
    for_each_review([](Reviewed& at) {
        const test::Patient& patient = at.file.patients[20];
        const http::Response answer = at.site.post(
            at.row(File::mistyped_line),
            {{"given", patient.given},
             {"family", patient.family},
             {"date_of_birth", "01/02/1980"},
             {"nhs_number", patient.nhs_number},
             {"mobile", patient.mobile},
             {"email", "nobody"}}
        );
        const http::Response page = at.site.get(location(answer));

        CHECK(says(page, "Line 27 is on the list now."));
        CHECK(says(page, "What you typed under E-mail Address was not used."));
        CHECK(says(page, "The email address is not complete"));
    });
}

TEST_CASE("review: who types for a row that somebody else dealt with is told that it was not used"
) {
    for_each_review([](Reviewed& at) {
        const std::string row = at.row(File::mistyped_line);
        const test::Patient& patient = at.file.patients[20];
        const auto type = [&](const std::string& mobile) {
            const http::Response answer = at.site.post(
                row,
                {{"given", patient.given},
                 {"family", patient.family},
                 {"date_of_birth", "01/02/1980"},
                 {"nhs_number", patient.nhs_number},
                 {"mobile", mobile}}
            );
            return at.site.get(location(answer));
        };

        SUBCASE("corrected before") {
            CHECK(says(type(patient.mobile), "Line 27 is on the list now."));
            const http::Response late = type("07700 900999");
            CHECK(says(late, "Line 27 was put on the list before you pressed the button"));
            CHECK(says(late, "What you typed was not used."));
            CHECK_FALSE(says(late, "is on the list now"));
            CHECK_FALSE(says(late, "nhsuk-notification-banner--success"));
            const http::Response left_out = at.site.post(row + "/leave-out");
            CHECK(says(at.site.get(location(left_out)), "It is not left out."));
        }
        SUBCASE("left out before") {
            at.site.post(row + "/leave-out");
            const http::Response late = type(patient.mobile);
            CHECK(says(late, "Line 27 was left out before you pressed the button"));
            CHECK(says(late, "What you typed was not used."));
            CHECK_FALSE(says(late, "says the same as another row"));
        }
    });
}

TEST_CASE("review: what is typed and still wrong is kept, with its reasons at the fields") {
    Reviewed at;

    const http::Response answer = at.site.post(
        at.row(File::no_date_line),
        {{"given", "Ann"},
         {"family", "Example"},
         {"date_of_birth", "31/02/1980"},
         {"nhs_number", "12"},
         {"mobile", "020 7946 0018"},
         {"email", "\"><script>"}}
    );

    CHECK(answer.status == 400);
    CHECK(says(answer, "There is a problem"));
    CHECK(says(answer, "value=\"31/02/1980\""));
    CHECK(says(answer, "value=\"020 7946 0018\""));
    CHECK(says(answer, "href=\"#date_of_birth\""));
    CHECK(says(answer, "href=\"#nhs_number\""));
    CHECK(says(answer, "The mobile number is a landline"));
    CHECK_FALSE(says(answer, "<script>\""));
    CHECK(at.site.summary(at.list).refused == File::refused);
}

TEST_CASE("review: a row corrected to a patient who is there says so, and can be left out") {
    Reviewed at;
    const test::Patient& patient = at.file.patients[0];
    const auto correct = [&](const std::string& mobile) {
        return at.site.post(
            at.row(File::unreached_line),
            {{"given", patient.given},
             {"family", patient.family},
             {"date_of_birth",
              std::to_string(static_cast<unsigned>(patient.date_of_birth.day())) + "/"
                  + std::to_string(static_cast<unsigned>(patient.date_of_birth.month())) + "/"
                  + std::to_string(static_cast<int>(patient.date_of_birth.year()))},
             {"nhs_number", patient.nhs_number},
             {"mobile", mobile},
             {"email", patient.email},
             {"from", "contact.missing"}}
        );
    };

    const http::Response same = correct(patient.mobile);
    CHECK(same.status == 409);
    CHECK(says(same, "Another row of the list is this patient"));
    CHECK(says(same, "href=\"#leave-out\""));
    CHECK(says(same, "id=\"leave-out\""));
    const http::Response other = correct("07700 900999");
    CHECK(other.status == 409);
    CHECK(says(other, "Another row of the list has this NHS number"));
    CHECK(says(other, "value=\"07700 900999\""));
    CHECK(at.site.summary(at.list).refused == File::refused);

    const http::Response left_out =
        at.site.post(at.row(File::unreached_line) + "/leave-out", {{"from", "contact.missing"}});
    CHECK(says(at.site.get(location(left_out)), "Line 29 is left out."));
    CHECK(at.site.summary(at.list).left_out == 1);
    CHECK(says(at.site.get(at.row(File::unreached_line)), "This row is left out."));
}

TEST_CASE(
    "review: where one of two rows that stand against each other is left out, the other is used"
) {
    for_each_review([](Reviewed& at) {
        const http::Response page = at.site.get(at.row(File::second_of_pair_line));
        CHECK(says(page, "The rows of this patient"));
        CHECK(says(page, "other@example.org"));

        const http::Response answer = at.site.post(
            at.row(File::second_of_pair_line) + "/leave-out", {{"from", "duplicate.conflict"}}
        );

        CHECK(says(
            at.site.get(location(answer)),
            "Line 32 is left out, and the other row of this patient is on the list now."
        ));
        CHECK(at.site.summary(at.list).accepted == 21);
        CHECK(at.site.summary(at.list).left_out == 1);
    });
}

TEST_CASE("review: all rows of a reason are left out at once, but not those that need a decision") {
    Reviewed at;

    const http::Response answer = at.site.post(at.page + "/refused/dob.missing/leave-out");

    CHECK(says(
        at.site.get(location(answer)), "The rows with this fault are left out: The date of birth"
    ));
    CHECK(at.site.summary(at.list).left_out == 1);
    CHECK(at.site.post(at.page + "/refused/duplicate.conflict/leave-out").status == 404);
    CHECK(at.site.summary(at.list).left_out == 1);
    // What is not so is not said, whatever the address claims.
    CHECK_FALSE(says(at.site.get(at.page + "?said=corrected&row=1"), "Success"));
    CHECK_FALSE(says(at.site.get(at.page + "?said=corrected&row=999"), "Success"));
}

TEST_CASE("review: thousands of rows are left out by one press, which goes on by itself") {
    Site site;
    site.sign_in();
    std::string csv = test::emis_csv(test::patients(1));
    for (int i = 0; i < 6'000; ++i) {
        csv += "Ann,Example,,,07700900001,\r\n";
    }
    const ListId list = site.uploaded(csv);
    const std::string page = "/lists/" + list.text() + "/refused/dob.missing";

    const http::Response answer = site.post(page + "/leave-out");

    CHECK(answer.status == 303);
    CHECK(says(site.get(location(answer)), "The rows with this fault are being left out."));
    CHECK(says(site.get(page), "These rows are being left out"));
    CHECK_FALSE(says(site.get(page), "Leave out all"));
    const std::int64_t before = site.summary(list).refused;
    CHECK(before < 6'000);
    CHECK(before > 0);
    // A process that begins now has nothing but what is stored.
    std::int64_t pieces = 1;
    while (*site.world.await(lists::leave_out_asked(site.world.database(), site.flows().reviewing))
    ) {
        ++pieces;
    }
    CHECK(pieces == before / 100 + 1);
    CHECK(site.summary(list).left_out == 6'000);
    CHECK(site.summary(list).refused == 0);
    CHECK(says(site.get(location(answer)), "The rows with this fault are left out:"));
}

TEST_CASE("review: what is being left out waits for a file that comes in, and ends with the draft"
) {
    for_each_review([](Reviewed& at) {
        lists::Reviewing& reviewing = at.site.flows().reviewing;
        const practice::Actor actor = at.site.world.actor();
        const auto ask = [&](db::Transaction& tx) {
            return reviewing.ask_to_leave_out(tx, actor, at.list, "dob.missing");
        };
        REQUIRE(at.site.world.database().write_now(ask).ok());
        const auto use = [&](db::Transaction& tx) {
            return at.site.flows().lists.use(tx, actor, at.list, lists::OldList::accepted);
        };
        REQUIRE(at.site.world.database().write_now(use).ok());

        const auto piece = [&](db::Transaction& tx) {
            return reviewing.leave_out_piece(tx, {actor, at.list, "dob.missing"});
        };
        const auto left = at.site.world.database().write_now(piece);
        REQUIRE(left.ok());
        CHECK_FALSE(*left);
        const auto asked = [&](db::Snapshot& db) -> Result<std::size_t> {
            return reviewing.asked_to_leave_out(db, 10).size();
        };
        CHECK(*at.site.world.database().read_now(asked) == 0);
        CHECK(at.site.summary(at.list).left_out == 0);
    });
}

// An event report may hold a patient a hundred thousand times. Nothing that is done to one of the
// rows opens the others: here they cannot be opened.
TEST_CASE("review: of many rows of one patient few are shown, and none is opened to judge another"
) {
    Site site;
    site.sign_in();
    const test::Patient patient = test::patient(3);
    std::string csv = test::emis_csv(test::patients(1));
    for (int i = 0; i < 40; ++i) {
        csv += patient.given + "," + patient.family + ",12/03/1980," + patient.nhs_number + ",07700"
               + std::to_string(900'100 + i) + ",\r\n";
    }
    const ListId list = site.uploaded(csv);
    const std::string page = "/lists/" + list.text();
    const http::Response all = site.get(page + "/refused/duplicate.conflict");
    CHECK(says(all, " and 29 others"));
    CHECK(says(site.get(page + "/rows/40"), "These are the first of them and 29 others."));
    const auto damage = [](db::Transaction& tx) -> Outcome {
        constexpr std::string_view spoil =
            "UPDATE list_refused_rows SET identity_sealed = x'00' WHERE row_number > 2";
        tx.run(db::Sql{"test/spoil", spoil, spoil});
        return done();
    };
    REQUIRE(site.world.database().write_now(damage).ok());

    CHECK(site.post(page + "/rows/1/leave-out").status == 303);

    CHECK(site.summary(list).left_out == 1);
    CHECK(site.summary(list).refused == 39);
}

TEST_CASE("review: of a row whose cells cannot be told apart nothing is made up") {
    Site site;
    site.sign_in();
    const ListId list = site.uploaded(
        test::emis_csv(test::patients(1))
        + "\"Ann\"x,Example,12/03/1980,9990000018,07700900001,\r\n"
    );

    const http::Response page = site.get("/lists/" + list.text() + "/refused/row.bad_quoting");

    CHECK(says(page, "The cells cannot be told apart"));
    CHECK_FALSE(says(page, "No name"));
}

TEST_CASE("review: a row that was corrected shows the patient that it became") {
    Reviewed at;
    const std::string row = at.row(File::mistyped_line);
    const test::Patient& patient = at.file.patients[20];
    REQUIRE(
        at.site
            .post(
                row,
                {{"given", "Renamed"},
                 {"family", patient.family},
                 {"date_of_birth", "01/02/1980"},
                 {"nhs_number", patient.nhs_number},
                 {"mobile", patient.mobile},
                 {"email", patient.email},
                 {"from", "nhs_number.check_digit"},
                 {"after", "0"}}
            )
            .status
        == 303
    );

    const http::Response page = at.site.get(row);

    CHECK(says(page, "On the list"));
    CHECK(says(page, "Renamed " + patient.family));
    CHECK(says(page, "As it was"));
    CHECK_FALSE(says(page, patient.nhs_number));
}

TEST_CASE("lists: who uploads, views or searches is in the audit, once an hour, without the words"
) {
    Site site;
    site.sign_in();
    const ListId list = site.uploaded(test::emis_csv(test::patients(3)) + "Ann,Example,,,,\r\n");
    const auto audited = [&](std::string_view action) {
        const auto count = [&](db::Snapshot& at) -> Result<std::int64_t> {
            constexpr std::string_view text =
                "SELECT COUNT(*) FROM audit_events WHERE action = ?1 AND subject LIKE ?2 || '%'";
            return *at.one(
                db::Sql{"test/audited_of", text, text},
                [](const db::Row& row) { return row.integer(0); },
                action,
                std::string_view(list.text())
            );
        };
        return site.world.database().read_now(count).value();
    };
    const std::string page = "/lists/" + list.text();
    CHECK(audited("list.file_uploaded") == 1);
    site.get(page + "/refused/dob.missing");
    site.get(page + "/refused/dob.missing");
    site.get(page + "/rows/1");
    CHECK(audited("list.rows_viewed") == 1);
    REQUIRE(site.post(page, {{"revision", "0"}}).status == 303);
    site.get(page);
    site.get(page);
    CHECK(audited("list.patients_viewed") == 1);
    site.post(page + "/search", {{"q", "Testpatient"}});
    CHECK(audited("list.searched") == 1);

    for (int i = 0; i < 3; ++i) { // a session ends when nothing is done for half an hour
        site.world.clock().advance(std::chrono::minutes{21});
        site.get("/lists");
    }
    site.get(page);
    CHECK(audited("list.patients_viewed") == 2);

    const auto words = [](db::Snapshot& at) -> Result<std::int64_t> {
        constexpr std::string_view text =
            "SELECT COUNT(*) FROM audit_events WHERE subject LIKE '%Testpatient%'";
        return *at.one(db::Sql{"test/words", text, text}, [](const db::Row& row) {
            return row.integer(0);
        });
    };
    CHECK(site.world.database().read_now(words).value() == 0);
}

TEST_CASE("review: nothing but a row's own page shows an NHS number") {
    Reviewed at;
    const auto numbers = [&] {
        std::vector<std::string> all;
        for (const test::Patient& patient : at.file.patients) {
            all.push_back(patient.nhs_number);
            all.push_back(mistyped(patient.nhs_number));
        }
        return all;
    }();
    const auto shows_number = [&numbers](const http::Response& page) {
        std::string digits;
        std::ranges::copy_if(page.body, std::back_inserter(digits), [](char c) {
            return c != ' ';
        });
        return std::ranges::any_of(numbers, [&digits](const std::string& number) {
            return digits.contains(number);
        });
    };

    for (const char* path :
         {"",
          "/refused/nhs_number.check_digit",
          "/refused/nhs_number.excel_damage",
          "/refused/dob.missing",
          "/refused/mobile.invalid",
          "/refused/contact.missing",
          "/refused/duplicate.identical",
          "/refused/duplicate.conflict",
          "/noticed/preamble.skipped",
          "/noticed/formula_like",
          "/files",
          "/replace"}) {
        CAPTURE(path);
        const http::Response page = at.site.get(at.page + path);
        CHECK(page.status == 200);
        CHECK_FALSE(shows_number(page));
    }
    CHECK(shows_number(at.site.get(at.row(File::mistyped_line))));
}

TEST_CASE("review: an NHS number in a wrong column is not shown either") {
    Site site;
    site.sign_in();
    const test::Patient patient = test::patient(1);
    const std::string csv = test::emis_csv(test::patients(1)) + patient.given + ","
                            + patient.nhs_number + ",01/02/1980,12," + patient.mobile + ",\r\n";

    const http::Response page =
        site.get("/lists/" + site.uploaded(csv).text() + "/refused/nhs_number.invalid");

    CHECK(says(page, patient.given));
    CHECK_FALSE(says(page, patient.nhs_number));
}

TEST_CASE("review: what somebody else changed meanwhile is looked at before the list is used") {
    Site site;
    site.sign_in();
    const ListId list = site.uploaded(test::emis_csv(test::patients(2)));
    const std::string page = "/lists/" + list.text();
    const std::string seen = field(site.get(page), "revision");
    site.upload(page + "/files", {}, "more.csv", test::emis_csv(test::patients(190, 2)));

    const http::Response late = site.post(page, {{"revision", seen}});
    CHECK(late.status == 409);
    CHECK(says(late, "Somebody changed the list after you looked at it, so it was not used."));
    CHECK(says(late, "Continue with 192 patients"));
    CHECK(site.summary(list).state == lists::State::draft);

    const std::string now = field(late, "revision");
    CHECK(location(site.post(page, {{"revision", now}})).starts_with("/drafts/"));
    // Confirmed by somebody else, it may still be another than the one that was seen.
    const http::Response confirmed = site.post(page, {{"revision", seen}});
    CHECK(confirmed.status == 409);
    CHECK(says(confirmed, "Somebody changed the list after you looked at it"));
}

TEST_CASE("review: lines of two files of one name are told apart") {
    Site site;
    site.sign_in();
    const std::string page = "/lists/" + site.uploaded(test::emis_csv(test::patients(2))).text();
    std::string other = test::emis_csv(test::patients(1));
    const std::string mobile = test::patient(0).mobile;
    other.replace(other.find(mobile), mobile.size(), "07700900999");
    site.upload(page + "/files", {}, "list.csv", other);

    const http::Response pair = site.get(page + "/refused/duplicate.conflict");

    CHECK(says(pair, "Line 2 of list.csv (file 1)"));
    CHECK(says(pair, "Line 2 of list.csv (file 2)"));
}

TEST_CASE("review: a row that was left out by mistake is found and put back") {
    for_each_review([](Reviewed& at) {
        const std::string row = at.row(File::no_date_line);
        const std::string left_out = at.page + "/left-out";
        CHECK(says(at.site.get(left_out), "No row is left out."));
        at.site.post(row + "/leave-out");
        CHECK(says(at.site.get(at.page), link(left_out, "row left out")));
        const http::Response rows = at.site.get(left_out);
        CHECK(says(rows, "Line 28"));
        CHECK(says(rows, at.file.patients[21].family));
        CHECK(says(rows, "The date of birth is missing."));
        CHECK_FALSE(says(rows, at.file.patients[21].nhs_number));

        const http::Response answer = at.site.post(row + "/put-back");

        CHECK(says(at.site.get(location(answer)), "Line 28 is back among the refused rows."));
        CHECK(at.site.summary(at.list).refused == File::refused);
        CHECK(at.site.summary(at.list).left_out == 0);
        CHECK(at.site.post(row + "/put-back").status == 303);
        CHECK(at.site.summary(at.list).refused == File::refused);
    });
}

TEST_CASE("review: nobody is said to get no message whose other row is on the list") {
    Site site;
    site.sign_in();
    const std::string twice = test::emis_csv(test::patients(1));
    const std::string again = twice.substr(twice.find('\n') + 1);
    const std::string page = "/lists/" + site.uploaded(twice + again).text();

    const auto check = [&site, &page](std::string_view heading) {
        const http::Response shown = site.get(page);
        CHECK(says(shown, heading));
        CHECK(says(shown, "only if another row of the patient is on the list."));
        CHECK_FALSE(says(shown, "gets no message"));
    };
    check("1 row was refused");
    REQUIRE(site.post(page).status == 303);
    check("Rows that were refused");
}

TEST_CASE("review: an old list is used only by somebody who says that it is still right") {
    for_each_review([](Reviewed& at) {
        const http::Response page = at.site.get(at.page);
        CHECK(says(page, "This list was run 51 days ago. I have checked that it is still right."));

        const http::Response refused = at.site.post(at.page);

        CHECK(refused.status == 409);
        CHECK(says(refused, "The report behind this list was run more than 14 days ago."));
        CHECK(says(refused, "href=\"#still_right\""));
        CHECK(at.site.summary(at.list).state == lists::State::draft);

        const http::Response used = at.site.post(at.page, {{"still_right", "yes"}});
        CHECK(location(used).starts_with("/drafts/"));
        CHECK(at.site.summary(at.list).state == lists::State::confirmed);
        // The same for using it again.
        CHECK(at.site.post(at.page).status == 409);
        CHECK(location(at.site.post(at.page, {{"still_right", "yes"}})).starts_with("/drafts/"));
    });
}

TEST_CASE("review: a list is not called old where nobody knows when it was run") {
    Site site;
    site.sign_in();
    const std::string page = "/lists/" + site.uploaded(test::emis_csv(test::patients(2))).text();

    CHECK_FALSE(says(site.get(page), "still_right"));
    CHECK(location(site.post(page)).starts_with("/drafts/"));
}

TEST_CASE("review: a confirmed list can be read and not changed") {
    Reviewed at;
    REQUIRE(at.site.post(at.page, {{"still_right", "yes"}}).status == 303);

    const http::Response group = at.site.get(at.page + "/refused/dob.missing");
    CHECK(says(group, "The list is confirmed, so nothing about it can be changed."));
    CHECK_FALSE(says(group, "Leave out"));
    CHECK(says(
        at.site.get(at.row(File::no_date_line)),
        "The list is confirmed, so nothing about it can be changed."
    ));
    const std::string row = at.row(File::no_date_line);
    CHECK(code_of(at.site.post(row + "/leave-out")) == "list.not_draft");
    CHECK(code_of(at.site.post(at.page + "/refused/dob.missing/leave-out")) == "list.not_draft");
    const test::Patient& patient = at.file.patients[21];
    const http::Response corrected = at.site.post(
        row,
        {{"given", patient.given},
         {"family", patient.family},
         {"date_of_birth", "01/02/1980"},
         {"nhs_number", patient.nhs_number},
         {"mobile", patient.mobile}}
    );
    CHECK(corrected.status == 409);
    CHECK(at.site.summary(at.list).accepted == 20);
    CHECK(code_of(at.site.get(at.page + "/files")) == "list.not_draft");
    CHECK(code_of(at.site.get(at.page + "/replace")) == "list.not_draft");
}

TEST_CASE("review: a list of quite another length than the practice's others is asked about") {
    Site site;
    site.sign_in();
    const auto page_of = [&site](std::size_t patients, std::uint64_t first) {
        return site.get(
            "/lists/" + site.uploaded(test::emis_csv(test::patients(patients, first))).text()
        );
    };
    CHECK_FALSE(says(page_of(40, 100), "Is it the list you mean?"));
    for (int i = 0; i < 3; ++i) {
        site.world.list_of(static_cast<std::size_t>(10 + i));
    }

    const http::Response longer = page_of(33, 200);
    CHECK(says(longer, "This list has 33 patients"));
    CHECK(says(longer, "about 11. Is it the list you mean?"));
    CHECK(says(page_of(3, 300), "Is it the list you mean?"));
    CHECK_FALSE(says(page_of(32, 400), "Is it the list you mean?"));
    CHECK_FALSE(says(page_of(4, 500), "Is it the list you mean?"));
}

TEST_CASE("review: a mobile number that three patients share is pointed out") {
    Site site;
    site.sign_in();
    std::vector<test::Patient> patients = test::patients(6);
    for (std::size_t i = 0; i < 3; ++i) {
        patients[i].mobile = "07700900555";
    }

    const std::string address = "/lists/" + site.uploaded(test::emis_csv(patients)).text();
    const http::Response page = site.get(address);

    CHECK(says(page, "One mobile number is shared by three or more patients"));
    CHECK(says(page, "07700 900555"));
    CHECK(says(page, "is then read by somebody else"));
    const http::Response noticed = site.get(address + "/noticed/contact.shared");
    CHECK(says(noticed, "07700 900555"));
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(says(noticed, patients[i].given + " " + patients[i].family));
    }
    CHECK_FALSE(says(noticed, "it was not used"));
}

}
