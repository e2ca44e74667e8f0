#include "flow/upload/reader/reading.hpp"

#include "flow/upload/reader/number_table.hpp"

#include <algorithm>
#include <cstring>

namespace cohort::upload {

namespace {

// Of a cell beside a reason: enough to recognise it by.
constexpr std::size_t beginning_bytes_max = 100;

void set_contacts(ListedPatient& patient, std::string_view mobile, std::string_view email) {
    if (!mobile.empty()) {
        patient.mobile = domain::MobileNumber::parse_e164(mobile).value();
    }
    if (!email.empty()) {
        patient.email = domain::EmailAddress::parse(email).value();
    }
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

RevealedPatient ListReading::reveal(std::size_t index, Walk& walk) const {
    const PackedPatient patient = patients_.kept(index, walk);
    return {
        patient.line,
        ten_digits(patient.nhs_number),
        patient.given,
        patient.family,
        patient.date_of_birth.iso(),
        patient.mobile(),
        patient.email()
    };
}

// Every part was made by its own parse when the row was judged, so none can fail now.
ListedPatient ListReading::accepted(std::size_t index, Walk& walk) const {
    const PackedPatient patient = patients_.kept(index, walk);
    ListedPatient listed{
        patient.line,
        domain::NhsNumber::parse(ten_digits(patient.nhs_number)).value(),
        domain::PatientName::parse(patient.given, patient.family).value().name,
        patient.date_of_birth,
        std::nullopt,
        std::nullopt
    };
    set_contacts(listed, patient.mobile(), patient.email());
    return listed;
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
    if (row.is_patient) {
        out.patient = patient_of(row, out.cells);
    }
    return out;
}

std::array<FoundCell, column_count> ListReading::cells_of(const Rejected& row) {
    std::array<FoundCell, column_count> cells;
    const char* next = row.text;
    if (next == nullptr) {
        return cells;
    }
    CellSizes sizes;
    std::memcpy(sizes.data(), next, sizeof sizes);
    next += sizeof sizes;
    std::ranges::transform(sizes, cells.begin(), [&next](std::size_t bytes) {
        const std::string_view text{next, bytes};
        next += bytes;
        return FoundCell{text};
    });
    return cells;
}

ListedPatient ListReading::patient_of(
    const Rejected& row, const std::array<FoundCell, column_count>& cells
) const {
    const auto cell = [&cells](Column column) {
        return cells[static_cast<std::size_t>(column)].reveal();
    };
    std::string_view given = cell(Column::given);
    std::string_view family = cell(Column::family);
    if (has_full_names()) {
        const std::string_view full = cell(Column::full_name);
        given = full.substr(0, row.given_bytes);
        family = full.substr(given.empty() ? 0 : std::min(full.size(), given.size() + 1));
    }
    ListedPatient listed{
        row.line,
        domain::NhsNumber::parse(cell(Column::nhs_number)).value(),
        domain::PatientName::parse(given, family).value().name,
        domain::DateOfBirth::parse_iso(cell(Column::date_of_birth)).value(),
        std::nullopt,
        std::nullopt
    };
    set_contacts(listed, cell(Column::mobile), cell(Column::email));
    return listed;
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
