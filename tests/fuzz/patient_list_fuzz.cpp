// Any bytes, cut anywhere: the reader ends, keeps its books and its limits, reads the same uncut,
// and accepts and rejects what a plain reading of the file says. The first two bytes choose the cut
// and the limits; the rest is the file.
#include "base/ensure.hpp"
#include "flow/upload/reader/test_lists.hpp"
#include "tests/fuzz/pieces.hpp"
#include "tests/support/plain_list.hpp"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>

namespace {

using namespace cohort;
using namespace cohort::upload;

// Few patients, as the cases are small; from 128 on, few bytes as well.
ReadOptions options_from(std::uint8_t choice) {
    ReadOptions options{.patients_max = 1U + choice % 64U, .today = upload::test::today};
    if (choice >= 128) {
        options.bytes_max = (choice - 127U) * 32;
    }
    return options;
}

void check_books(const ListReading& reading) {
    const auto& facts = reading.facts();
    if (reading.refusal()) {
        COHORT_ENSURE(
            reading.accepted_count() == 0 && reading.rejected_count() == 0
                && reading.ages().empty(),
            "a refused file has no rows"
        );
        return;
    }
    COHORT_ENSURE(
        reading.accepted_count() + reading.rejected_count() == facts.records,
        "a row is lost or told twice"
    );
    std::size_t mobiles = 0;
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        const ListedPatient patient = reading.accepted(index);
        COHORT_ENSURE(patient.mobile || patient.email, "an accepted patient cannot be reached");
        mobiles += patient.mobile ? 1 : 0;
    }
    COHORT_ENSURE(mobiles == facts.with_mobile, "mobiles are counted wrongly");
    const auto ages = reading.ages();
    COHORT_ENSURE(ages.size() <= 131, "somebody is older than anybody");
    COHORT_ENSURE(
        std::accumulate(ages.begin(), ages.end(), std::size_t{0}) == reading.accepted_count(),
        "somebody has no age"
    );
}

void check_limits(const ListReading& reading, const ReadOptions& options) {
    const auto& facts = reading.facts();
    COHORT_ENSURE(facts.bytes <= bytes_max_of(options), "more bytes than are allowed");
    if (!reading.refusal()) {
        COHORT_ENSURE(
            facts.patients <= options.patients_max && facts.records <= 10 * options.patients_max,
            "more patients or records than are allowed"
        );
    } else if (reading.refusal()->code == ErrorCode{"too_many_rows"}) {
        COHORT_ENSURE(reading.refusal()->found > reading.refusal()->limit, "refused for too few");
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t piece_bytes = fuzz::take_choice(bytes);
    const ReadOptions options = options_from(fuzz::take_choice(bytes));

    ListReader reader{options};
    fuzz::each_piece(bytes, piece_bytes, [&](std::string_view piece) {
        return reader.feed(piece).ok();
    });
    const ListReading cut = reader.finish();
    const ListReading whole = read_list(bytes, options);

    COHORT_ENSURE(
        upload::test::picture(cut) == upload::test::picture(whole), "cutting changed the reading"
    );
    check_books(whole);
    check_limits(whole, options);
    COHORT_ENSURE(cohort::test::disagreement(bytes, whole).empty(), "the file says otherwise");
    return 0;
}
