#include "flow/upload/intake.hpp"

#include "domain/london_time.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace cohort::upload {
namespace {

lists::Source source_of(ListSource source) {
    switch (source) {
    case ListSource::emis:
        return lists::Source::emis;
    case ListSource::systmone:
        return lists::Source::systmone;
    case ListSource::other:
        return lists::Source::other;
    }
    return lists::Source::other;
}

static_assert(column_count == lists::fields_count);

lists::Field field_of(Column column) {
    return static_cast<lists::Field>(column);
}

// The report's day, as the instant at which it begins in London.
std::optional<TimePoint> instant_of(const std::optional<std::chrono::year_month_day>& day) {
    if (!day) {
        return std::nullopt;
    }
    return domain::read_london(std::chrono::local_days{*day}).utc;
}

std::uint32_t narrow(std::size_t number) {
    return static_cast<std::uint32_t>(number); // rows are counted in 32 bits
}

std::vector<std::uint32_t> all_of(std::size_t count) {
    std::vector<std::uint32_t> indexes(count);
    std::iota(indexes.begin(), indexes.end(), 0U);
    return indexes;
}

// From `first` on, until there are enough rows or bytes.
template <class BytesOf>
std::size_t in_piece(std::size_t first, std::size_t all, BytesOf bytes_of) {
    constexpr std::size_t rows_max = 1000;
    std::size_t bytes = 0;
    std::size_t rows = 0;
    while (first + rows < all && rows < rows_max) {
        bytes += bytes_of(first + rows);
        if (bytes > piece_bytes_max && rows > 0) {
            break;
        }
        ++rows;
    }
    return rows;
}

std::vector<lists::CodeCount> counted(const std::map<std::string, std::int64_t, std::less<>>& rows
) {
    std::vector<lists::CodeCount> counts;
    counts.reserve(rows.size());
    for (const auto& [code, count] : rows) {
        counts.push_back({code, count});
    }
    return counts;
}

}

lists::Patient patient_of(ListedPatient listed, std::int64_t file) {
    return {
        file,
        static_cast<std::int64_t>(listed.line),
        std::move(listed.nhs_number),
        std::move(listed.name),
        listed.date_of_birth,
        std::move(listed.mobile),
        std::move(listed.email)
    };
}

Intake::Intake(const ListReading& reading, std::int64_t file)
    : reading_(reading), file_(file), patients_(all_of(reading.accepted_count())),
      warnings_(all_of(reading.warnings().size())) {
    refused_.reserve(reading.rejected_count());
    for (std::size_t index = 0; index < reading.rejected_count(); ++index) {
        refused_.push_back({0, narrow(index), From::rejected});
    }
}

Intake::Intake(
    const ListReading& reading, std::int64_t file, const Against& against, const HashNumber& hash
)
    : reading_(reading), file_(file) {
    std::vector<std::uint64_t> dropped; // lines of patients that are not stored
    for (std::size_t index = 0; index < against.fates.size(); ++index) {
        const Fate fate = against.fates[index];
        if (fate == Fate::kept) {
            patients_.push_back(narrow(index));
            continue;
        }
        const std::uint64_t line = reading.reveal(index).line;
        dropped.push_back(line);
        refused_.push_back(
            {narrow(line),
             narrow(index),
             fate == Fate::identical ? From::identical : From::in_conflict}
        );
    }
    for (std::size_t index = 0; index < reading.rejected_count(); ++index) {
        const RejectedRow row = reading.rejected(index);
        const bool now_conflict =
            row.patient && row.reasons.front().code == ErrorCode{"duplicate.identical"}
            && against.conflicts.contains(hash(row.patient->nhs_number.reveal()));
        refused_.push_back(
            {narrow(row.line), narrow(index), now_conflict ? From::now_conflict : From::rejected}
        );
    }
    std::ranges::sort(refused_, {}, &Refused::line);
    std::uint32_t number = 0;
    for (const ListWarning& warning : reading.warnings()) {
        if (!warning.line || !std::ranges::binary_search(dropped, *warning.line)) {
            warnings_.push_back(number);
        }
        ++number;
    }
}

std::size_t Intake::patients_in_piece(std::size_t first) const {
    ListReading::Walk walk;
    return in_piece(first, patients_.size(), [&](std::size_t i) {
        const RevealedPatient patient = reading_.reveal(patients_[i], walk);
        return patient.given.size() + patient.family.size() + patient.mobile.size()
               + patient.email.size();
    });
}

std::size_t Intake::refused_in_piece(std::size_t first) const {
    return in_piece(first, refused_.size(), [this](std::size_t i) {
        const Refused& ref = refused_[i];
        const bool rejected = ref.from == From::rejected || ref.from == From::now_conflict;
        std::size_t bytes = 0;
        if (rejected) {
            for (const FoundCell& cell : reading_.rejected(ref.index).cells) {
                bytes += cell.reveal().size();
            }
        } else {
            const RevealedPatient patient = reading_.reveal(ref.index);
            bytes = patient.given.size() + patient.family.size() + patient.email.size();
        }
        return bytes;
    });
}

std::size_t Intake::warnings_in_piece(std::size_t first) const {
    return in_piece(first, warnings_.size(), [this](std::size_t i) {
        const ListWarning warning = reading_.warnings()[static_cast<std::ptrdiff_t>(warnings_[i])];
        return warning.found.reveal().size() + warning.kept.reveal().size();
    });
}

std::vector<lists::Patient> Intake::patients(std::size_t first, std::size_t count) const {
    std::vector<lists::Patient> patients;
    patients.reserve(count);
    ListReading::Walk walk;
    for (std::size_t i = first; i < first + count; ++i) {
        patients.push_back(patient_of(reading_.accepted(patients_[i], walk), file_));
    }
    return patients;
}

std::vector<lists::NewRefusedRow> Intake::refused(std::size_t first, std::size_t count) const {
    std::vector<lists::NewRefusedRow> rows;
    rows.reserve(count);
    for (std::size_t i = first; i < first + count; ++i) {
        rows.push_back(refused_row(refused_[i]));
    }
    return rows;
}

std::vector<lists::Reason> Intake::reasons_of(const Refused& ref) const {
    switch (ref.from) {
    case From::identical:
        return {{"duplicate.identical"}};
    case From::in_conflict:
    case From::now_conflict:
        return {{"duplicate.conflict"}};
    case From::rejected:
        break;
    }
    const RejectedRow row = reading_.rejected(ref.index);
    std::vector<lists::Reason> reasons;
    reasons.reserve(row.reasons.size());
    for (const RejectionReason& reason : row.reasons) {
        lists::Reason given{std::string(reason.code.text())};
        if (reason.column) {
            given.field = field_of(*reason.column);
        }
        reasons.push_back(std::move(given));
    }
    return reasons;
}

lists::NewRefusedRow Intake::refused_row(const Refused& ref) const {
    if (ref.from == From::identical || ref.from == From::in_conflict) {
        lists::Patient patient = patient_of(reading_.accepted(ref.index), file_);
        lists::Cells cells = lists::cells_of(patient);
        return {patient.line, reasons_of(ref), std::move(cells), std::move(patient)};
    }
    RejectedRow row = reading_.rejected(ref.index);
    lists::NewRefusedRow out{
        static_cast<std::int64_t>(row.line), reasons_of(ref), {}, std::nullopt
    };
    for (std::size_t column = 0; column < column_count; ++column) {
        out.cells[column] = row.cells[column].reveal();
    }
    if (row.patient) {
        out.patient = patient_of(std::move(*row.patient), file_);
    }
    return out;
}

std::vector<lists::NewWarning> Intake::warnings(std::size_t first, std::size_t count) const {
    std::vector<lists::NewWarning> warnings;
    warnings.reserve(count);
    for (std::size_t i = first; i < first + count; ++i) {
        const ListWarning warning = reading_.warnings()[static_cast<std::ptrdiff_t>(warnings_[i])];
        warnings.push_back(
            {std::string(warning.code.text()),
             warning.line ? std::optional(static_cast<std::int64_t>(*warning.line)) : std::nullopt,
             std::string(warning.heading),
             std::string(warning.found.reveal()),
             std::string(warning.kept.reveal())}
        );
        if (warnings.back().code == "contact.shared") {
            tell_shared(warnings.back());
        }
    }
    return warnings;
}

void Intake::tell_shared(lists::NewWarning& warning) const {
    const auto line_of = [this](std::uint32_t index) {
        return static_cast<std::int64_t>(reading_.reveal(index).line);
    };
    const auto place = std::ranges::lower_bound(patients_, *warning.line, {}, line_of);
    COHORT_ENSURE(
        place != patients_.end() && line_of(*place) == *warning.line,
        "a shared number is told of a patient"
    );
    const lists::Patient patient = patient_of(reading_.accepted(*place), file_);
    warning.found = patient.name.full();
    warning.kept = patient.mobile->reveal();
}

lists::WholeFile Intake::whole_file(std::chrono::year_month_day today) const {
    const ListFacts& facts = reading_.facts();
    lists::WholeFile whole{
        .source = source_of(facts.source.system),
        .encoding = std::string(name_of(facts.encoding)),
        .bytes = static_cast<std::int64_t>(facts.bytes),
        .heading_line = static_cast<std::int64_t>(facts.heading_line),
        .report_run_at = instant_of(facts.report_run),
        .records = static_cast<std::int64_t>(facts.records)
    };
    for (std::size_t column = 0; column < column_count; ++column) {
        std::string& heading = whole.headings[column];
        heading = reading_.heading(static_cast<Column>(column));
        std::ranges::replace(heading, '\n', ' '); // kept one a line
    }
    int years = 0;
    for (const std::uint32_t patients : reading_.ages()) {
        whole.ages.add(years++, patients);
    }
    std::map<std::string, std::int64_t, std::less<>> refused;
    for (const Refused& ref : refused_) {
        if (ref.from == From::identical || ref.from == From::in_conflict) {
            whole.ages.add(reading_.accepted(ref.index).date_of_birth.years_on(today), -1);
        }
        std::vector<lists::Reason> reasons = reasons_of(ref);
        std::ranges::sort(reasons, {}, &lists::Reason::code);
        const auto again = std::ranges::unique(reasons, {}, &lists::Reason::code);
        reasons.erase(again.begin(), again.end());
        for (const lists::Reason& reason : reasons) {
            ++refused[reason.code];
        }
    }
    std::map<std::string, std::int64_t, std::less<>> warnings;
    for (const std::uint32_t number : warnings_) {
        const ListWarning warning = reading_.warnings()[static_cast<std::ptrdiff_t>(number)];
        ++warnings[std::string(warning.code.text())];
    }
    whole.refused = counted(refused);
    whole.warnings = counted(warnings);
    return whole;
}

}
