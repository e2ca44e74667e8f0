#include "simulator/ledger/ledger.hpp"

#include "simulator/test_folder.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <fstream>
#include <sstream>

namespace cohort::simulator {

namespace {

Record submit_number(int i) {
    Record record;
    record.at_ms = 1'700'000'000'000 + i;
    record.session = 1;
    record.system_id = "cohort";
    record.from = "NHSgpA81001";
    record.to = "447700900001";
    record.text = "Text \"" + std::to_string(i) + "\"\n\\ £ ŵ";
    record.stat = "DELIVRD";
    record.receipts = 1;
    record.due_ms = record.at_ms + 5;
    return record;
}

struct Opened {
    std::vector<Record> seen;
    Result<std::unique_ptr<Ledger>> ledger;
};

Opened open(const std::filesystem::path& file) {
    std::vector<Record> seen;
    auto ledger = Ledger::open(file, [&](const Record& record) { seen.push_back(record); }, {});
    return {std::move(seen), std::move(ledger)};
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

void write_file(const std::filesystem::path& file, std::string_view content) {
    std::ofstream(file, std::ios::binary) << content;
}

}

TEST_CASE("record: every field comes back from its line") {
    Record record = submit_number(7);
    record.n = 12;
    record.kind = RecordKind::mail_refused;
    record.subject = "Résumé \t\x01";
    record.message_id = "<a@b>";
    record.rule = "refuse";
    record.status = not_answered;
    record.coding = 8;
    record.reference = 65535;
    record.part = 2;
    record.parts = 3;
    record.taken = false;
    record.err = 6;
    record.of = 11;
    std::string line;
    append_line(line, record);
    REQUIRE(line.back() == '\n');
    line.pop_back();

    const auto read = read_line(line);

    REQUIRE(read);
    CHECK(*read == record);
}

TEST_CASE("record: any text comes back") {
    CHECK(rc::check([](const std::vector<std::uint16_t>& units) {
        Record record = submit_number(1);
        record.n = 1;
        record.text.clear();
        for (const std::uint16_t unit : units) {
            record.text += static_cast<char>(unit % 128);
        }
        std::string line;
        append_line(line, record);
        line.pop_back();
        RC_ASSERT(line.find('\n') == std::string::npos);
        const auto read = read_line(line);
        RC_ASSERT(read.ok());
        RC_ASSERT(*read == record);
    }));
}

TEST_CASE("ledger: what was appended is there after opening again, numbered without a gap") {
    const TestFolder folder;
    {
        auto opened = open(folder.path() / "ledger.jsonl");
        REQUIRE(opened.ledger);
        for (int i = 0; i < 2500; ++i) {
            Record record = submit_number(i);
            CHECK((*opened.ledger)->append(record) == static_cast<std::uint64_t>(i + 1));
        }
    }

    const auto again = open(folder.path() / "ledger.jsonl");

    REQUIRE(again.ledger);
    REQUIRE(again.seen.size() == 2500);
    CHECK(again.seen[2499].text == submit_number(2499).text);
    CHECK((*again.ledger)->durable() == 2500);
}

TEST_CASE("ledger: nothing is durable before commit, and then it is in the file") {
    const TestFolder folder;
    const auto file = folder.path() / "ledger.jsonl";
    auto opened = open(file);
    REQUIRE(opened.ledger);
    Ledger& ledger = **opened.ledger;
    Record record = submit_number(1);

    ledger.append(record);
    CHECK(ledger.durable() == 0);
    CHECK(content_of(file).empty());
    ledger.commit();
    while (ledger.durable() < 1) {
        std::this_thread::yield();
    }

    CHECK(content_of(file).find("\"n\":1,") != std::string::npos);
}

TEST_CASE("ledger: cut off at any byte, it opens with the whole lines and goes on after them") {
    const TestFolder folder;
    const auto file = folder.path() / "ledger.jsonl";
    {
        auto opened = open(file);
        REQUIRE(opened.ledger);
        for (int i = 0; i < 2; ++i) {
            Record record = submit_number(i);
            (*opened.ledger)->append(record);
        }
    }
    const std::string whole = content_of(file);
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const std::string cut = whole.substr(0, length);
        const auto lines = static_cast<std::size_t>(std::count(cut.begin(), cut.end(), '\n'));
        write_file(file, cut);

        auto opened = open(file);

        REQUIRE(opened.ledger);
        CHECK(opened.seen.size() == lines);
        Record next = submit_number(99);
        CHECK((*opened.ledger)->append(next) == lines + 1);
        opened.ledger = Error{ErrorKind::internal, "test.closed"};
        CHECK(open(file).seen.size() == lines + 1);
    }
}

TEST_CASE("ledger: a broken line before the last is not passed over") {
    const TestFolder folder;
    const auto file = folder.path() / "ledger.jsonl";
    std::string content;
    for (int i = 1; i <= 3; ++i) {
        Record record = submit_number(i);
        record.n = static_cast<std::uint64_t>(i == 3 ? 4 : i);
        append_line(content, record);
    }
    write_file(file, content);

    const auto opened = open(file);

    REQUIRE_FALSE(opened.ledger);
    CHECK(opened.ledger.error().code == ErrorCode("simulator.ledger.damaged"));
}

TEST_CASE("ledger: a second one on the same file is refused") {
    const TestFolder folder;
    const auto first = open(folder.path() / "ledger.jsonl");
    REQUIRE(first.ledger);

    const auto second = open(folder.path() / "ledger.jsonl");

    REQUIRE_FALSE(second.ledger);
    CHECK(second.ledger.error().code == ErrorCode("simulator.ledger.in_use"));
}

TEST_CASE("ledger: reading after a number gives the next ones, across marks") {
    const TestFolder folder;
    {
        auto opened = open(folder.path() / "ledger.jsonl");
        REQUIRE(opened.ledger);
        for (int i = 0; i < 3100; ++i) {
            Record record = submit_number(i);
            (*opened.ledger)->append(record);
        }
    }
    const auto opened = open(folder.path() / "ledger.jsonl");
    REQUIRE(opened.ledger);
    for (const std::uint64_t after : {0U, 1U, 999U, 1000U, 1001U, 2999U, 3099U}) {
        const auto lines = (*opened.ledger)->read_after(after, 2);

        REQUIRE(lines);
        CHECK(lines->starts_with("{\"n\":" + std::to_string(after + 1) + ","));
        CHECK(std::count(lines->begin(), lines->end(), '\n') == (after == 3099 ? 0 : 1));
    }
    CHECK((*opened.ledger)->read_after(3100, 10).value_or("?").empty());
}

}
