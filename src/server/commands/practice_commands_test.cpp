// `cohort practice|user|api-key` as an operator types them, in a folder that goes with the test.
#include <doctest/doctest.h>

#include <sqlite3.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

struct Ran {
    int status;
    std::string words; // standard output and error
};

class Operator {
public:
    Operator() {
        std::string name =
            (std::filesystem::temp_directory_path() / "cohort-command-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        folder_ = name;
    }

    ~Operator() { std::filesystem::remove_all(folder_); }

    Operator(const Operator&) = delete;
    Operator& operator=(const Operator&) = delete;

    // Requires: neither holds a single quote that is not the shell's.
    Ran types(const std::string& arguments, const std::string& input = {}) const {
        const std::string line = "printf '%s' '" + input + "' | '" COHORT_COMMAND "' " + arguments
                                 + " --data '" + folder_.string() + "/data' 2>&1";
        // NOLINTNEXTLINE(cert-env33-c): a shell is what is tested, with words of our own
        std::FILE* pipe = ::popen(line.c_str(), "r");
        REQUIRE(pipe != nullptr);
        Ran ran{0, {}};
        std::array<char, 4096> piece{};
        while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), pipe)) {
            ran.words.append(piece.data(), count);
        }
        ran.status = ::pclose(pipe);
        return ran;
    }

    void has_a_practice() const {
        REQUIRE(types("practice add --ods A81001 --name 'Riverside Surgery'").status == 0);
    }

    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path folder_;
};

// The database, past Cohort: what an auditor would find in it.
class Rows {
public:
    explicit Rows(const Operator& person) {
        const auto file = person.folder() / "data" / "cohort.db";
        REQUIRE(::sqlite3_open(file.c_str(), &database_) == SQLITE_OK);
    }

    ~Rows() { ::sqlite3_close(database_); }

    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    // Columns joined by a blank.
    std::vector<std::string> of(const char* sql) const {
        std::vector<std::string> rows;
        const auto on_row = [](void* all, int columns, char** values, char**) {
            std::string row;
            for (int column = 0; column < columns; ++column) {
                row += (column > 0 ? " " : "") + std::string(values[column] ? values[column] : "");
            }
            static_cast<std::vector<std::string>*>(all)->push_back(row);
            return 0;
        };
        REQUIRE(::sqlite3_exec(database_, sql, on_row, &rows, nullptr) == SQLITE_OK);
        return rows;
    }

    std::vector<std::string> audit() const {
        return of("SELECT action, subject FROM audit_events ORDER BY audit_event_id");
    }

private:
    sqlite3* database_ = nullptr;
};

// A failure is told in sentences: a status, and no bare code.
void check_refused(const Ran& ran, const std::string& words) {
    CHECK(ran.status != 0);
    CHECK_MESSAGE(ran.words.find(words) != std::string::npos, ran.words);
    CHECK_MESSAGE(ran.words.ends_with(".\n"), ran.words);
}

}

TEST_CASE("practice commands: with another master key nothing is read and nothing is written") {
    const Operator person;
    person.has_a_practice();
    const auto key = person.folder() / "data" / "master.key";
    std::ofstream(key, std::ios::binary | std::ios::trunc) << std::string(32, 'k');

    check_refused(
        person.types("user add --ods A81001 --email robin@example.org --name Robin"),
        "The master key is not the one"
    );
    CHECK(Rows(person).of("SELECT email_hash FROM users").empty());
}

TEST_CASE("practice commands: a name of two lines is refused, because it would be a mail's header"
) {
    const Operator person;
    check_refused(
        person.types("practice add --ods B82002 --name 'Hilltop\r\nBcc: x'"), "line break"
    );
}

TEST_CASE("practice commands: a practice is added, listed, and its feature switched on and off") {
    const Operator person;
    person.has_a_practice();
    CHECK(person.types("practice add --ods B82002 --name Hilltop --no-sms").status == 0);

    const auto list = [&] { return person.types("practice list").words; };
    CHECK(
        list().find("A81001  Riverside Surgery  bulk messages off, texts on,") != std::string::npos
    );
    CHECK(list().find("B82002  Hilltop  bulk messages off, texts off,") != std::string::npos);
    CHECK(person.types("practice feature --ods A81001 bulk-messages on").status == 0);
    CHECK(list().find("A81001  Riverside Surgery  bulk messages on") != std::string::npos);
    CHECK(person.types("practice feature --ods A81001 bulk-messages off").status == 0);
    CHECK(list().find("A81001  Riverside Surgery  bulk messages off") != std::string::npos);
}

TEST_CASE(
    "practice commands: what a practice's lists may hold is set, told with what it was, audited"
) {
    const Operator person;
    person.has_a_practice();
    const std::string set = "practice set --ods A81001 ";
    const auto list = [&] { return person.types("practice list").words; };
    CHECK(list().find(", 10000 patients a list, international numbers no\n") != std::string::npos);

    const Ran both = person.types(set + "--patients-max 25000 --international-numbers yes");
    CHECK(both.status == 0);
    CHECK(both.words == "patients_max 10000 to 25000\ninternational_numbers no to yes\nDone.\n");
    CHECK(list().find(", 25000 patients a list, international numbers yes\n") != std::string::npos);
    CHECK(
        person.types(set + "--international-numbers yes").words
        == "Nothing to change: it is so already.\n"
    );
    CHECK(person.types(set + "--international-numbers no").status == 0);
    CHECK(list().find(", 25000 patients a list, international numbers no\n") != std::string::npos);

    const auto audit = Rows(person).audit();
    REQUIRE(audit.size() == 3);
    CHECK(audit[1] == "practice.set patients_max 10000 to 25000, international_numbers no to yes");
    CHECK(audit[2] == "practice.set international_numbers yes to no");
}

TEST_CASE("practice commands: how many texts a practice may have sent is set, told and audited") {
    const Operator person;
    person.has_a_practice();
    const std::string set = "practice set --ods A81001 ";
    CHECK(
        person.types(set + "--texts-a-day 20000 --texts-a-month 100000").words
        == "texts_a_day no limit to 20000\ntexts_a_month no limit to 100000\nDone.\n"
    );
    CHECK(
        person.types(set + "--texts-a-day 20000").words == "Nothing to change: it is so already.\n"
    );
    CHECK(
        person.types(set + "--texts-a-month 0").words
        == "texts_a_month 100000 to no limit\nDone.\n"
    );
    check_refused(person.types(set + "--texts-a-day -1"), "whole number");
    CHECK(Rows(person).audit().back() == "practice.set texts_a_month 100000 to no limit");
}

TEST_CASE("practice commands: when a practice's messages leave is set, told and audited") {
    const Operator person;
    person.has_a_practice();
    const std::string set = "practice set --ods A81001 ";
    const auto list = [&] { return person.types("practice list").words; };
    CHECK(list().find(", sends mon-fri 08:00-18:00 after 30 s, ") != std::string::npos);

    CHECK(
        person.types(set + "--send-window always --undo-seconds 300").words
        == "send_window mon-fri 08:00-18:00 to always\nundo_seconds 30 to 300\nDone.\n"
    );
    CHECK(list().find(", sends always after 300 s, ") != std::string::npos);
    check_refused(person.types(set + "--undo-seconds 301"), "whole number");
    check_refused(person.types(set + "--send-window office"), "hours for sending");
    CHECK(
        Rows(person).audit().back()
        == "practice.set send_window mon-fri 08:00-18:00 to always, undo_seconds 30 to 300"
    );
}

TEST_CASE("practice commands: a setting is one practice's") {
    const Operator person;
    person.has_a_practice();
    REQUIRE(person.types("practice add --ods B82002 --name Hilltop").status == 0);

    REQUIRE(person.types("practice set --ods B82002 --international-numbers yes").status == 0);

    CHECK(
        Rows(person).of("SELECT ods_code, international_allowed FROM practices ORDER BY ods_code")
        == std::vector<std::string>{"A81001 0", "B82002 1"}
    );
}

TEST_CASE("practice commands: a password is made and shown, or read and not shown") {
    const Operator person;
    person.has_a_practice();

    const std::string add = "user add --ods A81001 --name Robin --role manager --email ";
    const Ran made = person.types(add + "robin@example.org");
    CHECK(made.status == 0);
    CHECK(made.words.find("Password: ") != std::string::npos);
    const Ran read = person.types(add + "ruth@example.org --password-stdin", "a long password\n");
    CHECK(read.status == 0);
    CHECK(read.words.find("assword") == std::string::npos);
    CHECK(person.types("user password --email ruth@example.org").status == 0);
}

TEST_CASE("practice commands: an API key is printed, another each time") {
    const Operator person;
    person.has_a_practice();

    const Ran first = person.types("api-key add --ods A81001 --label Rota");
    CHECK(first.words.starts_with("cohort_"));
    CHECK(first.words != person.types("api-key add --ods A81001 --label Rota").words);
}

TEST_CASE("practice commands: what cannot be done is said in sentences") {
    const Operator person;
    check_refused(person.types("practice list"), "There is no Cohort in this data folder.");
    CHECK_FALSE(std::filesystem::exists(person.folder() / "data"));
    person.has_a_practice();
    const std::string add = "user add --ods A81001 --name Robin --email ";
    REQUIRE(person.types(add + "robin@example.org").status == 0);

    check_refused(person.types("practice add --ods A81001 --name Other"), "ODS code");
    check_refused(person.types("practice add --ods '!' --name Other"), "ODS code");
    check_refused(person.types("practice feature --ods Z00000 sms on"), "practice");
    check_refused(person.types("practice set --ods A81001"), "No setting was named");
    check_refused(person.types("practice set --ods Z00000 --patients-max 5"), "practice");
    check_refused(person.types("practice set --ods A81001 --patients-max 0"), "whole number");
    check_refused(person.types("practice set --ods A81001 --patients-max -5"), "whole number");
    check_refused(person.types("practice set --ods A81001 --patients-max 1e6"), "whole number");
    check_refused(
        person.types("practice set --ods A81001 --international-numbers maybe"), "yes or no"
    );
    check_refused(person.types(add + "robin@example.org"), "address");
    check_refused(person.types(add + "nobody"), "address");
    check_refused(person.types(add + "x@example.org --role boss"), "role");
    check_refused(person.types(add + "x@example.org --password-stdin", "short\n"), "password");
    check_refused(person.types("user password --email who@example.org"), "address");
    check_refused(person.types("api-key add --ods Z00000 --label Rota"), "practice");
    std::filesystem::remove(person.folder() / "data" / "master.key");
    check_refused(person.types("practice list"), "master key");
}

TEST_CASE("practice commands: each change is in the audit, by the operator, and names no person") {
    const Operator person;
    person.has_a_practice();
    const std::string add = "user add --ods A81001 --name Robin --email robin@example.org";
    REQUIRE(person.types(add).status == 0);
    REQUIRE(person.types("user password --email robin@example.org").status == 0);
    const Ran key = person.types("api-key add --ods A81001 --label Rota");
    REQUIRE(key.status == 0);
    REQUIRE(person.types("practice feature --ods A81001 bulk-messages on").status == 0);
    REQUIRE(person.types("practice feature --ods A81001 sms off").status == 0);

    const Rows rows(person);
    // Ids as a key shows them: cohort_<practice>_<key>_<secret>.
    const std::size_t first = key.words.find('_');
    const std::size_t second = key.words.find('_', first + 1);
    const std::size_t third = key.words.find('_', second + 1);
    const std::string practice_id = key.words.substr(first + 1, second - first - 1);
    const std::string key_id = key.words.substr(second + 1, third - second - 1);
    const auto audit = rows.audit();
    REQUIRE(audit.size() == 6);
    CHECK(audit[0] == "practice.added " + practice_id);
    CHECK(audit[1].starts_with("user.added "));
    CHECK(audit[2] == "user.password_set " + audit[1].substr(std::string("user.added ").size()));
    CHECK(audit[3] == "api_key.added " + key_id);
    CHECK(audit[4] == "feature.on bulk-messages");
    CHECK(audit[5] == "feature.off sms");
    CHECK(
        rows.of("SELECT DISTINCT actor FROM audit_events")
        == std::vector<std::string>{"Operator (command line)"}
    );
    for (const std::string& line : audit) {
        CHECK(line.find("obin") == std::string::npos);
    }
}

TEST_CASE("practice commands: what cannot be audited is not done") {
    const Operator person;
    person.has_a_practice();
    const std::string add = "user add --ods A81001 --name Robin --email ";
    REQUIRE(person.types(add + "robin@example.org").status == 0);
    const Rows rows(person);
    rows.of("CREATE TRIGGER no_audit BEFORE INSERT ON audit_events "
            "BEGIN SELECT RAISE(ABORT, 'no room'); END");
    const char* everything =
        "SELECT ods_code, bulk_messages_enabled, sms_enabled, patients_max, international_allowed"
        " FROM practices"
        " UNION ALL SELECT 'u', user_id, password_hash, '', '' FROM users"
        " UNION ALL SELECT 'k', api_key_id, label, '', '' FROM api_keys";
    const auto before = rows.of(everything);

    for (const std::string& line :
         {std::string("practice add --ods B82002 --name Hilltop"),
          add + "ruth@example.org",
          std::string("user password --email robin@example.org"),
          std::string("api-key add --ods A81001 --label Rota"),
          std::string("practice feature --ods A81001 bulk-messages on"),
          std::string("practice set --ods A81001 --patients-max 5 --international-numbers yes"),
          std::string("demo")}) {
        CAPTURE(line);
        CHECK(person.types(line).status != 0);
    }

    CHECK(rows.of(everything) == before);
}

TEST_CASE("practice commands: a demonstration that was broken off is made good") {
    const Operator person;
    const Ran first = person.types("demo");
    REQUIRE(first.status == 0);
    CHECK(person.types("demo").words == first.words);
    const auto kept = person.folder() / "data" / "demonstration.txt";
    CHECK(std::filesystem::status(kept).permissions() == std::filesystem::perms(0600));
    std::filesystem::remove(kept);

    const Ran again = person.types("demo");

    CHECK(again.status == 0);
    CHECK(again.words.find("Password: ") != std::string::npos);
    CHECK(again.words != first.words);
    const Rows rows(person);
    CHECK(rows.of("SELECT ods_code FROM practices") == std::vector<std::string>{"Y99999"});
    CHECK(rows.of("SELECT role FROM users ORDER BY role").size() == 2);
}
