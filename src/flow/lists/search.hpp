#pragma once
// Looking somebody up in a list.
// Promise: what is looked for is compared as a person means it: a number however it is written, an
// address, or any part of a name whatever its case and accents. Names are sealed, so the whole list
// is opened for them, a slice at a time, on the CPU pool. Threads: any coroutine may search.
#include "flow/lists/lists.hpp"
#include "platform/net/pool.hpp"
#include "platform/net/task.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace cohort::lists {

struct SearchDeps {
    db::Database& database;
    net::Pool& pool;
    const Lists& lists;
};

struct Found {
    // What the words were taken for. All but a name are found exactly, by their keyed hash.
    enum class By {
        nhs_number,
        mobile,
        number, // it could be either, and both were looked for
        email,
        no_nhs_number, // ten digits whose last does not fit the others: mistyped
        name,
    };

    By by;
    std::vector<Placed> patients;
    bool more = false; // there are more than so many
};

// Up to `most` patients, in the list's order. Errors: list.not_found, sealed.damaged, pool.full,
// and the database's.
Task<Result<Found>>
search(SearchDeps deps, PracticeId practice, ListId list, std::string words, std::size_t most);

// Where a row stands.
struct RowRef {
    std::int64_t number; // in the list's review; 0: it is on the list
    std::int64_t file;
    std::int64_t line;
};

// The rows of one NHS number: the first of them, and how many there are.
struct SameNumber {
    std::vector<RowRef> first = {};
    std::int64_t all = 0;
};

// By the keyed hash of an NHS number.
using RowsByNumber = std::map<std::string, SameNumber, std::less<>>;

// For each of these NHS numbers the rows still refused that would be this patient but for each
// other, the first `most` of them, or else the row that is on the list: where rows stand against
// each other nobody is. One look through the list, however many are on it, and none where nobody
// is.
RowsByNumber rows_of_patients(
    db::Snapshot& at,
    const practice::Practices& practices,
    PracticeId practice,
    ListId list,
    std::span<const domain::NhsNumber> numbers,
    std::size_t most
);

}
