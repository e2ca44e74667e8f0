#include "flow/upload/reader/reading.hpp"

#include <algorithm>

namespace cohort::upload {

namespace {

std::string ten_digits(std::uint64_t number) {
    std::string digits(10, '0');
    for (std::size_t at = digits.size(); number > 0; number /= 10) {
        digits[--at] = static_cast<char>('0' + number % 10);
    }
    return digits;
}

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

std::string_view ListReading::mobile_of(const Patient& patient) {
    return {patient.text + patient.given_bytes + patient.family_bytes, patient.mobile_bytes};
}

std::string_view ListReading::email_of(const Patient& patient) {
    return {
        patient.text + patient.given_bytes + patient.family_bytes + patient.mobile_bytes,
        patient.email_bytes
    };
}

RevealedPatient ListReading::reveal(std::size_t index) const {
    const Patient& patient = patients_[index];
    return {
        patient.line,
        ten_digits(patient.nhs_number),
        {patient.text, patient.given_bytes},
        {patient.text + patient.given_bytes, patient.family_bytes},
        patient.date_of_birth.iso(),
        mobile_of(patient),
        email_of(patient)
    };
}

// Every part was made by its own parse when the row was judged, so none can fail now.
ListedPatient ListReading::accepted(std::size_t index) const {
    const RevealedPatient revealed = reveal(index);
    ListedPatient patient{
        revealed.line,
        domain::NhsNumber::parse(revealed.nhs_number).value(),
        domain::PatientName::parse(revealed.given, revealed.family).value().name,
        patients_[index].date_of_birth,
        std::nullopt,
        std::nullopt
    };
    if (!revealed.mobile.empty()) {
        patient.mobile =
            domain::MobileNumber::parse(revealed.mobile, domain::International::allowed)
                .value()
                .number;
    }
    if (!revealed.email.empty()) {
        patient.email = domain::EmailAddress::parse(revealed.email).value();
    }
    return patient;
}

RejectedRow ListReading::rejected(std::size_t index) const {
    const Rejected& row = rejected_[index];
    RejectedRow out{row.line, {}};
    for (std::size_t each = 0; each < row.reasons; ++each) {
        const Reason& reason = reasons_[row.first_reason + each];
        RejectionReason given{
            codes_[reason.code], std::nullopt, {}, FoundCell{{reason.text, reason.bytes}}
        };
        if (reason.column >= 0) {
            given.column = static_cast<Column>(reason.column);
            const int place = indexes_[static_cast<std::size_t>(reason.column)];
            given.heading =
                place < 0 ? name_of(*given.column)
                          : std::string_view{facts_.headings[static_cast<std::size_t>(place)]};
        }
        out.reasons.push_back(given);
    }
    return out;
}

}
