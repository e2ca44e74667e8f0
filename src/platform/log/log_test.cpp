#include "platform/log/json_line.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>
#include <vector>

using namespace cohort;
using namespace cohort::log;

namespace {

constexpr TimePoint noon{Milliseconds{1'772'357'400'123}}; // 2026-03-01T09:30:00.123Z

std::string line_of(std::initializer_list<Field> fields, std::string_view event = "tested") {
    return json_line(noon, Level::info, event, std::span(fields.begin(), fields.size()));
}

const std::string start = R"({"time":"2026-03-01T09:30:00.123Z","level":"info","event":"tested")";

}

TEST_CASE("log: a line holds the UTC time, the level, the event and the fields in their order") {
    const std::string line = line_of(
        {{"list_id", ListId{17}},
         {"code", ErrorCode("list.too_long")},
         {"rows", 3U},
         {"left", -2},
         {"share", 0.5},
         {"last", true}}
    );

    CHECK(
        line
        == start
               + R"(,"list_id":17,"code":"list.too_long","rows":3,"left":-2,"share":0.5,"last":true})"
    );
}

TEST_CASE("log: a value that looks like the end of a line cannot forge another event") {
    const std::string line = line_of({{"code", "x\"}\n{\"event\":\"login\r"}});

    CHECK(line == start + R"(,"code":"x\"}\u000a{\"event\":\"login\u000d"})");
}

TEST_CASE("log: terminal escapes, line separators and direction marks are escaped") {
    CHECK(line_of({{"v", "\x1b[2J"}}) == start + R"(,"v":"\u001b[2J"})");
    CHECK(
        line_of({{"v", "\u2028\u2029\u202e\u0085\x7f"}})
        == start + R"(,"v":"\u2028\u2029\u202e\u0085\u007f"})"
    );
}

TEST_CASE("log: bytes that are no UTF-8 are replaced, real characters stay") {
    CHECK(
        line_of({{"v", "caf\xc3\xa9 \xf0\x9f\x98\x80"}})
        == start + ",\"v\":\"caf\xc3\xa9 \xf0\x9f\x98\x80\"}"
    );
    CHECK(line_of({{"v", "a\xff\xc3"}}) == start + ",\"v\":\"a\xef\xbf\xbd\xef\xbf\xbd\"}");
    CHECK(
        line_of({{"v", "\xc0\xaf"}}) == start + ",\"v\":\"\xef\xbf\xbd\xef\xbf\xbd\"}"
    );                                                                         // overlong '/'
    CHECK(line_of({{"v", "\xed\xa0\x80"}}).find('\xed') == std::string::npos); // surrogate
}

TEST_CASE("log: a field cannot replace the time, the level or the event") {
    CHECK(line_of({{"event", "login"}}) == start + R"(,"field_event":"login"})");
    CHECK(line_of({{"time", 1}}) == start + R"(,"field_time":1})");
}

TEST_CASE("log: a long text is cut at a character") {
    const std::string line = line_of({{"v", std::string(text_bytes_max - 1, 'a') + "éé"}});

    CHECK(line == start + ",\"v\":\"" + std::string(text_bytes_max - 1, 'a') + "…\"}");
}

TEST_CASE("log: numbers that JSON does not have become null") {
    CHECK(line_of({{"v", std::numeric_limits<double>::infinity()}}) == start + R"(,"v":null})");
    CHECK(
        line_of({{"v", std::numeric_limits<std::uint64_t>::max()}})
        == start + R"(,"v":18446744073709551615})"
    );
}

TEST_CASE("log: whatever a text holds, its quotes and line ends do not leave it") {
    const bool held = rc::check("one line, closed where it should be", [](const std::string& text) {
        const std::string line = line_of({{"v", text}});
        const std::string inside = line.substr(start.size() + 6, line.size() - start.size() - 8);
        RC_ASSERT(line.starts_with(start + ",\"v\":\""));
        RC_ASSERT(line.ends_with("\"}"));
        for (std::size_t i = 0; i < inside.size(); ++i) {
            RC_ASSERT(static_cast<unsigned char>(inside[i]) >= 0x20);
            RC_ASSERT(inside[i] != '"');
            if (inside[i] == '\\') {
                ++i;
            }
        }
    });
    CHECK(held);
}

TEST_CASE("log: what is below the level is not written") {
    std::vector<std::string> lines;
    const Capture capture([&](std::string_view line) { lines.emplace_back(line); });

    debug("hidden");
    warn("seen", {{"n", 1}});
    set_level(Level::error);
    warn("hidden");
    set_level(Level::info);

    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find(R"("level":"warn","event":"seen","n":1})") != std::string::npos);
}

TEST_CASE("log: levels are read by their names only") {
    CHECK(*parse_level("warn") == Level::warn);
    CHECK(parse_level("WARN").error().code == ErrorCode("log.level_unknown"));
}
