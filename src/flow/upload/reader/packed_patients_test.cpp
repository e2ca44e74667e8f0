#include "flow/upload/reader/packed_patients.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace cohort::upload {
namespace {

struct Person {
    std::uint64_t nhs_number;
    std::uint32_t line;
    std::string date;
    bool differs;
    std::string given;
    std::string family;
    std::string mobile;
    std::string email;
};

const std::vector<Person> people{
    {9'990'000'018, 2, "1930-01-01", false, "Testina", "Testpatient", "+447700900001", ""},
    {9'990'000'018, 2, "1930-01-01", true, "", "Testpatient", "", "Testina@example.com"},
    {9'434'765'919, 70'000, "2020-02-29", false, "T\xC3\xA9o", "", "+447999999999", "a@b.example"},
    {4'505'577'104,
     70'001,
     "1895-12-31",
     true,
     std::string(900, 'g'),
     std::string(64, 'f'),
     "+12025550143",
     std::string(64, 'l') + "@" + std::string(180, 'd') + ".example"},
    {4'505'577'104,
     4'000'000'000,
     "2026-11-30",
     false,
     "a b",
     "O'Brien",
     "+999999999999999",
     "\"a@b\"@c.example"},
};

void add(PackedPatients& all, const Person& person, std::uint32_t line) {
    all.add(
        {person.nhs_number,
         line,
         domain::DateOfBirth::parse_iso(person.date).value(),
         person.differs,
         person.given,
         person.family,
         person.mobile,
         person.email}
    );
}

bool is(const PackedPatient& packed, const Person& person) {
    return packed.nhs_number == person.nhs_number && packed.date_of_birth.iso() == person.date
           && packed.date_differs_by_order == person.differs && packed.given == person.given
           && packed.family == person.family && packed.mobile() == person.mobile
           && packed.email() == person.email;
}

TEST_CASE("packed patients: what was put in comes out, whatever it is") {
    PackedPatients all;
    for (const Person& person : people) {
        add(all, person, person.line);
    }
    PackedPatients::Cursor each(all);
    for (std::size_t i = 0; i < people.size(); ++i) {
        CAPTURE(i);
        CHECK(is(all.at(i), people[i]));
        CHECK(all.at(i).line == people[i].line);
        CHECK(is(each.next(), people[i]));
    }
    CHECK(each.at_end());
}

TEST_CASE("packed patients: those that are dropped leave the others in their order") {
    constexpr std::uint32_t count = 1'000;
    PackedPatients all;
    for (std::uint32_t line = 0; line < count; ++line) {
        add(all, people[line % people.size()], line);
    }
    std::vector<std::uint32_t> kept;
    for (std::uint32_t line = 0; line < count; ++line) {
        // Now and then one, whole groups, the first and the last.
        if (line % 7 == 0 || (line >= 100 && line < 200) || line == count - 1) {
            all.drop(line);
        } else {
            kept.push_back(line);
        }
    }
    all.count_kept();
    PackedPatients::Walk walk;

    REQUIRE(all.kept_count() == kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        PackedPatients::Walk anywhere;
        REQUIRE(all.kept(i, anywhere).line == kept[i]);
        REQUIRE(is(all.kept(i, walk), people[kept[i] % people.size()]));
        REQUIRE(all.kept(i, walk).line == kept[i]); // and once more
    }
    CHECK(all.is_dropped(0));
    CHECK(all.at(0).line == 0);
}

TEST_CASE("packed patients: more different words than are kept once are kept all the same") {
    PackedPatients all;
    constexpr std::uint32_t count = 70'000;
    for (std::uint32_t line = 0; line < count; ++line) {
        Person person = people.front();
        person.given = "n" + std::to_string(line);
        person.email = "x@" + std::to_string(line) + ".example";
        add(all, person, line);
    }
    for (std::uint32_t line = 0; line < count; line += 997) {
        CHECK(all.at(line).given == "n" + std::to_string(line));
        CHECK(all.at(line).email() == "x@" + std::to_string(line) + ".example");
    }
}

TEST_CASE("packed patients: a word that comes again is kept once, and a long one not at all") {
    WordTable words;
    CHECK(words.code_of("Testina") == words.code_of("Testina"));
    CHECK(words.code_of("Testina") != words.code_of("Testino"));
    CHECK(words.code_of(std::string(65, 'x')) == WordTable::none);
}

}
}
