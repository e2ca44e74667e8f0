// Which heading names which column.
#include "flow/upload/reader/heading_names.hpp"
#include "domain/ascii.hpp"
#include "domain/text_normal.hpp"
#include "flow/upload/reader/heading.hpp"

namespace cohort::upload {

namespace {

struct KnownName {
    std::string_view plain;
    KnownHeading means;
};

constexpr KnownName known_names[] = {
    {"givenname", {Column::given, false}},
    {"givennames", {Column::given, false}},
    {"firstname", {Column::given, false}},
    {"firstnames", {Column::given, false}},
    {"forename", {Column::given, false}},
    {"forenames", {Column::given, false}},
    {"callingname", {Column::given, true}},
    {"familyname", {Column::family, false}},
    {"surname", {Column::family, false}},
    {"lastname", {Column::family, false}},
    {"fullname", {Column::full_name, true}},
    {"patientname", {Column::full_name, true}},
    {"dateofbirth", {Column::date_of_birth, false}},
    {"dob", {Column::date_of_birth, false}},
    {"birthdate", {Column::date_of_birth, false}},
    {"patientdateofbirth", {Column::date_of_birth, false}},
    {"nhsnumber", {Column::nhs_number, false}},
    {"nhsno", {Column::nhs_number, false}},
    {"nhsnum", {Column::nhs_number, false}},
    {"mobile", {Column::mobile, false}},
    {"mobiletelephone", {Column::mobile, false}},
    {"mobilenumber", {Column::mobile, false}},
    {"mobilephone", {Column::mobile, false}},
    {"mobileno", {Column::mobile, false}},
    {"mobiletel", {Column::mobile, false}},
    {"mobiletelephonenumber", {Column::mobile, false}},
    {"mobilephonenumber", {Column::mobile, false}},
    {"telecomnumber", {Column::mobile, true}},
    {"preferredtelephonenumber", {Column::mobile, true}},
    {"contactnumber", {Column::mobile, true}},
    {"email", {Column::email, false}},
    {"emailaddress", {Column::email, false}},
    {"mainemail", {Column::email, false}},
};

}

std::string plain_heading(std::string_view cell) {
    std::string normal;
    if (!domain::is_ascii(cell)) {
        normal = domain::nfkc(cell);
        cell = normal;
    }
    std::string plain;
    for (std::size_t at = 0; at < cell.size();) {
        const domain::DecodedCharacter character = domain::decode_utf8(cell, at);
        if (character.code < 0x80) {
            const char c = domain::ascii_lower(cell[at]);
            if ((c >= 'a' && c <= 'z') || domain::is_ascii_digit(c)) {
                plain += c;
            }
        } else if (domain::is_letter_or_digit(character.code)) {
            plain.append(cell, at, character.bytes); // another name, then
        }
        at += character.bytes;
    }
    constexpr std::string_view prefix = "patientdetails";
    if (plain.starts_with(prefix)) {
        plain.erase(0, prefix.size());
    }
    return plain;
}

std::optional<KnownHeading> known_heading(std::string_view cell) {
    if (cell.size() >= heading_cell_bytes_max) {
        return std::nullopt; // a cell cut short must not pass for what it begins with
    }
    const std::string plain = plain_heading(cell);
    for (const KnownName& name : known_names) {
        if (name.plain == plain) {
            return name.means;
        }
    }
    return std::nullopt;
}

std::string_view name_of(Column column) {
    switch (column) {
    case Column::given:
        return "Given Name";
    case Column::family:
        return "Family Name";
    case Column::full_name:
        return "Full Name";
    case Column::date_of_birth:
        return "Date of Birth";
    case Column::nhs_number:
        return "NHS Number";
    case Column::mobile:
        return "Mobile Telephone";
    case Column::email:
        return "E-mail Address";
    }
    return "";
}

std::string_view name_of(ListSource source) {
    switch (source) {
    case ListSource::emis:
        return "emis";
    case ListSource::systmone:
        return "systmone";
    case ListSource::other:
        return "other";
    }
    return "";
}

std::string_view name_of(SourceEvidence evidence) {
    switch (evidence) {
    case SourceEvidence::none:
        return "none";
    case SourceEvidence::headings:
        return "headings";
    case SourceEvidence::report:
        return "report";
    }
    return "";
}

Source source_of(const std::vector<std::string>& names, const Preamble& preamble) {
    constexpr Source emis_report{ListSource::emis, SourceEvidence::report};
    constexpr Source as_emis{ListSource::emis, SourceEvidence::headings};
    constexpr Source as_systmone{ListSource::systmone, SourceEvidence::headings};
    if (preamble.emis_band || preamble.report_run) {
        return emis_report;
    }
    int title_case = 0;
    int sentence_case = 0;
    for (const std::string& name : names) {
        const std::string plain = plain_heading(name);
        if (plain == "emisnumber") {
            return emis_report;
        }
        if (plain == "usualgpsfullname" || plain == "organisationcode") {
            return as_emis;
        }
        if (plain == "patientcount" || plain == "telecomnumber" || plain == "mainemail"
            || plain == "preferredtelephonenumber" || plain == "preferredcontactmethod") {
            return as_systmone;
        }
        const std::size_t last_word = name.rfind(' ');
        if (!known_heading(name) || last_word == std::string::npos) {
            continue;
        }
        const char initial = name[last_word + 1];
        title_case += initial >= 'A' && initial <= 'Z' ? 1 : 0;
        sentence_case += initial >= 'a' && initial <= 'z' ? 1 : 0;
    }
    if (title_case >= 3 && sentence_case == 0) {
        return as_emis;
    }
    return sentence_case >= 2 && title_case == 0 ? as_systmone : Source{};
}

}
