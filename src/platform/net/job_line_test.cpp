#include "platform/net/job_line.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <string>
#include <vector>

namespace cohort::net {
namespace {

constexpr Purpose lists{"lists"};
constexpr Purpose pages{"pages"};
constexpr Purpose guesses{"guesses", Purpose::Threads::half};

// Jobs that say whose they were.
class Desk {
public:
    explicit Desk(const Pool::Options& options = {.threads = 1}) : line_(options) {}

    bool add(const Lane& lane, const std::string& name) {
        JobLine::Job job{[this, name] { last_ = name; }, {}};
        return line_.add(lane, job);
    }

    // "" when nobody may go on.
    std::string begin() {
        auto taken = line_.take();
        last_.clear();
        if (taken) {
            taken->job.work();
        }
        return last_;
    }

    void end(const Purpose& purpose) { line_.ended(purpose.name); }

    // One thread, to the end.
    std::vector<std::string> all() {
        std::vector<std::string> names;
        while (auto taken = line_.take()) {
            taken->job.work();
            names.push_back(last_);
            line_.ended(taken->purpose);
        }
        return names;
    }

private:
    JobLine line_;
    std::string last_;
};

using Names = std::vector<std::string>;

TEST_CASE("job line: within a lane, first come first served") {
    Desk desk;
    for (const char* name : {"1", "2", "3"}) {
        desk.add({lists, 7}, name);
    }

    CHECK(desk.all() == Names{"1", "2", "3"});
    CHECK(desk.all().empty());
}

TEST_CASE("job line: one job is second to a hundred of somebody else's, not last") {
    struct Case {
        const char* label;
        Lane many;
        Lane one;
    };

    for (const Case& each :
         {Case{"another practice", {lists, 1}, {lists, 2}},
          Case{"another purpose", {lists, 1}, {pages, 2}},
          Case{"another purpose of one practice", {lists, 1}, {pages, 1}}}) {
        CAPTURE(each.label);
        Desk desk;
        for (int i = 0; i < 100; ++i) {
            REQUIRE(desk.add(each.many, "many"));
        }
        desk.add(each.one, "one");

        const Names order = desk.all();

        REQUIRE(order.size() == 101);
        CHECK(order[1] == "one");
    }
}

TEST_CASE("job line: forty practices that read lists are one turn to whoever searches") {
    Desk desk;
    for (int practice = 1; practice <= 40; ++practice) {
        for (int i = 0; i < 5; ++i) {
            desk.add({lists, practice}, "lists");
        }
    }
    for (int i = 0; i < 3; ++i) {
        desk.add({pages, 50}, "pages");
    }

    const Names order = desk.all();

    CHECK(
        Names(order.begin(), order.begin() + 6)
        == Names{"lists", "pages", "lists", "pages", "lists", "pages"}
    );
}

TEST_CASE("job line: a purpose held to half the threads leaves the others to everybody else") {
    struct Case {
        std::size_t threads;
        std::size_t at_once;
    };

    for (const Case& each : {Case{1, 1}, Case{2, 1}, Case{3, 1}, Case{4, 2}, Case{9, 4}}) {
        CAPTURE(each.threads);
        Desk desk({.threads = each.threads});
        for (int i = 0; i < 20; ++i) {
            desk.add({guesses, i}, "hash");
        }
        std::size_t running = 0;
        while (desk.begin() == "hash") {
            ++running;
        }
        CHECK(running == each.at_once);

        desk.add({lists, 1}, "read");
        CHECK(desk.begin() == "read");
        CHECK(desk.begin().empty());
        desk.end(guesses);
        CHECK(desk.begin() == "hash");
        CHECK(desk.begin().empty());
    }
}

TEST_CASE("job line: what is too much is refused, and others do not notice") {
    Desk desk({.threads = 1, .lane_jobs_max = 2, .purpose_jobs_max = 3});
    CHECK(desk.add({lists, 1}, "1a"));
    CHECK(desk.add({lists, 1}, "1b"));
    CHECK_FALSE(desk.add({lists, 1}, "1c"));
    CHECK(desk.add({lists, 2}, "2a"));
    CHECK_FALSE(desk.add({lists, 3}, "3a"));
    CHECK(desk.add({pages, 3}, "other"));

    CHECK(desk.all() == Names{"1a", "other", "2a", "1b"});
    CHECK(desk.add({lists, 3}, "3a"));
}

// While a job waits, no other lane of its purpose has more than one turn for each of the jobs ahead
// of it in its own lane, and no other purpose more than one for each of its purpose's.
TEST_CASE("job line: nobody waits for more than one turn of each other, whatever comes") {
    CHECK(rc::check([](const std::vector<std::tuple<bool, bool, bool>>& steps) {
        Desk desk;
        std::map<std::string, int> in_line;
        std::map<std::string, std::map<std::string, int>> overtaken_by;
        for (const auto& [take, which_purpose, which_lane] : steps) {
            const std::string name =
                std::string(which_purpose ? "lists" : "pages") + (which_lane ? "1" : "2");
            if (!take) {
                desk.add({which_purpose ? lists : pages, which_lane ? 1 : 2}, name);
                if (in_line[name]++ == 0) {
                    overtaken_by[name].clear();
                }
                continue;
            }
            const std::string taken = desk.begin();
            if (taken.empty()) {
                continue;
            }
            desk.end(taken.starts_with("lists") ? lists : pages);
            --in_line[taken];
            overtaken_by[taken].clear();
            for (const auto& [waiting, count] : in_line) {
                if (count == 0 || waiting == taken) {
                    continue;
                }
                const int turns = ++overtaken_by[waiting][taken];
                const bool same_purpose = waiting.substr(0, 4) == taken.substr(0, 4);
                // Of two lanes in each of two purposes: the purpose's turns, shared by its lanes.
                RC_ASSERT(turns <= (same_purpose ? 1 : 2));
            }
        }
        const Names rest = desk.all();
        for (const std::string& name : rest) {
            --in_line[name];
        }
        for (const auto& [name, count] : in_line) {
            RC_ASSERT(count == 0);
        }
    }));
}

}
}
