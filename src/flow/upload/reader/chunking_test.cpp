// Goal: the same bytes give the same reading however they were cut, and no bytes break the reader.
// Method: random texts made of the pieces that matter (quotes, line ends, marks, half characters),
// random cuts.
#include "flow/upload/reader/test_lists.hpp"

#include <doctest/doctest.h>

#include <rapidcheck.h>
#include <vector>

using namespace cohort;
using namespace cohort::upload;
using namespace cohort::upload::test;

namespace {

const std::vector<std::string> pieces = {
    std::string{heading},
    std::string{good_row},
    std::string{other_row},
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\r\n",
    " ",
    "x",
    "9990000018",
    "25/03/1980",
    "03/25/1980",
    "\xC3\xA9",
    "\xE9",
    "\xC3",
    "\xE2\x82",
    "\x81",
    "\x1A",
    std::string(1, '\0'),
    "Testina,\"Test\npatient\",25/03/1980,9990000034,07700900003,\r\n",
    "Testina,\"Test\r\npatient\"x,25/03/1980,9990000034,07700900003,\r\n",
    "\"sep=;\"\n",
    "Last Run:,,,01/02/2026\n",
    "\xEF\xBB\xBF",
    "\xFF\xFE",
    "=\"9990000018\"",
    std::string(5000, 'y'),
    "Anonymised Identifier\n",
};

rc::Gen<std::string> any_list() {
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
        [](const std::vector<std::string>& parts) {
            std::string all;
            for (const std::string& part : parts) {
                all += part;
            }
            return all;
        }
    );
}

std::string in_utf_16(std::string_view ascii) {
    std::string out = "\xFF\xFE";
    for (const char c : ascii) {
        out += c;
        out += '\0';
    }
    return out;
}

ListReading
read_cut(std::string_view bytes, const std::vector<std::size_t>& cuts, ReadOptions options) {
    ListReader reader{options};
    std::size_t next = 0;
    while (!bytes.empty()) {
        const std::size_t wanted = cuts.empty() ? 1 : 1 + cuts[next++ % cuts.size()];
        const std::string_view chunk = bytes.substr(0, wanted);
        // In memory of its own, so that a view kept too long is seen by the sanitizers.
        const std::string own{chunk};
        if (!reader.feed(own).ok()) {
            break;
        }
        bytes.remove_prefix(chunk.size());
    }
    return reader.finish();
}

ReadOptions small() {
    return {.patients_max = 2, .bytes_max = 20'000, .today = today};
}

}

TEST_CASE("chunking: any cuts give the reading of the whole") {
    CHECK(rc::check([] {
        const std::string list =
            text(*rc::gen::element(std::string{heading}, std::string{}), *any_list());
        const auto cuts =
            *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 40));
        RC_ASSERT(picture(read_cut(list, cuts, small())) == picture(read_list(list, small())));
    }));
}

TEST_CASE("chunking: UTF-16 in any cuts reads as its ASCII does") {
    CHECK(rc::check([] {
        const auto rows = *rc::gen::container<std::vector<std::string>>(rc::gen::element(
            std::string{good_row}, std::string{other_row}, std::string{"\r\n\"x\ny\",,,1"}
        ));
        std::string list{heading};
        for (const std::string& each : rows) {
            list += each;
        }
        const auto cuts =
            *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 40));
        std::string wide = picture(read_cut(in_utf_16(list), cuts, {.today = today}));
        const std::string narrow = picture(read(list));
        RC_ASSERT(wide.substr(wide.find(' ')) == narrow.substr(narrow.find(' ')));
    }));
}

TEST_CASE("chunking: any bytes are read to an end") {
    CHECK(rc::check([](const std::string& bytes) {
        const auto reading = read(bytes);
        RC_ASSERT(reading.refusal() || reading.facts().records > 0);
    }));
}

TEST_CASE("chunking: every row is accepted or rejected, and none twice") {
    CHECK(rc::check([] {
        const auto reading = read(text(heading, *any_list()));
        if (!reading.refusal()) {
            RC_ASSERT(
                reading.accepted_count() + reading.rejected_count() == reading.facts().records
            );
        }
    }));
}
