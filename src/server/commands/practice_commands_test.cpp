// `cohort practice|user|api-key` as an operator types them, in a folder that goes with the test.
#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

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

// A failure is told in sentences: a status, and no bare code.
void check_refused(const Ran& ran, const std::string& words) {
    CHECK(ran.status != 0);
    CHECK_MESSAGE(ran.words.find(words) != std::string::npos, ran.words);
    CHECK_MESSAGE(ran.words.ends_with(".\n"), ran.words);
}

}

TEST_CASE("practice commands: a practice is added, listed, and its feature switched on and off") {
    const Operator person;
    person.has_a_practice();
    CHECK(person.types("practice add --ods B82002 --name Hilltop --no-sms").status == 0);

    const auto list = [&] { return person.types("practice list").words; };
    CHECK(
        list().find("A81001  Riverside Surgery  bulk messages off, texts on\n") != std::string::npos
    );
    CHECK(list().find("B82002  Hilltop  bulk messages off, texts off\n") != std::string::npos);
    CHECK(person.types("practice feature --ods A81001 bulk-messages on").status == 0);
    CHECK(list().find("A81001  Riverside Surgery  bulk messages on") != std::string::npos);
    CHECK(person.types("practice feature --ods A81001 bulk-messages off").status == 0);
    CHECK(list().find("A81001  Riverside Surgery  bulk messages off") != std::string::npos);
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
    check_refused(person.types(add + "robin@example.org"), "address");
    check_refused(person.types(add + "nobody"), "address");
    check_refused(person.types(add + "x@example.org --role boss"), "role");
    check_refused(person.types(add + "x@example.org --password-stdin", "short\n"), "password");
    check_refused(person.types("user password --email who@example.org"), "address");
    check_refused(person.types("api-key add --ods Z00000 --label Rota"), "practice");
    std::filesystem::remove(person.folder() / "data" / "master.key");
    check_refused(person.types("practice list"), "master key");
}
