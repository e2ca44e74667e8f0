// The built `cohort` as a script or an operator meets it: statuses, what goes to standard output
// and what to standard error.
#include "server/commands/command_fixture.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using cohort::test::Ran;
using cohort::test::run_cohort;
using cohort::test::run_cohort_at_terminal;

namespace {

class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "cohort-line-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }

    ~Folder() { std::filesystem::remove_all(path_); }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string of(const char* name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

struct Mistake {
    const char* label;
    std::vector<std::string> arguments;
    std::vector<const char*> said;
};

}

TEST_CASE("command line: a mistake is told in words, with what would be right, and status 2") {
    const Mistake mistakes[] = {
        {"nothing", {}, {"'cohort' wants a command after it", "practice, user, api-key"}},
        {"no such command", {"frobnicate"}, {"There is no command 'frobnicate'", "list, check"}},
        {"half a command", {"check"}, {"'cohort check' wants a command", "mobile, email"}},
        {"no such checker", {"check", "dob"}, {"no command 'dob' in 'cohort check'", "nhs-number"}},
        {"no such option", {"check", "email", "--international"}, {"no option '--international'"}},
        {"a word too many", {"check", "email", "a@b"}, {"does not know what to do with 'a@b'"}},
        {"an option without its value", {"check", "time", "--zone"}, {"--zone wants one value"}},
        {"no such zone", {"check", "time", "--zone", "Europe/Atlantis"}, {"Europe/London"}},
        {"no file", {"list", "check"}, {"'cohort list check' also needs", "file", "standard input"}
        },
        {"rows are no number",
         {"list", "check", "x", "--max-rows", "ten"},
         {"--max-rows", "a whole number from 1", "'ten'"}},
        {"rows below nought", {"list", "check", "x", "--max-rows=-1"}, {"a whole number", "'-1'"}},
        {"rows none", {"list", "check", "x", "--max-rows", "0"}, {"a whole number", "'0'"}},
        {"rows beyond counting",
         {"list", "check", "x", "--max-rows", "99999999999999999999"},
         {"a whole number"}},
        {"bytes in halves", {"list", "check", "x", "--max-bytes", "1.5"}, {"--max-bytes", "'1.5'"}},
        {"several missing",
         {"practice", "add"},
         {"'cohort practice add' also needs", "--ods", "--name"}},
        {"one missing", {"practice", "add", "--ods", "A81001"}, {"also needs", "--name"}},
        {"no such feature",
         {"practice", "feature", "--ods", "A81001", "fax", "on"},
         {"bulk-messages or sms is needed, not 'fax'"}},
        {"neither on nor off",
         {"practice", "feature", "--ods", "A81001", "sms", "maybe"},
         {"on or off is needed, not 'maybe'"}},
        {"no such role",
         {"user", "add", "--ods", "A", "--email", "a", "--name", "a", "--role", "boss"},
         {"manager or sender is needed, not 'boss'"}},
        {"a password as an argument",
         {"user", "password", "--email", "a", "--password", "secret"},
         {"no option '--password'"}},
        {"no label", {"api-key", "add", "--ods", "A81001"}, {"also needs", "--label"}},
    };
    for (const Mistake& each : mistakes) {
        const Ran ran = run_cohort(each.arguments);

        CAPTURE(each.label);
        CAPTURE(ran.errors);
        CHECK(ran.status == 2);
        CHECK(ran.output.empty());
        CHECK(ran.errors.starts_with("cohort: "));
        CHECK(ran.errors.ends_with(".\n"));
        for (const char* words : each.said) {
            CHECK(ran.errors.find(words) != std::string::npos);
        }
    }
}

TEST_CASE("command line: a mistaken command does nothing") {
    const Folder folder;

    const Ran ran = run_cohort(
        {"practice", "add", "--ods", "A81001", "--name", "X", "--data", folder.of("data"), "more"}
    );

    CHECK(ran.status == 2);
    CHECK_FALSE(std::filesystem::exists(folder.of("data")));
}

TEST_CASE("command line: help goes to standard output") {
    const Ran all = run_cohort({"--help"});
    CHECK(all.status == 0);
    CHECK(all.errors.empty());
    for (const char* word : {"practice", "user", "api-key", "list", "check", "First steps"}) {
        CHECK(all.output.find(word) != std::string::npos);
    }
    const Ran one = run_cohort({"user", "add", "--help"});
    CHECK(one.status == 0);
    CHECK(one.output.find("--password-stdin") != std::string::npos);
    CHECK(one.output.find("First steps") == std::string::npos);
    CHECK(run_cohort({"--version"}).output.starts_with("cohort "));
}

TEST_CASE("command line: a list that cannot be read is one object, a sentence and a status") {
    const Folder folder;
    std::ofstream(folder.of("kept.csv")) << "x";
    std::filesystem::permissions(folder.of("kept.csv"), std::filesystem::perms::none);

    struct Case {
        std::string file;
        const char* code;
        const char* words;
    };

    std::vector<Case> cases{
        {folder.of("missing.csv"), "input.missing", "There is no file of that name."},
        {"", "input.missing", "There is no file of that name."},
        {folder.of("kept.csv") + "/x", "input.missing", "There is no file of that name."},
        {folder.of(""), "input.is_folder", "That is a folder, not a file."},
    };
    if (::access(folder.of("kept.csv").c_str(), R_OK) != 0) { // the superuser reads everything
        cases.push_back({folder.of("kept.csv"), "input.not_allowed", "You may not read that file."}
        );
    }
    for (const Case& each : cases) {
        const Ran listed = run_cohort({"list", "check", each.file, "--json"});
        const Ran summed = run_cohort({"list", "check", each.file, "--json", "--summary"});
        const Ran words = run_cohort({"list", "check", each.file});

        CAPTURE(each.file);
        const std::string beginning =
            std::string{R"({"file_error": ")"} + each.code + R"(", "file_error_line": null,)";
        CHECK(listed.status == 1);
        CHECK(listed.output.starts_with(beginning));
        CHECK(listed.output.find(R"("accepted": [])") != std::string::npos);
        CHECK(listed.output.ends_with("}\n"));
        CHECK(listed.errors.find(each.words) != std::string::npos);
        CHECK(summed.output.find(R"("accepted_count": 0)") != std::string::npos);
        CHECK(words.status == 1);
        CHECK(words.output.empty());
        CHECK(words.errors.find(each.words) != std::string::npos);
    }
}

TEST_CASE("command line: what cannot be written out is not passed off as done") {
    const std::string list = "Given Name,Family Name,DOB,NHS Number,Mobile\n";
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"list", "check", "-", "--json"},
          std::vector<std::string>{"list", "check", "-"},
          std::vector<std::string>{"check", "mobile"}}) {
        const Ran ran = run_cohort(arguments, list, "/dev/full");

        CAPTURE(arguments[1]);
        CHECK(ran.status == 1);
        CHECK(ran.errors.find("could not be written out") != std::string::npos);
    }
}

TEST_CASE("command line: standard input is read under both its names") {
    const std::string list = "Given Name,Family Name,DOB,NHS Number,Mobile\n"
                             "Testina,Testpatient,25/03/1980,9990000018,07700900000\n";
    for (const char* name : {"-", "/dev/stdin"}) {
        const Ran ran = run_cohort({"list", "check", name, "--json"}, list);

        CHECK(ran.status == 0);
        CHECK(ran.output.find(R"("nhs_number": "9990000018")") != std::string::npos);
        CHECK(ran.errors.empty());
    }
}

TEST_CASE("command line: a refused list is answered, with a status of its own") {
    const std::string heading = "Given Name,Family Name,DOB,NHS Number,Mobile\n";
    const std::string patient = "Testina,Testpatient,25/03/1980,9990000018,07700900000\n";

    const Ran json = run_cohort({"list", "check", "-", "--json"}, patient);
    const Ran words = run_cohort({"list", "check", "-"}, patient);
    const Ran no_patient = run_cohort({"list", "check", "-"}, heading + ",,,,x\n");
    const Ran help = run_cohort({"list", "check", "--help"});

    CHECK(json.status == 3);
    CHECK(json.output.starts_with(R"({"file_error": "no_header",)"));
    CHECK(json.errors.empty());
    CHECK(words.status == 3);
    CHECK(words.output.starts_with("This file cannot be used."));
    CHECK(no_patient.status == 0);
    CHECK(help.output.find("3  the file is refused") != std::string::npos);
}

TEST_CASE("command line: a list is checked with numbers of other countries where they are allowed"
) {
    const std::string list = "Given Name,Family Name,DOB,NHS Number,Mobile\n"
                             "Testina,Testpatient,25/03/1980,9990000018,+33 6 39 98 00 01\n";

    const Ran refused = run_cohort({"list", "check", "-", "--json"}, list);
    const Ran allowed = run_cohort({"list", "check", "-", "--json", "--international"}, list);

    CHECK(refused.output.find("mobile.international") != std::string::npos);
    CHECK(allowed.output.find(R"("mobile": "+33639980001")") != std::string::npos);
}

TEST_CASE("command line: checkers answer a line a line, whatever is on it") {
    const std::string odd = std::string("\xEF\xBB\xBF") + "07700900123\r\n\n\xFF\xFE\na\rb\n"
                            + std::string("a\0b\n", 4) + "\xE2\x80\xA8\n07700900123";
    for (const char* value : {"mobile", "email", "nhs-number", "text", "time"}) {
        const Ran ran = run_cohort({"check", value}, odd);

        CAPTURE(value);
        CHECK(ran.status == 0);
        CHECK(ran.errors.empty());
        CHECK(std::ranges::count(ran.output, '\n') == 7);
        // Other ends of lines, which some readers know, do not stand in an answer.
        CHECK(ran.output.find("\u2028") == std::string::npos);
    }
    const Ran ran = run_cohort({"check", "mobile"}, odd);
    CHECK(ran.output.starts_with(R"({"ok":true,"e164":"+447700900123","reason":null})"));
    CHECK(ran.output.ends_with("{\"ok\":true,\"e164\":\"+447700900123\",\"reason\":null}\n"));
}

TEST_CASE("command line: a password is asked for twice at a terminal, and not shown") {
    const Folder folder;
    const std::string data = folder.of("data");
    REQUIRE(
        run_cohort({"practice", "add", "--ods", "A81001", "--name", "X", "--data", data}).status
        == 0
    );
    const std::vector<std::string> add{
        "user",
        "add",
        "--ods",
        "A81001",
        "--name",
        "Robin",
        "--email",
        "robin@example.org",
        "--password-stdin",
        "--data",
        data
    };

    const Ran different = run_cohort_at_terminal(add, {"three long words\n", "other words\n"});
    CHECK(different.status == 1);
    CHECK(different.output.find("are not the same") != std::string::npos);
    const Ran broken_off = run_cohort_at_terminal(add, {"three\x03\n"});
    CHECK(broken_off.status == 1);
    CHECK(broken_off.output.find("Nothing was changed") != std::string::npos);
    const Ran same = run_cohort_at_terminal(add, {"three long words\n", "three long words\n"});
    CHECK(same.status == 0);
    CHECK(same.errors.find("Added Robin.") != std::string::npos);
    for (const Ran& each : {different, broken_off, same}) {
        CHECK(each.output.find("Password") != std::string::npos);
        CHECK(each.output.find("three") == std::string::npos);
    }
}

TEST_CASE("command line: no password where one was promised is told, and none is made") {
    const Folder folder;
    const std::string data = folder.of("data");
    REQUIRE(
        run_cohort({"practice", "add", "--ods", "A81001", "--name", "X", "--data", data}).status
        == 0
    );

    const Ran ran = run_cohort(
        {"user",
         "add",
         "--ods",
         "A81001",
         "--name",
         "Robin",
         "--email",
         "robin@example.org",
         "--password-stdin",
         "--data",
         data}
    );

    CHECK(ran.status == 1);
    CHECK(ran.errors.find("No password was given.") != std::string::npos);
    CHECK(ran.output.empty());
}
