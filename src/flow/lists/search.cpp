#include "flow/lists/search.hpp"

#include "domain/fold.hpp"
#include "domain/limits.hpp"
#include "flow/lists/identity.hpp"
#include "flow/lists/inside.hpp"
#include "flow/lists/reasons.hpp"
#include "flow/lists/sql.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace cohort::lists {
namespace {

constexpr std::int64_t patients_a_slice = 1000;
constexpr net::Purpose searching{"searching lists"};

// A patient as stored: read on a database thread, opened on the pool.
struct Sealed {
    Position position;
    Origin origin;
    std::string identity;
};

struct Slice {
    practice::Sealer sealer;
    std::vector<Sealed> patients;
};

Result<Slice>
read_slice(db::Snapshot& at, const Lists& lists, PracticeId practice, ListId list, Position after) {
    COHORT_TRY(sealer, lists.practices().sealer(at, practice));
    auto patients = at.all(
        sql::list_patients,
        [](const db::Row& row) {
            return Sealed{
                Position{row.integer(0)},
                {row.integer(1), row.integer(2)},
                std::string(row.bytes(3))
            };
        },
        practice,
        list,
        after,
        patients_a_slice
    );
    return Slice{std::move(sealer), std::move(patients)};
}

// In either order, because lists and letters have both.
bool has_in_name(const domain::PatientName& name, const std::string& folded) {
    return domain::fold(name.full()).contains(folded)
           || domain::fold(name.family() + " " + name.given()).contains(folded);
}

// "Smith, Ann" is looked for like "Smith Ann".
std::string fold_words(std::string_view words) {
    std::string folded;
    for (const char byte : domain::fold(words)) {
        const bool blank = byte == ',' || byte == ' ';
        if (blank && (folded.empty() || folded.back() == ' ')) {
            continue;
        }
        folded.push_back(blank ? ' ' : byte);
    }
    return folded;
}

// Adds those whose name holds `folded`, until there is one more than wanted.
Result<bool> open_slice(
    const Slice& slice,
    PracticeId practice,
    ListId list,
    const std::string& folded,
    std::size_t most,
    Found& found
) {
    for (const Sealed& sealed : slice.patients) {
        COHORT_TRY(
            identity,
            slice.sealer.open(sealed.identity, identity_place(practice, list, sealed.position))
        );
        COHORT_TRY(patient, unpack_patient(sealed.origin, identity));
        if (!has_in_name(patient.name, folded)) {
            continue;
        }
        if (found.patients.size() == most) {
            found.more = true;
            return true;
        }
        found.patients.push_back({sealed.position, std::move(patient)});
    }
    return false;
}

Task<Result<Found>> search_names(
    SearchDeps deps, PracticeId practice, ListId list, std::string words, std::size_t most
) {
    const std::string folded = fold_words(words);
    Found found{.by = Found::By::name, .patients = {}};
    const net::Lane lane{searching, practice.value};
    Position after{0};
    while (true) {
        const auto read = [&](db::Snapshot& at) {
            return read_slice(at, deps.lists, practice, list, after);
        };
        COHORT_CO_TRY(slice, co_await deps.database.read(read));
        if (slice.patients.empty()) {
            co_return found;
        }
        after = slice.patients.back().position;
        // `slice`, `folded` and `found` live in this frame, which waits for the job.
        const auto open = [&] { return open_slice(slice, practice, list, folded, most, found); };
        COHORT_CO_TRY(full, co_await deps.pool.run(lane, open));
        if (full || std::ssize(slice.patients) < patients_a_slice) {
            co_return found;
        }
    }
}

Found exactly(Found::By by, std::vector<Placed> patients, std::size_t most) {
    Found found{.by = by, .patients = std::move(patients)};
    found.more = found.patients.size() > most;
    if (found.more) {
        found.patients.erase(
            found.patients.begin() + static_cast<std::ptrdiff_t>(most), found.patients.end()
        );
    }
    return found;
}

// By its hash, where the words are a number or an address; nothing where they are neither.
Result<std::optional<Found>> find_exactly(
    db::Snapshot& at,
    const Lists& lists,
    PracticeId practice,
    ListId list,
    std::string_view words,
    std::size_t most
) {
    COHORT_CHECK(lists.held(at, practice, list));
    const auto asked = static_cast<std::int64_t>(most) + 1;
    const auto number = domain::NhsNumber::parse(words);
    const auto mobile = domain::MobileNumber::parse(words, domain::International::allowed);
    if (number.ok()) {
        COHORT_TRY(patients, lists.find(at, practice, list, *number));
        // Ten digits that begin with 7 may also be a mobile that lost its 0.
        if (mobile.ok()) {
            COHORT_TRY(reached, lists.find(at, practice, list, mobile->number, asked));
            std::ranges::move(reached, std::back_inserter(patients));
        }
        const Found::By by = mobile.ok() ? Found::By::number : Found::By::nhs_number;
        return std::optional(exactly(by, std::move(patients), most));
    }
    if (mobile.ok()) {
        COHORT_TRY(patients, lists.find(at, practice, list, mobile->number, asked));
        return std::optional(exactly(Found::By::mobile, std::move(patients), most));
    }
    if (number.error().code == ErrorCode{"nhs_number.check_digit"}) {
        return std::optional(Found{.by = Found::By::no_nhs_number, .patients = {}});
    }
    const auto email = domain::EmailAddress::parse(words);
    if (email.ok()) {
        COHORT_TRY(patients, lists.find(at, practice, list, *email, asked));
        return std::optional(exactly(Found::By::email, std::move(patients), most));
    }
    return std::optional<Found>();
}

}

Task<Result<Found>>
search(SearchDeps deps, PracticeId practice, ListId list, std::string words, std::size_t most) {
    if (words.size() > domain::limits::search_bytes_max) {
        co_return Found{.by = Found::By::name, .patients = {}};
    }
    const auto look = [&](db::Snapshot& at) {
        return find_exactly(at, deps.lists, practice, list, words, most);
    };
    COHORT_CO_TRY(found, co_await deps.database.read(look));
    if (found) {
        co_return std::move(*found);
    }
    co_return co_await search_names(deps, practice, list, std::move(words), most);
}

RowsByNumber rows_of_patients(
    db::Snapshot& at,
    const practice::Practices& practices,
    PracticeId practice,
    ListId list,
    std::span<const domain::NhsNumber> numbers,
    std::size_t most
) {
    RowsByNumber rows;
    for (const domain::NhsNumber& number : numbers) {
        rows.try_emplace(practices.keyring().hash(practice::HashOf::nhs_number, number.reveal()));
    }
    if (rows.empty()) {
        return rows;
    }
    bool on_the_list = false; // some of them
    for (auto& [hash, same] : rows) {
        bool in_conflict = false;
        same.first = at.all(
            sql::list_standing_against,
            [&in_conflict](const db::Row& row) {
                const std::vector<Reason> reasons = read_reasons(row.text(3));
                in_conflict = in_conflict || reasons.front().code == "duplicate.conflict";
                return RowRef{row.integer(0), row.integer(1), row.integer(2)};
            },
            practice,
            list,
            db::Bytes{hash},
            static_cast<std::int64_t>(most)
        );
        same.all = std::ssize(same.first);
        if (!in_conflict) {
            same = {};
            on_the_list = true;
        } else if (same.first.size() == most) {
            const auto count = [](const db::Row& row) { return row.integer(0); };
            same.all = *at.one(sql::count_standing_against, count, practice, list, db::Bytes{hash});
        }
    }
    if (!on_the_list) {
        return rows;
    }
    at.each(
        sql::list_origins,
        [&rows](const db::Row& row) {
            if (const auto found = rows.find(row.bytes(0)); found != rows.end()) {
                found->second = {{{0, row.integer(1), row.integer(2)}}, 1};
            }
        },
        practice,
        list
    );
    return rows;
}

}
