// What reading a file really takes, held against what is set aside for it. Method: this program
// counts every allocation, so that the most that was held at one time is known to the byte. The
// files are those that cost the most for their size, each in another part of the reader.
#include "flow/upload/memory.hpp"

#include "flow/upload/reader/read_list.hpp"
#include "flow/upload/reader/test_lists.hpp"
#include "flow/upload/room.hpp"
#include "tests/support/patients.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

namespace {

std::size_t held = 0;
std::size_t most_held = 0;

}

// NOLINTBEGIN(cppcoreguidelines-owning-memory, cppcoreguidelines-no-malloc): these are what owns.
void* operator new(std::size_t bytes) {
    void* const place = std::malloc(bytes);
    if (place == nullptr) {
        throw std::bad_alloc();
    }
    held += ::malloc_usable_size(place);
    most_held = std::max(most_held, held);
    return place;
}

void operator delete(void* place) noexcept {
    held -= place == nullptr ? 0 : ::malloc_usable_size(place);
    std::free(place);
}

void operator delete(void* place, std::size_t) noexcept {
    operator delete(place);
}

// NOLINTEND(cppcoreguidelines-owning-memory, cppcoreguidelines-no-malloc)

namespace cohort::upload {
namespace {

constexpr std::size_t piece_bytes = std::size_t{64} * 1024;
// Of what is set aside this much is for storing, and for what the edges hold of the file.
constexpr std::size_t not_the_readers = std::size_t{2} * 1024 * 1024;

struct Reading {
    std::size_t memory;
    std::uint64_t set_aside;
};

Reading read(std::string_view bytes, std::uint64_t patients_max) {
    const std::size_t before = held;
    most_held = held;
    FileSize size{bytes.size(), 0, patients_max};
    {
        ListReader reader({.patients_max = patients_max, .today = test::today});
        for (std::size_t at = 0; at < bytes.size(); at += piece_bytes) {
            const std::string_view piece = bytes.substr(at, piece_bytes);
            size.lines += lines_in(piece);
            if (!reader.feed(piece).ok()) {
                break;
            }
        }
        const ListReading whole = reader.finish();
    }
    return {most_held - before, memory_for(size) - not_the_readers};
}

// The heading, and so many times the text that they fill the bytes.
std::string filled(std::string_view text, std::size_t bytes) {
    std::string whole(test::heading);
    whole.reserve(bytes);
    while (whole.size() + text.size() <= bytes) {
        whole += text;
    }
    return whole;
}

std::string repeated(std::string_view text, int times) {
    std::string whole;
    for (int i = 0; i < times; ++i) {
        whole += text;
    }
    return whole;
}

std::string with_columns(int columns, std::string_view name) {
    std::string heading(test::heading);
    heading.pop_back();
    return heading + repeated("," + std::string(name), columns) + "\n"
           + std::string(test::good_row);
}

TEST_CASE("memory: no file takes more than is set aside for it") {
    struct Case {
        std::string label;
        std::string bytes;
    };

    constexpr std::size_t largest = std::size_t{4} * 1024 * 1024;
    const std::string heading(test::heading);
    const std::string every_cell_wrong = repeated(std::string(33, '\x80') + ",", 6) + "\n";
    const std::vector<Case> cases{
        {"no byte", ""},
        {"one patient", test::text(test::heading, test::good_row)},
        {"a usual list", ::cohort::test::emis_csv(::cohort::test::patients(10'000))},
        {"one letter a row", filled("x\n", largest)},
        {"one letter a row, as many as are kept", filled("x\n", 200'000)},
        {"one letter a row, lone carriage returns", filled("x\r", 200'000)},
        {"rows with every reason", filled("1,2,3,4,5,6\n", 1'200'000)},
        {"rows with every reason that show nothing", filled("1,,,4,5,6\n", 1'000'000)},
        {"long cells", filled(repeated(std::string(300, 'x') + ",", 6) + "\n", largest)},
        {"cells that grow when they are decoded", filled(every_cell_wrong, largest)},
        {"one patient again and again", filled(test::good_row, largest)},
        {"a quote over blank lines", heading + "\"" + std::string(largest - 300, '\n') + "\"x\n"},
        {"a quote over one long line", heading + "\"\n" + std::string(largest - 300, 'x') + "\"x\n"
        },
        {"a quote over rows", heading + "\"\n" + filled("y,x\n", largest - 300) + "\"x\n"},
        {"a quote that never closes", heading + "\"" + filled("y\n", largest - 300)},
        {"as many columns as there may be", with_columns(16'300, "a")},
        {"as many columns with long names", with_columns(16'300, std::string(250, 'a'))},
        {"no heading, but many cells", repeated(repeated("a,", 16'000) + "\n", 100)},
        {"nothing but separators", std::string(largest, ',')},
    };
    for (const Case& each : cases) {
        CAPTURE(each.label);
        const Reading reading = read(each.bytes, 10'000);
        CHECK(reading.memory <= reading.set_aside);
    }
}

TEST_CASE("memory: no file made of any pieces takes more than is set aside for it") {
    const std::vector<std::string> pieces{
        "\"",
        "\n",
        "\r\n",
        ",",
        "\"\n",
        "x",
        "1,2,3,4,5,6\n",
        std::string(test::good_row),
        std::string(test::other_row),
        std::string(5'000, 'y'),
        "\"\"",
        "\x80\x81",
        ",,,,,,,,\n"
    };
    CHECK(rc::check([&pieces] {
        const auto pattern = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(
            rc::gen::inRange<std::size_t>(0, pieces.size())
        ));
        std::string text;
        for (const std::size_t piece : pattern) {
            text += pieces[piece];
        }
        const Reading reading = read(filled(text, std::size_t{256} * 1024), 10'000);
        RC_ASSERT(reading.memory <= reading.set_aside);
    }));
}

// Half a gibibyte for ten million patients is 53 bytes each; a warning that a mobile is shared, which
// every patient of this list has, takes 24 more until the file is whole.
TEST_CASE("memory: ten million patients are read in half a gibibyte") {
    constexpr std::size_t patients = 190'000; // shortly before the tables double
    const std::string csv = ::cohort::test::emis_csv(::cohort::test::patients(patients));
    const Reading reading = read(csv, 1'000'000);
    const std::size_t a_patient = reading.memory / patients;
    CAPTURE(a_patient);
    CHECK(a_patient <= 53 + 24 + 10); // and the buffers that every reading has
}

TEST_CASE("memory: forty usual lists have room at one time, or one of a million patients") {
    constexpr std::uint64_t room = Room::Limits{}.bytes_max;
    constexpr std::uint64_t row_bytes = 80;
    CHECK(40 * memory_for({10'000 * row_bytes, 10'000, 10'000}) <= room);
    CHECK(memory_for({1'000'000 * row_bytes, 1'000'000, 1'000'000}) <= room);
}

}
}
