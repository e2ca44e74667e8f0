#pragma once
// The business's limits; the platform's are in base/limits.hpp. Named from the general to the
// particular, unit last.
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace cohort::domain::limits {

// Patient lists (patient-list-contract.md, Bytes).
inline constexpr std::int64_t list_patients_max = 10'000; // distinct; an operator can raise it
inline constexpr std::int64_t list_records_per_patient_max =
    10; // event reports have several rows a patient
inline constexpr std::int64_t list_file_bytes_max = 10 * 1024 * 1024;
inline constexpr std::int64_t list_row_bytes_min =
    1024; // a raised row limit raises the byte limit with it
inline constexpr std::size_t list_cell_characters_max = 4096;
inline constexpr std::size_t list_heading_records_max = 30;
inline constexpr std::size_t search_bytes_max = 1'000; // no name, number or address is longer
inline constexpr std::size_t list_name_characters_max = 100;

// One patient.
inline constexpr std::size_t name_characters_max = 255; // each part
inline constexpr std::chrono::years age_max{130};
inline constexpr std::size_t email_bytes_max =
    254; // RFC 5321 4.5.3.1.3: 256 with the angle brackets
inline constexpr std::size_t email_local_bytes_max = 64; // RFC 5321 4.5.3.1.1
inline constexpr std::size_t email_label_bytes_max = 63; // RFC 1035 2.3.4
inline constexpr std::size_t mobile_digits_min = 7;
inline constexpr std::size_t mobile_digits_max = 15; // E.164

// SMS (3GPP 23.040; both national services stop at six parts).
inline constexpr std::size_t sms_gsm_units_single = 160;
inline constexpr std::size_t sms_gsm_units_part = 153;
inline constexpr std::size_t sms_ucs2_units_single = 70;
inline constexpr std::size_t sms_ucs2_units_part = 67;
// With a 16-bit reference in the header: not what is counted, and what some gateways send.
inline constexpr std::size_t sms_gsm_units_part_wide = 152;
inline constexpr std::size_t sms_ucs2_units_part_wide = 66;
inline constexpr std::size_t sms_segments_max = 6;
inline constexpr std::size_t sms_gsm_units_max = 918;
inline constexpr std::size_t sms_ucs2_units_max = 402;
inline constexpr std::size_t sms_sender_characters_max = 11;

// Messages as written.
inline constexpr std::size_t email_text_characters_max = 5'000;
inline constexpr std::size_t email_subject_characters_max = 200;
inline constexpr std::size_t practice_name_characters_max = 100;
inline constexpr std::chrono::hours receipt_wait_max{72};
inline constexpr std::chrono::days schedule_ahead_max{366};
// A bulk message that could not start at its time still does within this; later, people are asked.
inline constexpr std::chrono::minutes start_late_max{60};
inline constexpr std::size_t anyway_reason_characters_max = 500;

static_assert(sms_gsm_units_max == sms_segments_max * sms_gsm_units_part);
static_assert(sms_ucs2_units_max == sms_segments_max * sms_ucs2_units_part);
// A concatenation header is 6 octets: 7 septets (48 bits and a fill bit) or 3 UTF-16 units.
static_assert(sms_gsm_units_single - sms_gsm_units_part == (6 * 8 + 6) / 7);
static_assert(sms_ucs2_units_single - sms_ucs2_units_part == 6 / 2);
static_assert(sms_gsm_units_single - sms_gsm_units_part_wide == (7 * 8 + 6) / 7);
static_assert(sms_ucs2_units_single - sms_ucs2_units_part_wide == (7 + 1) / 2);
static_assert(list_file_bytes_max >= list_patients_max * list_row_bytes_min);
static_assert(email_local_bytes_max < email_bytes_max);
static_assert(name_characters_max < list_cell_characters_max);

}
