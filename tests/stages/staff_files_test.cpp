// The files of a list: another is added, one is put in the place of the first, and the refused rows
// are taken out, mended and brought back.
#include "flow/upload/reader/read_list.hpp"
#include "tests/stages/site.hpp"
#include "tests/stages/troubled_file.hpp"

#include <algorithm>
#include <map>

namespace cohort::stages {
namespace {

// How our own reader reads a file.
upload::ListReading read_file(std::string_view csv) {
    const upload::ReadOptions options{
        .today =
            std::chrono::year_month_day{
                std::chrono::year{2027}, std::chrono::January, std::chrono::day{12}
            }
    };
    return upload::read_list(csv, options);
}

std::vector<std::string> codes_of(const upload::RejectedRow& row) {
    std::vector<std::string> codes;
    for (const upload::RejectionReason& reason : row.reasons) {
        codes.emplace_back(reason.code.text());
    }
    return codes;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    REQUIRE(at != text.npos);
    return text.replace(at, what.size(), by);
}

struct Draft {
    Site site;
    TroubledFile file;
    ListId list;
    std::string page;

    explicit Draft(Engine engine = Engine::sqlite) : site(engine) {
        site.sign_in();
        list = site.uploaded(file.csv);
        page = "/lists/" + list.text();
    }

    std::string download() { return site.read(site.get(page + "/refused.csv")); }
};

}

TEST_CASE("refused rows: the download has a safe name, is never cached, and is noted in the audit"
) {
    Draft at;

    const http::Response download = at.site.get(at.page + "/refused.csv");

    CHECK(download.status == 200);
    CHECK(download.headers.get("Content-Type") == "text/csv; charset=utf-8");
    CHECK(
        download.headers.get("Content-Disposition")
        == "attachment; filename*=UTF-8''Refused%20rows%2C%20Recall.csv"
    );
    const auto audited = [](db::Snapshot& at) -> Result<std::int64_t> {
        constexpr std::string_view count =
            "SELECT COUNT(*) FROM audit_events WHERE action = 'list.refused_downloaded'";
        return *at.one(db::Sql{"test/audited", count, count}, [](const db::Row& row) {
            return row.integer(0);
        });
    };
    CHECK(at.site.world.database().read_now(audited).value() == 1);
}

TEST_CASE("refused rows: the download holds each as it was found, safe to open in a spreadsheet") {
    Draft at;

    const std::string csv = at.download();

    CHECK(csv.starts_with(
        "\xEF\xBB\xBF\"Given Name\",\"Family Name\",\"Date of Birth\",\"NHS Number\",\"Mobile "
        "Telephone\",\"E-mail\",\"File\",\"Line\",\"Why it was refused\"\r\n"
    ));
    CHECK(std::ranges::count(csv, '\n') == 1 + TroubledFile::refused);
    CHECK(csv.contains("\"'=HYPERLINK(A1)\""));
    CHECK(csv.contains("\"=\"\"01/02/1980\"\"\""));
    CHECK(csv.contains("\"=\"\"" + mistyped(at.file.patients[20].nhs_number) + "\"\"\""));
    CHECK(csv.contains("\"list.csv\",\"27\",\"The NHS number is mistyped: its last digit does not "
                       "fit the others.\"\r\n"));
}

TEST_CASE("refused rows: read again, the download has the same rows with the same reasons") {
    Draft at;
    std::map<std::vector<std::string>, int> wanted;
    const upload::ListReading first = read_file(at.file.csv);
    for (std::size_t i = 0; i < first.rejected_count(); ++i) {
        ++wanted[codes_of(first.rejected(i))];
    }
    // Beside nothing but itself, it repeats nobody.
    wanted.erase({"duplicate.identical"});

    const upload::ListReading again = read_file(at.download());

    REQUIRE_FALSE(again.refusal().has_value());
    std::map<std::vector<std::string>, int> found;
    for (std::size_t i = 0; i < again.rejected_count(); ++i) {
        ++found[codes_of(again.rejected(i))];
    }
    CHECK(found == wanted);
    CHECK(again.accepted_count() == 1);
}

TEST_CASE("refused rows: mended in the download and added, their patients come onto the list") {
    for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
        Draft at(engine);
        std::string csv = at.download();
        csv = replaced(
            std::move(csv),
            mistyped(at.file.patients[20].nhs_number),
            at.file.patients[20].nhs_number
        );
        csv = replaced(std::move(csv), "07700 9001", "07700 900123");
        // The date that is missing.
        csv = replaced(
            std::move(csv),
            at.file.patients[21].family + "\",,",
            at.file.patients[21].family + "\",\"3/4/1950\","
        );

        const http::Response answer =
            at.site.upload(at.page + "/files", {{"upload_key", "mended"}}, "mended.csv", csv);

        CHECK(location(answer) == at.page);
        CHECK(at.site.summary(at.list).accepted == 22);
        const http::Response page = at.site.get(at.page);
        CHECK(says(page, "File 2 of 2"));
        CHECK(says(page, "mended.csv"));
        // From two files, every row says of which it is.
        CHECK(says(at.site.get(at.page + "/refused/contact.missing"), "mended.csv"));
        CHECK(std::ranges::count(at.download(), '\n') == 1 + at.site.summary(at.list).refused);
    }
}

TEST_CASE("refused rows: what a spreadsheet had wrapped already is not wrapped twice") {
    Site site;
    site.sign_in();
    const test::Patient patient = test::patient(1);
    const std::string csv = test::emis_csv(test::patients(1)) + patient.given + "," + patient.family
                            + ",,\"=\"\"" + patient.nhs_number + "\"\"\",'" + patient.mobile
                            + ",\r\n";
    const std::string download =
        site.read(site.get("/lists/" + site.uploaded(csv).text() + "/refused.csv"));

    const upload::ListReading again = read_file(download);

    REQUIRE(again.rejected_count() == 1);
    CHECK(codes_of(again.rejected(0)) == std::vector<std::string>{"dob.missing"});
}

TEST_CASE("refused rows: an address that begins like a formula is read as what it was") {
    Site site;
    site.sign_in();
    const test::Patient patient = test::patient(1);
    const std::string csv = test::emis_csv(test::patients(1)) + patient.given + "," + patient.family
                            + ",," + patient.nhs_number + ",,+ann@example.org\r\n";
    const std::string download =
        site.read(site.get("/lists/" + site.uploaded(csv).text() + "/refused.csv"));

    const upload::ListReading again =
        read_file(replaced(download, patient.family + "\",,", patient.family + "\",\"3/4/1950\","));

    REQUIRE(again.accepted_count() == 1);
    CHECK(again.reveal(0).email == "+ann@example.org");
}

TEST_CASE("refused rows: a hundred thousand are written in pieces, and all of them") {
    Site site;
    site.sign_in();
    const auto allow_more = [](db::Transaction& tx) -> Outcome {
        constexpr std::string_view update = "UPDATE practices SET patients_max = 1000000";
        tx.run(db::Sql{"test/allow_more", update, update});
        return done();
    };
    REQUIRE(site.world.database().write_now(allow_more).ok());
    std::string csv = test::emis_csv(test::patients(1));
    for (int i = 0; i < 12'345; ++i) {
        csv += "Ann,Example,,,07700900001,\r\n";
    }
    const http::Response download =
        site.get("/lists/" + site.uploaded(csv).text() + "/refused.csv");

    const std::string text = site.read(download);

    CHECK(std::ranges::count(text, '\n') == 1 + 12'345);
    CHECK(text.contains("\"12347\""));
}

TEST_CASE("files: what is added twice, is too much, or is no list is refused in words") {
    Draft at;
    const std::string files = at.page + "/files";
    CHECK(says(at.site.get(files), "Add another file to Recall"));

    const http::Response same =
        at.site.upload(files, {{"upload_key", "a"}}, "list.csv", at.file.csv);
    CHECK(same.status == 409);
    CHECK(says(same, "This file is on the list already"));
    const http::Response none = at.site.upload(files, {{"upload_key", "b"}}, "", "");
    CHECK(none.status == 400);
    CHECK(says(none, "No file was chosen."));
    const http::Response empty = at.site.upload(files, {{"upload_key", "c"}}, "empty.csv", " ");
    CHECK(says(empty, "The file is empty."));
    const auto allow_few = [](db::Transaction& tx) -> Outcome {
        constexpr std::string_view update = "UPDATE practices SET patients_max = 25";
        tx.run(db::Sql{"test/allow_few", update, update});
        return done();
    };
    REQUIRE(at.site.world.database().write_now(allow_few).ok());
    const http::Response many = at.site.upload(
        files, {{"upload_key", "d"}}, "more.csv", test::emis_csv(test::patients(10, 100))
    );
    CHECK(many.status == 400);
    CHECK(says(many, "more patients than one bulk message can go to"));
    CHECK(says(many, "the most is 25"));
    CHECK(at.site.summary(at.list).accepted == 20);
    CHECK_FALSE(says(at.site.get(at.page), "File 2 of 2"));
}

TEST_CASE("files: a form from elsewhere adds nothing and replaces nothing") {
    Draft at;
    for (const char* path : {"/files", "/replace"}) {
        const http::Response answer = at.site.upload(
            at.page + path,
            {{"token", "of somebody else"}, {"name", "X"}, {"upload_key", "x"}},
            "more.csv",
            test::emis_csv(test::patients(3, 100))
        );
        CHECK(code_of(answer) == "request.token_wrong");
    }
    CHECK(at.site.summary(at.list).accepted == 20);
    CHECK(at.site.get(at.page).status == 200);
}

TEST_CASE("files: what replaces a file makes a new list, and the old one is gone") {
    for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
        Draft at(engine);
        const http::Response form = at.site.get(at.page + "/replace");
        CHECK(says(form, "value=\"Recall\""));
        const http::Response unnamed = at.site.upload(
            at.page + "/replace",
            {{"name", " "}, {"upload_key", "r"}},
            "new.csv",
            TroubledFile::without_trouble()
        );
        CHECK(unnamed.status == 400);
        CHECK(says(unnamed, "The list has no name."));
        CHECK(at.site.get(at.page).status == 200);

        const http::Response answer = at.site.upload(
            at.page + "/replace",
            {{"name", "Recall"}, {"upload_key", "r"}},
            "new.csv",
            TroubledFile::without_trouble()
        );

        CHECK(location(answer).starts_with("/lists/"));
        CHECK(location(answer) != at.page);
        CHECK(says(at.site.get(location(answer)), "new.csv"));
        CHECK(at.site.get(at.page).status == 404);
    }
}

TEST_CASE("files: while one is being added, the page says so, and nothing else can be done") {
    Draft at;
    const auto begin = [&](db::Transaction& tx) {
        return at.site.flows().receiving.start(
            tx,
            at.site.world.actor(),
            {.list_name = "",
             .name = "more.csv",
             .upload_key = "slow",
             .sha256 = "00",
             .added_to = at.list}
        );
    };
    REQUIRE(at.site.world.database().write_now(begin).ok());

    const http::Response page = at.site.get(at.page);
    CHECK(says(page, "A file is being added to this list at this moment."));
    CHECK_FALSE(says(page, "Continue with"));
    CHECK_FALSE(says(page, "Replace the file"));
    const http::Response used = at.site.post(at.page, {{"still_right", "yes"}});
    CHECK(used.status == 409);
    CHECK(says(used, "A file is being added to this list at this moment."));
    const http::Response group = at.site.get(at.page + "/refused/dob.missing");
    CHECK(says(group, "A file is being added to this list at this moment."));
    CHECK_FALSE(says(group, "Leave out"));
    CHECK(
        says(at.site.get(at.page + "/rows/1"), "A file is being added to this list at this moment.")
    );
    CHECK(code_of(at.site.post(at.page + "/rows/1/leave-out")) == "list.file_being_added");
}

}
