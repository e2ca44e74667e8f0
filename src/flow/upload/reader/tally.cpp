#include "flow/upload/reader/tally.hpp"

#include "domain/limits.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace cohort::upload {

namespace {

// No accepted row of this NHS number yet.
constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
// Of a cell as found: enough to recognise it by.
constexpr std::size_t found_bytes_max = 100;
constexpr std::size_t shared_by_many_min = 3;

// Not in the middle of a character.
std::string_view clipped(std::string_view text) {
    if (text.size() <= found_bytes_max) {
        return text;
    }
    std::size_t end = found_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end);
}

const char* copy_to(TextStore& store, std::initializer_list<std::string_view> parts) {
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

}

Tally::Tally(std::uint64_t patients_max) : patients_max_(patients_max) {}

void Tally::warn(ErrorCode code) {
    reading_.warnings_.push_back({std::nullopt, code});
}

void Tally::add(std::uint64_t line, const RowVerdict& verdict) {
    ++records_;
    std::uint32_t* place = nullptr;
    std::uint64_t number = 0;
    if (verdict.nhs_number) {
        number = digits_of(verdict.nhs_number->reveal());
        place = &seen_.find_or_add(number, nobody);
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
    const std::string_view mobile = verdict.mobile ? verdict.mobile->reveal() : std::string_view{};
    const std::string_view email = verdict.email ? verdict.email->reveal() : std::string_view{};
    if (place != nobody) {
        ListReading::Patient& first = reading_.patients_[place];
        const bool same = first.date_of_birth == *verdict.date_of_birth
                          && ListReading::mobile_of(first) == mobile
                          && ListReading::email_of(first) == email;
        first.in_conflict = first.in_conflict || !same;
        later_.push_back({static_cast<std::uint32_t>(line), place});
        return;
    }
    place = static_cast<std::uint32_t>(reading_.patients_.size());
    const std::string& given = verdict.name->given();
    const std::string& family = verdict.name->family();
    reading_.patients_.push_back({
        number,
        copy_to(reading_.text_, {given, family, mobile, email}),
        static_cast<std::uint32_t>(line),
        *verdict.date_of_birth,
        static_cast<std::uint16_t>(given.size()),
        static_cast<std::uint16_t>(family.size()),
        static_cast<std::uint8_t>(mobile.size()),
        static_cast<std::uint8_t>(email.size()),
        false,
    });
    for (const ErrorCode code : verdict.warnings) {
        row_warnings_.push_back({place, code_index(code)});
    }
}

void Tally::add_rejected(std::uint64_t line, const RowVerdict& verdict) {
    reading_.rejected_.push_back(
        {static_cast<std::uint32_t>(line),
         static_cast<std::uint32_t>(reading_.reasons_.size()),
         static_cast<std::uint8_t>(verdict.reasons.size())}
    );
    for (const RowReason& reason : verdict.reasons) {
        add_reason(reason.code, reason.column, reason.cell);
    }
}

void Tally::add_reason(ErrorCode code, std::optional<Column> column, std::string_view cell) {
    const std::string_view found = clipped(cell);
    reading_.reasons_.push_back(
        {found.empty() ? "" : copy_to(reading_.text_, {found}),
         static_cast<std::uint8_t>(found.size()),
         code_index(code),
         column ? static_cast<std::int8_t>(*column) : std::int8_t{-1}}
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

ListReading
Tally::finish(ListFacts facts, const Heading* heading, std::optional<FileRefusal> refusal) {
    facts.records = records_;
    facts.patients = seen_.size();
    if (heading != nullptr) {
        reading_.indexes_ = heading->indexes;
    }
    reading_.refusal_ = std::move(refusal);
    if (reading_.refusal_) {
        reading_.patients_.clear();
        later_.clear();
        row_warnings_.clear();
        reading_.rejected_.clear();
        reading_.reasons_.clear();
    }
    settle_duplicates();
    find_shared();
    settle_warnings();
    drop_conflicts();
    for (const auto& patient : reading_.patients_) {
        facts.with_mobile += patient.mobile_bytes > 0 ? 1 : 0;
        facts.with_email += patient.email_bytes > 0 ? 1 : 0;
    }
    reading_.facts_ = std::move(facts);
    return std::move(reading_);
}

// Same birthday and contacts: the first is kept. Anything else, and nobody can say which row is
// right.
void Tally::settle_duplicates() {
    auto& rejected = reading_.rejected_;
    const auto reject = [&](std::uint32_t line, ErrorCode code) {
        rejected.push_back({line, static_cast<std::uint32_t>(reading_.reasons_.size()), 1});
        add_reason(code, std::nullopt, {});
    };
    for (const auto& patient : reading_.patients_) {
        if (patient.in_conflict) {
            reject(patient.line, "duplicate.conflict");
        }
    }
    for (const Later& later : later_) {
        if (reading_.patients_[later.first].in_conflict) {
            reject(later.line, "duplicate.conflict");
        } else {
            reject(later.line, "duplicate.identical");
        }
    }
    std::ranges::sort(rejected, {}, &ListReading::Rejected::line);
}

void Tally::find_shared() {
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
                use(index, holders.find_or_add(mobiles[index], 0));
            }
        }
    };
    each_mobile([](std::size_t, std::uint32_t& count) { ++count; });
    const std::uint8_t code = code_index("contact.shared");
    each_mobile([&](std::size_t index, std::uint32_t& count) {
        if (count > 1) {
            row_warnings_.push_back({static_cast<std::uint32_t>(index), code});
        }
        if (count >= shared_by_many_min && count < pointed_out) {
            auto reading = domain::MobileNumber::parse(
                ListReading::mobile_of(reading_.patients_[index]), domain::International::allowed
            );
            reading_.shared_.push_back({std::move(reading.value().number), count});
            count |= pointed_out;
        }
    });
    std::ranges::sort(reading_.shared_, [](const SharedMobile& a, const SharedMobile& b) {
        return std::tuple{b.patients, std::string_view{a.mobile.reveal()}}
               < std::tuple{a.patients, std::string_view{b.mobile.reveal()}};
    });
}

void Tally::settle_warnings() {
    std::ranges::sort(row_warnings_, {}, [](const RowWarning& warning) {
        return std::pair{warning.patient, warning.code};
    });
    for (const RowWarning& warning : row_warnings_) {
        const auto& patient = reading_.patients_[warning.patient];
        if (!patient.in_conflict) {
            reading_.warnings_.push_back({patient.line, reading_.codes_[warning.code]});
        }
    }
}

void Tally::drop_conflicts() {
    std::erase_if(reading_.patients_, [](const auto& patient) { return patient.in_conflict; });
}

}
