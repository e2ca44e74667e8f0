#include "flow/upload/reader/tally.hpp"

#include "domain/limits.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace cohort::upload {

namespace {

constexpr std::size_t shared_by_many_min = 3;
constexpr std::int8_t no_column = -1;

const char* copy_to(TextStore& store, std::span<const std::string_view> parts) {
    std::size_t bytes = 0;
    for (const std::string_view part : parts) {
        bytes += part.size();
    }
    char* const place = store.take(bytes);
    char* next = place;
    for (const std::string_view part : parts) {
        next = std::ranges::copy(part, next).out;
    }
    return place;
}

// Given, family, mobile, email.
using PatientParts = std::array<std::string_view, 4>;

PatientParts parts_of(const RowVerdict& verdict) {
    return {
        verdict.name->given(),
        verdict.name->family(),
        verdict.mobile ? std::string_view{verdict.mobile->reveal()} : std::string_view{},
        verdict.email ? std::string_view{verdict.email->reveal()} : std::string_view{}
    };
}

std::string full_name_of(const RevealedPatient& patient) {
    const bool both = !patient.given.empty() && !patient.family.empty();
    return fmt::format("{}{}{}", patient.given, both ? " " : "", patient.family);
}

// As it stood in the file, which was read day first.
std::string written_date(std::chrono::year_month_day date) {
    return fmt::format(
        "{:02}/{:02}/{:04}",
        static_cast<unsigned>(date.day()),
        static_cast<unsigned>(date.month()),
        static_cast<int>(date.year())
    );
}

}

Tally::Tally(std::uint64_t patients_max, std::chrono::year_month_day today)
    : patients_max_(patients_max), today_(today) {}

void Tally::warn(ErrorCode code) {
    file_warnings_.push_back({0, ListReading::no_cells, code_index(code), no_column});
}

void Tally::add(std::uint64_t line, const RowVerdict& verdict) {
    ++records_;
    std::uint32_t* place = nullptr;
    std::uint64_t number = 0;
    if (verdict.nhs_number) {
        number = digits_of(verdict.nhs_number->reveal());
        place = &seen_.find_or_add(number, ListReading::nobody);
    }
    too_many_ = too_many_ || seen_.size() > patients_max_
                || records_ > patients_max_ * domain::limits::list_records_per_patient_max;
    if (too_many_) {
        return;
    }
    if (verdict.accepted()) {
        add_patient(line, number, verdict, *place);
    } else {
        add_rejected(line, verdict);
    }
}

void Tally::add_patient(
    std::uint64_t line, std::uint64_t number, const RowVerdict& verdict, std::uint32_t& place
) {
    const PatientParts parts = parts_of(verdict);
    const auto& [given, family, mobile, email] = parts;
    ListReading::Patient patient{
        number,
        nullptr,
        static_cast<std::uint32_t>(line),
        *verdict.date_of_birth,
        static_cast<std::uint16_t>(given.size()),
        static_cast<std::uint16_t>(family.size()),
        static_cast<std::uint8_t>(mobile.size()),
        static_cast<std::uint8_t>(email.size()),
        false,
        verdict.date_differs_by_order,
    };
    // An event report repeats a patient letter by letter: the text then is there already.
    const auto* first = place == ListReading::nobody ? nullptr : &reading_.patients_[place];
    const bool again = first != nullptr && parts == ListReading::parts_of(*first);
    patient.text = again ? first->text : copy_to(reading_.text_, parts);
    for (const RowWarning& warning : verdict.warnings) {
        add_warning(line, warning, verdict);
    }
    place_patient(patient, place);
}

// Beside the patient's first row, where there is one.
void Tally::place_patient(const ListReading::Patient& patient, std::uint32_t& place) {
    if (place == ListReading::nobody) {
        place = static_cast<std::uint32_t>(reading_.patients_.size());
        reading_.patients_.push_back(patient);
        return;
    }
    ListReading::Patient& first = reading_.patients_[place];
    const auto [given, family, mobile, email] = ListReading::parts_of(patient);
    const PatientParts firsts = ListReading::parts_of(first);
    const bool same = first.date_of_birth == patient.date_of_birth && mobile == firsts[2]
                      && domain::is_same_mailbox(email, firsts[3]);
    first.in_conflict = first.in_conflict || !same;
    reading_.set_aside_.push_back(patient);
    firsts_.push_back(place);
}

void Tally::add_rejected(std::uint64_t line, const RowVerdict& verdict) {
    auto& reasons = reading_.reasons_;
    ListReading::Rejected row{
        nullptr,
        static_cast<std::uint32_t>(line),
        static_cast<std::uint32_t>(reasons.size()),
        ListReading::nobody,
        static_cast<std::uint8_t>(verdict.reasons.size())
    };
    for (const RowReason& reason : verdict.reasons) {
        const auto column = reason.column ? static_cast<std::int8_t>(*reason.column) : no_column;
        reasons.push_back({code_index(reason.code), column});
    }
    const auto is_empty = [](std::string_view cell) { return cell.empty(); };
    if (!std::ranges::all_of(verdict.cells, is_empty)) {
        row.text = store_cells(verdict.cells);
    }
    reading_.rejected_.push_back(row);
}

const char* Tally::store_cells(const std::array<std::string_view, column_count>& cells) {
    ListReading::CellSizes sizes;
    std::ranges::transform(cells, sizes.begin(), [](std::string_view cell) {
        return static_cast<std::uint16_t>(cell.size());
    });
    std::array<std::string_view, column_count + 1> parts;
    parts.front() = {reinterpret_cast<const char*>(sizes.data()), sizeof sizes};
    std::ranges::copy(cells, parts.begin() + 1);
    return copy_to(reading_.text_, parts);
}

void Tally::add_warning(std::uint64_t line, const RowWarning& warning, const RowVerdict& verdict) {
    const std::string_view found = beginning_of(verdict.cell(warning.column));
    const std::string kept = kept_of(verdict, warning.column);
    reading_.warnings_.push_back(
        {static_cast<std::uint32_t>(line),
         static_cast<std::uint32_t>(reading_.warning_cells_.size()),
         code_index(warning.code),
         static_cast<std::int8_t>(warning.column)}
    );
    reading_.warning_cells_.push_back(
        {copy_to(reading_.text_, std::array<std::string_view, 2>{found, kept}),
         static_cast<std::uint16_t>(found.size()),
         static_cast<std::uint16_t>(kept.size())}
    );
}

std::uint8_t Tally::code_index(ErrorCode code) {
    auto& codes = reading_.codes_;
    const auto found = std::ranges::find(codes, code);
    const auto index = static_cast<std::size_t>(found - codes.begin());
    if (found == codes.end()) {
        COHORT_ENSURE(index < 255, "more codes than the contract has");
        codes.push_back(code);
    }
    return static_cast<std::uint8_t>(index);
}

// Of the rows, those whose date of birth could be read in two orders are no patients. The others of
// the same NHS number then stand against each other alone, as they would if the
// faulty one had been seen to be so at once.
void Tally::refuse_ambiguous_dates() {
    std::vector<ListReading::Patient> rows;
    rows.reserve(reading_.patients_.size() + reading_.set_aside_.size());
    constexpr auto line = &ListReading::Patient::line;
    std::ranges::merge(
        reading_.patients_, reading_.set_aside_, std::back_inserter(rows), {}, line, line
    );
    reading_.patients_.clear();
    reading_.set_aside_.clear();
    firsts_.clear();
    for (ListReading::Patient& row : rows) {
        seen_.find_or_add(row.nhs_number, ListReading::nobody) = ListReading::nobody;
        row.in_conflict = false;
    }
    for (const ListReading::Patient& row : rows) {
        if (row.date_differs_by_order) {
            reject_ambiguous(row);
        } else {
            place_patient(row, seen_.find_or_add(row.nhs_number, ListReading::nobody));
        }
    }
}

void Tally::reject_ambiguous(const ListReading::Patient& patient) {
    const RevealedPatient revealed = ListReading::reveal(patient);
    const bool in_one = reading_.indexes_[static_cast<std::size_t>(Column::full_name)] >= 0;
    const std::string full_name = in_one ? full_name_of(revealed) : std::string{};
    const std::string birth = written_date(patient.date_of_birth.reveal());
    std::array<std::string_view, column_count> cells;
    const auto cell = [&cells](Column column) -> std::string_view& {
        return cells[static_cast<std::size_t>(column)];
    };
    cell(Column::given) = in_one ? std::string_view{} : revealed.given;
    cell(Column::family) = in_one ? std::string_view{} : revealed.family;
    cell(Column::full_name) = full_name;
    cell(Column::date_of_birth) = birth;
    cell(Column::nhs_number) = revealed.nhs_number;
    cell(Column::mobile) = revealed.mobile;
    cell(Column::email) = revealed.email;
    reading_.rejected_.push_back(
        {store_cells(cells),
         patient.line,
         static_cast<std::uint32_t>(reading_.reasons_.size()),
         ListReading::nobody,
         1}
    );
    reading_.reasons_.push_back(
        {code_index("dob.ambiguous"), static_cast<std::int8_t>(Column::date_of_birth)}
    );
}

ListReading Tally::finish(
    ListFacts facts,
    const Heading* heading,
    const DateColumn& dates,
    std::optional<FileRefusal> refusal
) {
    facts.records = records_;
    facts.patients = seen_.size();
    if (heading != nullptr) {
        reading_.indexes_ = heading->indexes;
    }
    reading_.refusal_ = std::move(refusal);
    if (reading_.refusal_) {
        forget_rows();
    } else if (dates.order_is_in_doubt()) {
        refuse_ambiguous_dates();
    }
    seen_ = {}; // its memory is wanted for the table of mobiles
    settle_duplicates();
    const auto about_shared = find_shared();
    drop_conflicts();
    settle_warnings(about_shared);
    count_patients(facts);
    reading_.facts_ = std::move(facts);
    return std::move(reading_);
}

void Tally::forget_rows() {
    reading_.patients_.clear();
    reading_.set_aside_.clear();
    firsts_.clear();
    reading_.rejected_.clear();
    reading_.reasons_.clear();
    reading_.warnings_.clear();
    reading_.warning_cells_.clear();
}

// Same birthday and contacts: the first is kept. Anything else, and nobody can say which row is
// right.
void Tally::settle_duplicates() {
    for (std::uint32_t later = 0; later < firsts_.size(); ++later) {
        const bool in_conflict = reading_.patients_[firsts_[later]].in_conflict;
        reject_set_aside(
            later, in_conflict ? ErrorCode{"duplicate.conflict"} : ErrorCode{"duplicate.identical"}
        );
    }
    for (const auto& patient : reading_.patients_) {
        if (patient.in_conflict) {
            reading_.set_aside_.push_back(patient);
            reject_set_aside(
                static_cast<std::uint32_t>(reading_.set_aside_.size() - 1), "duplicate.conflict"
            );
        }
    }
    std::ranges::sort(reading_.rejected_, {}, &ListReading::Rejected::line);
}

void Tally::reject_set_aside(std::uint32_t patient, ErrorCode code) {
    const auto revealed = ListReading::reveal(reading_.set_aside_[patient]);
    const bool in_one = reading_.indexes_[static_cast<std::size_t>(Column::full_name)] >= 0;
    const std::string full_name = in_one ? full_name_of(revealed) : std::string{};
    const std::array<std::string_view, 3> parts{
        revealed.nhs_number, revealed.date_of_birth, full_name
    };
    reading_.rejected_.push_back(
        {copy_to(reading_.text_, parts),
         static_cast<std::uint32_t>(revealed.line),
         static_cast<std::uint32_t>(reading_.reasons_.size()),
         patient,
         1}
    );
    reading_.reasons_.push_back({code_index(code), no_column});
}

std::vector<ListReading::Warning> Tally::find_shared() {
    constexpr std::size_t ahead = 16;                  // look-ups that wait for memory at one time
    constexpr std::uint32_t pointed_out = 0x8000'0000; // beside the count
    std::vector<std::uint64_t> mobiles;                // 0: none, or in conflict
    mobiles.reserve(reading_.patients_.size());
    for (const auto& patient : reading_.patients_) {
        const bool counts = !patient.in_conflict && patient.mobile_bytes > 0;
        mobiles.push_back(counts ? digits_of(ListReading::mobile_of(patient)) : 0);
    }
    NumberTable holders; // mobile → how many
    holders.reserve(mobiles.size());
    const auto each_mobile = [&](auto use) {
        for (std::size_t index = 0; index < mobiles.size(); ++index) {
            holders.expect(mobiles[std::min(index + ahead, mobiles.size() - 1)]);
            if (mobiles[index] != 0) {
                use(reading_.patients_[index], holders.find_or_add(mobiles[index], 0));
            }
        }
    };
    each_mobile([](const auto&, std::uint32_t& count) { ++count; });
    const std::uint8_t code = code_index("contact.shared");
    std::vector<ListReading::Warning> warnings;
    each_mobile([&](const auto& patient, std::uint32_t& count) {
        if (count > 1) {
            warnings.push_back(
                {patient.line, ListReading::no_cells, code, static_cast<std::int8_t>(Column::mobile)
                }
            );
        }
        if (count >= shared_by_many_min && count < pointed_out) {
            auto mobile = domain::MobileNumber::parse_e164(ListReading::mobile_of(patient));
            reading_.shared_.push_back({std::move(mobile).value(), count});
            count |= pointed_out;
        }
    });
    std::ranges::sort(reading_.shared_, [](const SharedMobile& a, const SharedMobile& b) {
        return std::tuple{b.patients, std::string_view{a.mobile.reveal()}}
               < std::tuple{a.patients, std::string_view{b.mobile.reveal()}};
    });
    return warnings;
}

void Tally::drop_conflicts() {
    std::erase_if(reading_.patients_, [](const auto& patient) { return patient.in_conflict; });
}

// The rows' own warnings and those about shared mobiles are each in the order of lines, as the
// patients are; of them, conflicts have taken some.
void Tally::settle_warnings(const std::vector<ListReading::Warning>& about_shared) {
    std::vector<ListReading::Warning> all = std::move(file_warnings_);
    all.reserve(all.size() + reading_.warnings_.size() + about_shared.size());
    constexpr auto line = &ListReading::Warning::line;
    std::ranges::merge(reading_.warnings_, about_shared, std::back_inserter(all), {}, line, line);
    auto patient = reading_.patients_.begin();
    std::erase_if(all, [&](const ListReading::Warning& warning) {
        while (patient != reading_.patients_.end() && patient->line < warning.line) {
            ++patient;
        }
        const bool has_patient =
            patient != reading_.patients_.end() && patient->line == warning.line;
        return warning.line > 0 && !has_patient;
    });
    reading_.warnings_ = std::move(all);
}

void Tally::count_patients(ListFacts& facts) {
    auto& ages = reading_.ages_;
    for (const auto& patient : reading_.patients_) {
        facts.with_mobile += patient.mobile_bytes > 0 ? 1 : 0;
        facts.with_email += patient.email_bytes > 0 ? 1 : 0;
        const auto age = static_cast<std::size_t>(patient.date_of_birth.years_on(today_));
        ages.resize(std::max(ages.size(), age + 1));
        ++ages[age];
    }
}

}
