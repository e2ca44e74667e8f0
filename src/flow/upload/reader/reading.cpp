#include "flow/upload/reader/reading.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <cstring>

namespace cohort::upload {

namespace {

// Of a cell beside a reason: enough to recognise it by.
constexpr std::size_t beginning_bytes_max = 100;
constexpr std::size_t nhs_number_bytes = 10;
constexpr std::size_t date_bytes = 10;

std::string ten_digits(std::uint64_t number) {
    std::string digits(nhs_number_bytes, '0');
    for (std::size_t at = digits.size(); number > 0; number /= 10) {
        digits[--at] = static_cast<char>('0' + number % 10);
    }
    return digits;
}

}

// Not in the middle of a character.
std::string_view beginning_of(std::string_view cell) {
    if (cell.size() <= beginning_bytes_max) {
        return cell;
    }
    std::size_t end = beginning_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return cell.substr(0, end);
}

char* TextStore::take(std::size_t bytes) {
    constexpr std::size_t block_bytes = std::size_t{1024} * 1024;
    COHORT_ENSURE(bytes <= block_bytes, "a piece of text is larger than a block");
    if (bytes > left_ || next_ == nullptr) {
        blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_bytes));
        next_ = blocks_.back().get();
        left_ = block_bytes;
    }
    char* const place = next_;
    next_ += bytes;
    left_ -= bytes;
    return place;
}

std::array<std::string_view, 4> ListReading::parts_of(const Patient& patient) {
    const char* next = patient.text;
    const auto take = [&next](std::size_t bytes) {
        const std::string_view part{next, bytes};
        next += bytes;
        return part;
    };
    return {
        take(patient.given_bytes),
        take(patient.family_bytes),
        take(patient.mobile_bytes),
        take(patient.email_bytes)
    };
}

std::string_view ListReading::mobile_of(const Patient& patient) {
    return parts_of(patient)[2];
}

RevealedPatient ListReading::reveal(const Patient& patient) {
    const auto [given, family, mobile, email] = parts_of(patient);
    return {
        patient.line,
        ten_digits(patient.nhs_number),
        given,
        family,
        patient.date_of_birth.iso(),
        mobile,
        email
    };
}

RevealedPatient ListReading::reveal(std::size_t index) const {
    return reveal(patients_[index]);
}

// Every part was made by its own parse when the row was judged, so none can fail now.
ListedPatient ListReading::listed(const Patient& patient) {
    const RevealedPatient revealed = reveal(patient);
    ListedPatient listed{
        revealed.line,
        domain::NhsNumber::parse(revealed.nhs_number).value(),
        domain::PatientName::parse(revealed.given, revealed.family).value().name,
        patient.date_of_birth,
        std::nullopt,
        std::nullopt
    };
    if (!revealed.mobile.empty()) {
        listed.mobile = domain::MobileNumber::parse_e164(revealed.mobile).value();
    }
    if (!revealed.email.empty()) {
        listed.email = domain::EmailAddress::parse(revealed.email).value();
    }
    return listed;
}

ListedPatient ListReading::accepted(std::size_t index) const {
    return listed(patients_[index]);
}

RejectedRow ListReading::rejected(std::size_t index) const {
    const Rejected& row = rejected_[index];
    RejectedRow out{row.line, {}, cells_of(row), std::nullopt};
    out.reasons.reserve(row.reasons);
    for (std::size_t each = 0; each < row.reasons; ++each) {
        const Reason& reason = reasons_[row.first_reason + each];
        RejectionReason given{codes_[reason.code], std::nullopt, heading_of(reason.column), {}};
        if (reason.column >= 0) {
            const auto column = static_cast<std::size_t>(reason.column);
            given.column = static_cast<Column>(column);
            given.cell = FoundCell{beginning_of(out.cells[column].reveal())};
        }
        out.reasons.push_back(given);
    }
    if (row.patient != nobody) {
        out.patient = listed(set_aside_[row.patient]);
    }
    return out;
}

std::array<FoundCell, column_count> ListReading::cells_of(const Rejected& row) const {
    std::array<FoundCell, column_count> cells;
    const char* next = row.text;
    if (next == nullptr) {
        return cells;
    }
    const auto take = [&next](std::size_t bytes) {
        const std::string_view text{next, bytes};
        next += bytes;
        return FoundCell{text};
    };
    if (row.patient == nobody) {
        CellSizes sizes;
        std::memcpy(sizes.data(), next, sizeof sizes);
        next += sizeof sizes;
        std::ranges::transform(sizes, cells.begin(), take);
        return cells;
    }
    const Patient& patient = set_aside_[row.patient];
    const auto [given, family, mobile, email] = parts_of(patient);
    const auto cell = [&cells](Column column) -> FoundCell& {
        return cells[static_cast<std::size_t>(column)];
    };
    cell(Column::nhs_number) = take(nhs_number_bytes);
    cell(Column::date_of_birth) = take(date_bytes);
    if (indexes_[static_cast<std::size_t>(Column::full_name)] >= 0) {
        const bool both = !given.empty() && !family.empty();
        cell(Column::full_name) = take(given.size() + family.size() + (both ? 1 : 0));
    } else {
        cell(Column::given) = FoundCell{given};
        cell(Column::family) = FoundCell{family};
    }
    cell(Column::mobile) = FoundCell{mobile};
    cell(Column::email) = FoundCell{email};
    return cells;
}

std::string_view ListReading::heading(Column column) const {
    const int place = indexes_[static_cast<std::size_t>(column)];
    return place < 0 ? std::string_view{}
                     : std::string_view{facts_.headings[static_cast<std::size_t>(place)]};
}

std::string_view ListReading::heading_of(std::int8_t column) const {
    if (column < 0) {
        return {};
    }
    const int place = indexes_[static_cast<std::size_t>(column)];
    return place < 0 ? name_of(static_cast<Column>(column))
                     : std::string_view{facts_.headings[static_cast<std::size_t>(place)]};
}

ListWarning ListReading::warning(std::uint32_t index) const {
    const Warning& held = warnings_[index];
    ListWarning warning{
        std::nullopt, codes_[held.code], std::nullopt, heading_of(held.column), {}, {}
    };
    if (held.line > 0) {
        warning.line = held.line;
    }
    if (held.column >= 0) {
        warning.column = static_cast<Column>(held.column);
    }
    if (held.cells != no_cells) {
        const WarningCells& cells = warning_cells_[held.cells];
        warning.found = FoundCell{{cells.text, cells.found_bytes}};
        warning.kept = FoundCell{{cells.text + cells.found_bytes, cells.kept_bytes}};
    }
    return warning;
}

}
