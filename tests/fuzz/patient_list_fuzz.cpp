// Any bytes, cut anywhere: the reader ends, keeps its books, and reads the same uncut.
// The first two bytes choose the cut and the limits; the rest is the file.
#include "base/ensure.hpp"
#include "flow/upload/reader/read_list.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace cohort;
using namespace cohort::upload;

namespace {

constexpr std::chrono::year_month_day today{
    std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}
};

void check_books(const ListReading& reading) {
    if (reading.refusal()) {
        COHORT_ENSURE(reading.accepted_count() == 0, "a refused file accepts nobody");
        return;
    }
    COHORT_ENSURE(
        reading.accepted_count() + reading.rejected_count() == reading.facts().records,
        "a row is lost or told twice"
    );
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        const ListedPatient patient = reading.accepted(index);
        COHORT_ENSURE(patient.mobile || patient.email, "an accepted patient cannot be reached");
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 2, size - 2};
    const ReadOptions options{.patients_max = 1U + data[1], .today = today};
    const std::size_t chunk = 1U + data[0];

    ListReader reader{options};
    for (std::size_t at = 0; at < bytes.size(); at += chunk) {
        const std::string own{bytes.substr(at, chunk)};
        if (!reader.feed(own).ok()) {
            break;
        }
    }
    const ListReading cut = reader.finish();
    const ListReading whole = read_list(bytes, options);

    check_books(cut);
    check_books(whole);
    COHORT_ENSURE(
        cut.accepted_count() == whole.accepted_count(), "cutting changed who is accepted"
    );
    COHORT_ENSURE(
        cut.rejected_count() == whole.rejected_count(), "cutting changed who is rejected"
    );
    COHORT_ENSURE(cut.warnings().size() == whole.warnings().size(), "cutting changed the warnings");
    COHORT_ENSURE(
        cut.refusal().has_value() == whole.refusal().has_value()
            && (!cut.refusal() || cut.refusal()->code == whole.refusal()->code),
        "cutting changed the refusal"
    );
    return 0;
}
