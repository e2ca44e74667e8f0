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

PackedPatients::Row row_of(std::uint64_t line, std::uint64_t number, const RowVerdict& verdict) {
    return {
        number,
        static_cast<std::uint32_t>(line),
        *verdict.date_of_birth,
        verdict.date_differs_by_order,
        verdict.name->given(),
        verdict.name->family(),
        verdict.mobile ? std::string_view{verdict.mobile->reveal()} : std::string_view{},
        verdict.email ? std::string_view{verdict.email->reveal()} : std::string_view{}
    };
}

std::string full_name_of(const PackedPatient& patient) {
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
    std::optional<SeenPatients::Place> place;
    std::uint64_t number = 0;
    if (verdict.nhs_number) {
        number = digits_of(verdict.nhs_number->reveal());
        place = seen_.find_or_add(number, nobody);
    }
    too_many_ = too_many_ || seen_.size() > patients_max_
                || records_ > patients_max_ * domain::limits::list_records_per_patient_max;
    if (too_many_) {
        return;
    }
    if (!verdict.accepted()) {
        add_rejected(line, verdict);
        return;
    }
    for (const RowWarning& warning : verdict.warnings) {
        add_warning(line, warning, verdict);
    }
    place_patient(row_of(line, number, verdict), *place);
}

// Beside the patient's first row, where there is one.
void Tally::place_patient(const PackedPatients::Row& row, SeenPatients::Place place) {
    if (place.value() == nobody) {
        place.set(static_cast<std::uint32_t>(reading_.patients_.size()));
        reading_.patients_.add(row);
        return;
    }
    const PackedPatient first = reading_.patients_.at(place.value());
    const bool same = first.date_of_birth == row.date_of_birth && row.mobile == first.mobile()
                      && domain::is_same_mailbox(row.email, first.email());
    if (!same) {
        reading_.patients_.drop(place.value());
    }
    set_aside_.add(row);
    firsts_.push_back(place.value());
}

void Tally::add_rejected(std::uint64_t line, const RowVerdict& verdict) {
    auto& reasons = reading_.reasons_;
    ListReading::Rejected row{
        nullptr,
        static_cast<std::uint32_t>(line),
        static_cast<std::uint32_t>(reasons.size()),
        0,
        static_cast<std::uint8_t>(verdict.reasons.size()),
        false
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
    const PackedPatients patients = std::exchange(reading_.patients_, {});
    const PackedPatients set_aside = std::exchange(set_aside_, {});
    firsts_.clear();
    for (PackedPatients::Cursor each(patients); !each.at_end();) {
        seen_.find_or_add(each.next().nhs_number, nobody).set(nobody);
    }
    const auto judge = [this](const PackedPatient& patient) {
        if (patient.date_differs_by_order) {
            reject_ambiguous(patient);
        } else {
            place_again(patient);
        }
    };
    // By line.
    PackedPatients::Cursor later(set_aside);
    std::optional<PackedPatient> next_later;
    const auto take_later = [&later, &next_later] {
        next_later = later.at_end() ? std::nullopt : std::optional(later.next());
    };
    take_later();
    for (PackedPatients::Cursor each(patients); !each.at_end();) {
        const PackedPatient patient = each.next();
        for (; next_later && next_later->line < patient.line; take_later()) {
            judge(*next_later);
        }
        judge(patient);
    }
    for (; next_later; take_later()) {
        judge(*next_later);
    }
}

void Tally::place_again(const PackedPatient& patient) {
    const std::string mobile = patient.mobile();
    const std::string email = patient.email();
    const PackedPatients::Row row{
        patient.nhs_number,
        patient.line,
        patient.date_of_birth,
        false,
        patient.given,
        patient.family,
        mobile,
        email
    };
    place_patient(row, seen_.find_or_add(patient.nhs_number, nobody));
}

void Tally::reject_ambiguous(const PackedPatient& patient) {
    reject_patient(
        patient,
        written_date(patient.date_of_birth.reveal()),
        {code_index("dob.ambiguous"), static_cast<std::int8_t>(Column::date_of_birth)}
    );
    reading_.rejected_.back().is_patient = false;
}

// What was made of its cells is what it is told with.
void Tally::reject_patient(
    const PackedPatient& patient, std::string_view date, ListReading::Reason reason
) {
    const bool in_one = reading_.has_full_names();
    const std::string full_name = in_one ? full_name_of(patient) : std::string{};
    const std::string number = ten_digits(patient.nhs_number);
    const std::string mobile = patient.mobile();
    const std::string email = patient.email();
    std::array<std::string_view, column_count> cells;
    const auto cell = [&cells](Column column) -> std::string_view& {
        return cells[static_cast<std::size_t>(column)];
    };
    cell(Column::given) = in_one ? std::string_view{} : patient.given;
    cell(Column::family) = in_one ? std::string_view{} : patient.family;
    cell(Column::full_name) = full_name;
    cell(Column::date_of_birth) = date;
    cell(Column::nhs_number) = number;
    cell(Column::mobile) = mobile;
    cell(Column::email) = email;
    reading_.rejected_.push_back(
        {store_cells(cells),
         patient.line,
         static_cast<std::uint32_t>(reading_.reasons_.size()),
         static_cast<std::uint16_t>(patient.given.size()),
         1,
         true}
    );
    reading_.reasons_.push_back(reason);
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
    reading_.patients_.count_kept();
    settle_warnings(find_shared());
    count_patients(facts);
    reading_.facts_ = std::move(facts);
    return std::move(reading_);
}

void Tally::forget_rows() {
    reading_.patients_ = {};
    set_aside_ = {};
    firsts_.clear();
    reading_.rejected_.clear();
    reading_.reasons_.clear();
    reading_.warnings_.clear();
    reading_.warning_cells_.clear();
}

// Same birthday and contacts: the first is kept. Anything else, and nobody can say which row is
// right.
void Tally::settle_duplicates() {
    const auto reject = [this](const PackedPatient& patient, ErrorCode code) {
        reject_patient(patient, patient.date_of_birth.iso(), {code_index(code), no_column});
    };
    std::size_t later = 0;
    for (PackedPatients::Cursor each(set_aside_); !each.at_end(); ++later) {
        const bool in_conflict = reading_.patients_.is_dropped(firsts_[later]);
        reject(
            each.next(),
            in_conflict ? ErrorCode{"duplicate.conflict"} : ErrorCode{"duplicate.identical"}
        );
    }
    set_aside_ = {};
    std::size_t index = 0;
    for (PackedPatients::Cursor each(reading_.patients_); !each.at_end(); ++index) {
        const PackedPatient patient = each.next();
        if (reading_.patients_.is_dropped(index)) {
            reject(patient, "duplicate.conflict");
        }
    }
    std::ranges::sort(reading_.rejected_, {}, &ListReading::Rejected::line);
}

// The numbers are looked at in parts, so that the table of them is no larger than that of a list of
// a few million.
std::vector<ListReading::Warning> Tally::find_shared() {
    constexpr std::size_t numbers_at_once = 4'000'000;
    const std::size_t parts = reading_.patients_.kept_count() / numbers_at_once + 1;
    std::vector<bool> shares(reading_.patients_.size());
    for (std::size_t part = 0; part < parts; ++part) {
        find_shared_of(part, parts, shares);
    }
    std::ranges::sort(reading_.shared_, [](const SharedMobile& a, const SharedMobile& b) {
        return std::tuple{b.patients, std::string_view{a.mobile.reveal()}}
               < std::tuple{a.patients, std::string_view{b.mobile.reveal()}};
    });
    const std::uint8_t code = code_index("contact.shared");
    std::vector<ListReading::Warning> warnings;
    std::size_t index = 0;
    for (PackedPatients::Cursor each(reading_.patients_); !each.at_end(); ++index) {
        const PackedPatient patient = each.next();
        if (shares[index]) {
            warnings.push_back(
                {patient.line, ListReading::no_cells, code, static_cast<std::int8_t>(Column::mobile)
                }
            );
        }
    }
    return warnings;
}

void Tally::find_shared_of(std::size_t part, std::size_t parts, std::vector<bool>& shares) {
    constexpr std::uint32_t pointed_out = 0x8000'0000; // beside the count
    NumberTable holders;                               // mobile → how many
    const auto each_mobile = [&](auto use) {
        std::size_t index = 0;
        for (PackedPatients::Cursor each(reading_.patients_); !each.at_end(); ++index) {
            const PackedPatient patient = each.next();
            const std::uint64_t mobile = patient.mobile_digits;
            if (mobile != 0 && mobile % parts == part && !reading_.patients_.is_dropped(index)) {
                use(index, patient, holders.find_or_add(mobile, 0));
            }
        }
    };
    each_mobile([](std::size_t, const PackedPatient&, std::uint32_t& count) { ++count; });
    each_mobile([&](std::size_t index, const PackedPatient& patient, std::uint32_t& count) {
        shares[index] = shares[index] || count > 1;
        if (count >= shared_by_many_min && count < pointed_out) {
            auto mobile = domain::MobileNumber::parse_e164(patient.mobile());
            reading_.shared_.push_back({std::move(mobile).value(), count});
            count |= pointed_out;
        }
    });
}

// The rows' own warnings and those about shared mobiles are each in the order of lines, as the
// patients are; of them, conflicts have taken some.
void Tally::settle_warnings(const std::vector<ListReading::Warning>& about_shared) {
    std::vector<ListReading::Warning> all = std::move(file_warnings_);
    all.reserve(all.size() + reading_.warnings_.size() + about_shared.size());
    constexpr auto line = &ListReading::Warning::line;
    std::ranges::merge(reading_.warnings_, about_shared, std::back_inserter(all), {}, line, line);
    PackedPatients::Cursor patients(reading_.patients_);
    std::size_t index = 0; // of the patient after this one
    std::uint32_t at = 0;  // its line
    bool is_listed = false;
    std::erase_if(all, [&](const ListReading::Warning& warning) {
        while (at < warning.line && !patients.at_end()) {
            at = patients.next().line;
            is_listed = !reading_.patients_.is_dropped(index++);
        }
        const bool has_patient = at == warning.line && is_listed;
        return warning.line > 0 && !has_patient;
    });
    reading_.warnings_ = std::move(all);
}

void Tally::count_patients(ListFacts& facts) {
    auto& ages = reading_.ages_;
    std::size_t index = 0;
    for (PackedPatients::Cursor each(reading_.patients_); !each.at_end();) {
        const PackedPatient patient = each.next();
        if (reading_.patients_.is_dropped(index++)) {
            continue;
        }
        facts.with_mobile += patient.mobile_digits != 0 ? 1 : 0;
        facts.with_email += patient.email_domain.empty() ? 0 : 1;
        const auto age = static_cast<std::size_t>(patient.date_of_birth.years_on(today_));
        ages.resize(std::max(ages.size(), age + 1));
        ++ages[age];
    }
}

}
