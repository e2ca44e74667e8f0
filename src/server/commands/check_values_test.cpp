#include "server/commands/check_values.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <vector>

using namespace cohort::commands;

namespace {

// All answers to an input that comes in pieces of this size.
std::string answers(const CheckOptions& options, std::string_view input, std::size_t piece = 7) {
    std::string out;
    const auto outcome = check_values(
        options,
        [&](std::span<char> buffer) {
            const std::size_t count = std::min({input.size(), buffer.size(), piece});
            std::ranges::copy(input.substr(0, count), buffer.data());
            input.remove_prefix(count);
            return count;
        },
        [&](std::string_view bytes) {
            out += bytes;
            return true;
        }
    );
    CHECK(outcome.ok());
    return out;
}

CheckOptions options_for(CheckedValue value, InputLines lines = InputLines::plain) {
    CheckOptions options;
    options.value = value;
    options.lines = lines;
    return options;
}

} // namespace

TEST_CASE("check: each value has its object") {
    CHECK(
        answers(options_for(CheckedValue::mobile), "07700900123\nx\n")
        == "{\"ok\":true,\"e164\":\"+447700900123\",\"reason\":null}\n"
           "{\"ok\":false,\"e164\":null,\"reason\":\"mobile.invalid\"}\n"
    );
    CHECK(
        answers(options_for(CheckedValue::email), "ann@example.com\nann\n")
        == "{\"ok\":true,\"email\":\"ann@example.com\",\"reason\":null}\n"
           "{\"ok\":false,\"email\":null,\"reason\":\"email.invalid\"}\n"
    );
    CHECK(
        answers(options_for(CheckedValue::nhs_number), "999 000 0018\n9990000019\n")
        == "{\"ok\":true,\"nhs_number\":\"9990000018\",\"reason\":null}\n"
           "{\"ok\":false,\"nhs_number\":null,\"reason\":\"nhs_number.check_"
           "digit\"}\n"
    );
    CHECK(
        answers(options_for(CheckedValue::text), "a\u201Cb\n")
        == "{\"encoding\":\"ucs2\",\"units\":3,\"segments\":1,"
           "\"replaceable\":[{\"character\":\"\u201C\",\"with\":\"\\\"\"}]}\n"
    );
    CHECK(
        answers(options_for(CheckedValue::time), "2026-03-29T01:30\nx\n")
        == "{\"utc\":\"2026-03-29T01:00:00Z\",\"kind\":\"skipped\"}\n"
           "{\"utc\":null,\"kind\":null,\"reason\":\"time.unreadable\"}\n"
    );
}

TEST_CASE("check: other countries and zones are asked for") {
    CheckOptions abroad = options_for(CheckedValue::mobile);
    CHECK(answers(abroad, "+353861234567").find("mobile.international") != std::string::npos);
    abroad.international = cohort::domain::International::allowed;
    CHECK(answers(abroad, "+353861234567").find("\"e164\":\"+353861234567\"") != std::string::npos);

    CheckOptions paris = options_for(CheckedValue::time);
    paris.zone = "Europe/Paris";
    CHECK(
        answers(paris, "2026-07-01T12:00")
        == "{\"utc\":\"2026-07-01T10:00:00Z\",\"kind\":\"unique\"}\n"
    );
    paris.zone = "Europe/Atlantis";
    const auto outcome = check_values(
        paris, [](std::span<char>) { return std::size_t{0}; }, [](std::string_view) { return true; }
    );
    CHECK(outcome.error().code.text() == "time.zone_unknown");
}

TEST_CASE("check: a JSON line may hold a line's end, and what is no string is said") {
    const CheckOptions options = options_for(CheckedValue::text, InputLines::json);
    CHECK(
        answers(options, "\"a\\nb\"\r\n")
        == "{\"encoding\":\"gsm7\",\"units\":3,\"segments\":1,\"replaceable\":[]}"
           "\n"
    );
    CHECK(
        answers(options, "a\n")
        == "{\"ok\":false,\"encoding\":null,\"reason\":"
           "\"input.not_a_json_string\"}\n"
    );
    CHECK(
        answers(options_for(CheckedValue::time, InputLines::json), "1\n")
        == "{\"utc\":null,\"kind\":null,\"reason\":\"input.not_a_json_string\"}\n"
    );
}

TEST_CASE("check: lines end with LF or CR LF, the last one with or without") {
    const CheckOptions options = options_for(CheckedValue::text);
    const std::string one =
        "{\"encoding\":\"gsm7\",\"units\":1,\"segments\":1,\"replaceable\":[]}\n";
    CHECK(answers(options, "a") == one);
    CHECK(answers(options, "a\n") == one);
    CHECK(answers(options, "a\r\n") == one);
    CHECK(answers(options, "a\nb") == one + one);
    CHECK(answers(options, "") == "");
    CHECK(
        answers(options, "\n")
        == "{\"encoding\":\"gsm7\",\"units\":0,"
           "\"segments\":1,\"replaceable\":[]}\n"
    );
}

TEST_CASE("check: a byte order mark before the first line belongs to no value") {
    const auto options = options_for(CheckedValue::text);
    const auto units = [&](std::string_view input) {
        const std::string out = answers(options, input);
        return out.substr(0, out.find(",\"segments\""));
    };
    CHECK(units("\xEF\xBB\xBFhello\n") == "{\"encoding\":\"gsm7\",\"units\":5");
    CHECK(units("\xEF\xBB\xBF\xEF\xBB\xBFhello\n") == "{\"encoding\":\"ucs2\",\"units\":6");
    CHECK(answers(options, "a\n\xEF\xBB\xBFhello\n").contains("\"units\":6"));
    CHECK(answers(options_for(CheckedValue::text, InputLines::json), "\xEF\xBB\xBF\"hello\"\n")
              .contains("\"units\":5"));
}

TEST_CASE("check: answers leave before more input is waited for") {
    std::string out;
    int reads = 0;
    const auto outcome = check_values(
        options_for(CheckedValue::mobile),
        [&](std::span<char> buffer) -> std::size_t {
            ++reads;
            if (reads > 1) {
                CHECK(std::ranges::count(out, '\n') == 1);
                return 0;
            }
            constexpr std::string_view question = "07700900123\n";
            std::ranges::copy(question, buffer.begin());
            return question.size();
        },
        [&](std::string_view bytes) {
            out += bytes;
            return true;
        }
    );
    CHECK(outcome.ok());
    CHECK(reads == 2);
}

TEST_CASE("check: it ends when nobody reads any more") {
    int reads = 0;
    const auto outcome = check_values(
        options_for(CheckedValue::mobile),
        [&](std::span<char> buffer) {
            ++reads;
            std::ranges::fill(buffer, '\n');
            return buffer.size();
        },
        [](std::string_view) { return false; }
    );
    CHECK(outcome.error().code == cohort::ErrorCode{"output.unwritable"});
    CHECK(reads == 1);
}

TEST_CASE("check: a line that is too long is answered, and the next one is not lost") {
    std::string input(check_line_bytes_max + 1, '7');
    input += "\n07700900123\n";
    CHECK(
        answers(options_for(CheckedValue::mobile), input, 1 << 16)
        == "{\"ok\":false,\"e164\":null,\"reason\":\"input.too_long\"}\n"
           "{\"ok\":true,\"e164\":\"+447700900123\",\"reason\":null}\n"
    );
}

TEST_CASE("check: any bytes give one answer for each line, however they arrive") {
    CHECK(rc::check([](const std::vector<char>& bytes) {
        const std::string input{bytes.begin(), bytes.end()};
        const auto value = static_cast<CheckedValue>(*rc::gen::inRange(0, 5));
        const auto lines = *rc::gen::element(InputLines::plain, InputLines::json);
        const auto piece = *rc::gen::inRange<std::size_t>(1, 20);
        const std::string out = answers(options_for(value, lines), input, piece);
        const bool open_end = !input.empty() && input.back() != '\n';
        RC_ASSERT(
            std::ranges::count(out, '\n') == std::ranges::count(input, '\n') + (open_end ? 1 : 0)
        );
        RC_ASSERT(out == answers(options_for(value, lines), input, 1000));
    }));
}
