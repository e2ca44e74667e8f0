// The house rules, read from the tree itself. Each failure says the cure.
#include "domain/sentences/sentences.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace cohort::tidy {
namespace {

namespace fs = std::filesystem;

const fs::path root = COHORT_SOURCE_DIR;

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<std::string> lines_of(const fs::path& file) {
    std::vector<std::string> lines;
    std::istringstream text(read(file));
    for (std::string line; std::getline(text, line);) {
        lines.push_back(line);
    }
    return lines;
}

void each_source(const fs::path& folder, const std::function<void(const fs::path&)>& visit) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const auto ending = entry.path().extension();
        if (entry.is_regular_file() && (ending == ".cpp" || ending == ".hpp")) {
            visit(entry.path());
        }
    }
}

bool is_test(const fs::path& file) {
    return file.stem().string().ends_with("_test") || file.stem().string().ends_with("_fixture");
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        std::erase(word, '`');
        words.push_back(word);
    }
    return words;
}

// The table under 'Who may include whom' in src/README.md.
std::map<std::string, std::vector<std::string>> read_layers() {
    std::map<std::string, std::vector<std::string>> layers;
    bool inside = false;
    for (const std::string& line : lines_of(root / "src/README.md")) {
        inside = inside || line.starts_with("## Who may include whom");
        if (!inside || !line.starts_with("| `")) {
            continue;
        }
        const auto second = line.find('|', 1);
        const auto third = line.find('|', second + 1);
        for (const std::string& folder : words_of(line.substr(1, second - 1))) {
            layers[folder] = words_of(line.substr(second + 1, third - second - 1));
        }
    }
    return layers;
}

bool is_in(const std::string& path, const std::string& folder) {
    return path.starts_with(folder + "/");
}

// What a quoted include names, or nothing.
std::string included(const std::string& line) {
    constexpr std::string_view start = "#include \"";
    if (!line.starts_with(start)) {
        return {};
    }
    return line.substr(start.size(), line.find('"', start.size()) - start.size());
}

TEST_CASE("layers: every include is one that src/README.md allows") {
    const auto layers = read_layers();
    REQUIRE(layers.size() >= 10);
    each_source(root / "src", [&](const fs::path& file) {
        const std::string path = fs::relative(file, root / "src").string();
        const auto owner =
            std::ranges::find_if(layers, [&](const auto& row) { return is_in(path, row.first); });
        REQUIRE_MESSAGE(
            owner != layers.end(), path << " is in a folder that src/README.md does not name"
        );
        const bool all = std::ranges::count(owner->second, "everything") > 0;
        for (const std::string& line : lines_of(file)) {
            const std::string target = included(line);
            // The folder's own files, generated ones, and what tests bring along.
            if (target.empty() || all || is_in(target, owner->first) || is_in(target, "embedded")
                || (is_test(file) && is_in(target, "tests"))) {
                continue;
            }
            const bool allowed = std::ranges::any_of(owner->second, [&](const std::string& folder) {
                return is_in(target, folder);
            });
            CHECK_MESSAGE(
                allowed,
                path << " includes " << target << ": move the code, or the line between the layers"
            );
        }
    });
}

TEST_CASE("migrations: both folders hold the same numbers, without a gap") {
    std::vector<std::string> names[2];
    const char* engines[] = {"sqlite", "postgresql"};
    for (int i = 0; i < 2; ++i) {
        for (const auto& entry : fs::directory_iterator(root / "migrations" / engines[i])) {
            names[i].push_back(entry.path().filename().string());
        }
        std::ranges::sort(names[i]);
    }
    CHECK(names[0] == names[1]);
    for (std::size_t i = 0; i < names[0].size(); ++i) {
        CHECK_MESSAGE(
            std::stoul(names[0][i].substr(0, 4)) == i + 1, names[0][i] << " leaves a gap before it"
        );
    }
}

// SQLite builds a temporary tree for a longer IN on every run of a statement that checks it.
TEST_CASE("migrations: SQLite's checks and partial indexes list no more than two words with IN") {
    for (const auto& entry : fs::directory_iterator(root / "migrations/sqlite")) {
        const std::string text = read(entry.path());
        for (auto at = text.find(" IN ("); at != text.npos; at = text.find(" IN (", at + 1)) {
            const std::string list = text.substr(at, text.find(')', at) - at);
            CHECK_MESSAGE(
                std::ranges::count(list, ',') < 2,
                entry.path().filename().string()
                    << ":" << list << ") costs every write: chain the words with OR"
            );
        }
    }
}

// Codes in quotes after these words reach people.
void collect_codes(const std::string& text, std::set<std::string>& codes) {
    for (const std::string_view before :
         {"invalid(\"",
          "ErrorKind::invalid, \"",
          "ErrorKind::conflict, \"",
          "ErrorKind::forbidden, \"",
          "ErrorKind::not_found, \"",
          "ErrorKind::unauthenticated, \"",
          "Unreachable{\"",
          "MessageState::in_doubt, \"",
          "MessageState::expired, \""}) {
        for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
            const auto start = at + before.size();
            codes.insert(text.substr(start, text.find('"', start) - start));
        }
    }
}

TEST_CASE("words: every code that staff can meet has its sentence") {
    std::set<std::string> codes;
    for (const char* folder : {"src/practice", "src/flow", "src/edge/staff_web", "src/edge/api"}) {
        each_source(root / folder, [&](const fs::path& file) {
            if (!is_test(file)) {
                collect_codes(read(file), codes);
            }
        });
    }
    REQUIRE(codes.size() > 30);
    for (const std::string& code : codes) {
        CHECK_MESSAGE(
            domain::sentence_for(code) != nullptr,
            code << ": write its words in src/domain/sentences/"
        );
    }
}

TEST_CASE("practices: every statement about a practice's rows names the practice") {
    // The engine's own searches for work, look-ups before the practice is known, and the operator's
    // list.
    const std::set<std::string> exempt{
        "find_due.sql",
        "find_next_start.sql",
        "find_unfinished.sql",
        "find_in_hand.sql",
        "find_unreceipted.sql",
        "any_doubted.sql",
        "find_forgotten.sql",
        "abandon_left_behind.sql",
        "any_left_behind.sql",
        "any_key.sql",
        "find_user_by_email.sql",
        "find_practice.sql",
        "list_practices.sql"
    };
    for (const char* folder : {"src/practice/sql", "src/flow"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const std::string name = entry.path().filename().string();
            if (entry.path().extension() != ".sql" || exempt.contains(name)
                || entry.path().string().find("/receipts/") != std::string::npos) {
                continue;
            }
            CHECK_MESSAGE(
                read(entry.path()).find("practice_id") != std::string::npos,
                name << " must filter by practice_id"
            );
        }
    }
}

// What follows the opening bracket of every key, foreign key and unique index of a migration, with
// the table it is of.
std::vector<std::pair<std::string, std::string>> keys_of(const fs::path& migration) {
    std::vector<std::pair<std::string, std::string>> keys;
    std::string table;
    for (const std::string& line : lines_of(migration)) {
        if (line.starts_with("CREATE TABLE ")) {
            table = words_of(line).at(2);
        }
        for (const char* start :
             {"    PRIMARY KEY (", "    FOREIGN KEY (", "CREATE UNIQUE INDEX ", " PRIMARY KEY,"}) {
            if (const auto at = line.find(start); at != line.npos) {
                const auto open = line.find('(', at);
                keys.emplace_back(
                    line.starts_with("CREATE UNIQUE") ? words_of(line).at(5) : table,
                    open == line.npos ? words_of(line).at(0) : line.substr(open + 1)
                );
            }
        }
    }
    return keys;
}

TEST_CASE("schema: keys begin with the practice, so that practices can be spread over machines") {
    // Few rows, which every machine has or one machine keeps: docs/operate/scale.md.
    const std::set<std::string> not_spread{
        "practices", "receipts", "nodes", "shared_gateways", "gateway_shares", "installation"
    };
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(root / "migrations/postgresql")) {
        for (const auto& [table, key] : keys_of(entry.path())) {
            ++seen;
            CHECK_MESSAGE(
                (not_spread.contains(table) || key.starts_with("practice_id")),
                table << " has a key that begins with " << key
            );
        }
    }
    CHECK(seen > 30);
}

TEST_CASE("code: lines fit, and nothing banned is called") {
    const std::map<std::string, std::string> banned{
        {"std::regex", "write a small scanner: std::regex is slow and can overflow the stack"},
        {"using namespace std;", "name what you use"},
        {"std::system(", "no shell, ever"},
        {"this_thread::sleep_for", "await a timer: a sleeping thread serves nobody"},
    };
    each_source(root / "src", [&](const fs::path& file) {
        int number = 0;
        for (const std::string& line : lines_of(file)) {
            ++number;
            if (is_test(file)) {
                continue; // tables of cases may be wide
            }
            CHECK_MESSAGE(
                line.size() <= 160, file.string() << ":" << number << " is too long to read"
            );
            // Database threads are there to block.
            const bool may_block = file.string().find("/platform/db/") != std::string::npos;
            for (const auto& [call, cure] : banned) {
                if (may_block && call.starts_with("this_thread")) {
                    continue;
                }
                CHECK_MESSAGE(
                    line.find(call) == std::string::npos,
                    file.string() << ":" << number << ": " << cure
                );
            }
        }
    });
}

TEST_CASE("operate: the guide has every event of the log, and no other") {
    std::set<std::string> logged;
    each_source(root / "src", [&](const fs::path& file) {
        std::string text;
        for (const std::string& line :
             is_test(file) ? std::vector<std::string>{} : lines_of(file)) {
            text += line.starts_with("//") ? "" : line + "\n";
        }
        for (const std::string_view call : {"log::info(", "log::warn(", "log::error("}) {
            for (auto at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
                const auto start = text.find_first_not_of(" \n\"", at + call.size());
                const auto end = text.find_first_of("\",)", start);
                logged.insert(text.substr(start, end - start));
            }
        }
    });
    REQUIRE(logged.size() > 10);
    std::set<std::string> told;
    bool inside = false;
    for (const std::string& line : lines_of(root / "docs/operate/README.md")) {
        inside = line.starts_with("| event |") || (inside && line.starts_with("|"));
        const std::string first = line.substr(0, line.find('|', 1));
        for (auto at = first.find('`'); inside && at != std::string::npos;) {
            const auto end = first.find('`', at + 1);
            told.insert(first.substr(at + 1, end - at - 1));
            at = first.find('`', end + 1);
        }
    }
    for (const std::string& event : logged) {
        CHECK_MESSAGE(told.contains(event), event << ": say in docs/operate what to do about it");
    }
    for (const std::string& event : told) {
        CHECK_MESSAGE(logged.contains(event), event << " is in docs/operate, and nothing logs it");
    }
}

// Words that look like a test's name; 'scenarios_test_kill_*' stands for all that begin so.
std::vector<std::string> test_names_in(const std::string& text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_*";
    std::vector<std::string> names;
    for (auto at = text.find_first_of(letters); at != text.npos;
         at = text.find_first_of(letters, at)) {
        const auto end = std::min(text.find_first_not_of(letters, at), text.size());
        const std::string word = text.substr(at, end - at);
        if (word.ends_with("_test") || word.starts_with("scenarios_test_")
            || word.starts_with("browser_") || word.starts_with("smtp_peer_")
            || word.starts_with("fuzz_")) {
            names.push_back(word);
        }
        at = end;
    }
    return names;
}

TEST_CASE("promises: every test that proves one exists") {
    const std::vector<std::string> known = lines_of(COHORT_TEST_NAMES);
    REQUIRE(known.size() > 40);
    for (const std::string document : {"docs/guarantees.md", "docs/safety/hazards.md"}) {
        const std::vector<std::string> named = test_names_in(read(root / document));
        REQUIRE(named.size() > 5);
        for (const std::string& name : named) {
            const bool exists = std::ranges::any_of(known, [&](const std::string& test) {
                return name.ends_with('*') ? test.starts_with(name.substr(0, name.size() - 1))
                                           : test == name;
            });
            CHECK_MESSAGE(exists, document << " names " << name << ", which is no test");
        }
    }
}

TEST_CASE("npm: the lock file names no place to download from") {
    const std::string lock = read(root / "package-lock.json");
    CHECK(lock.find("\"resolved\"") == std::string::npos);
    CHECK(lock.find("\"integrity\"") != std::string::npos);
}

}
}
