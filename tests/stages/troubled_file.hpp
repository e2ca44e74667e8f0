#pragma once
// An EMIS report with a patient or two in every kind of trouble, for the tests of its review.
#include "tests/support/patients.hpp"

#include <string>
#include <vector>

namespace cohort::stages {

// The same number with another last digit, which no NHS number has.
inline std::string mistyped(std::string number) {
    number.back() = static_cast<char>('0' + (number.back() - '0' + 1) % 10);
    return number;
}

struct TroubledFile {
    static constexpr std::size_t good = 20; // lines 7 to 26
    static constexpr std::int64_t first_line = 7;
    static constexpr std::int64_t mistyped_line = 27;
    static constexpr std::int64_t no_date_line = 28; // and a mobile that is none
    static constexpr std::int64_t unreached_line = 29;
    static constexpr std::int64_t repeated_line = 30; // says the same as line 7
    static constexpr std::int64_t first_of_pair_line = 31;
    static constexpr std::int64_t second_of_pair_line = 32;
    static constexpr std::int64_t formula_line = 33; // and a number that Excel shortened
    static constexpr std::int64_t refused = 7;

    std::vector<test::Patient> patients = test::patients(good + 7);
    // Run on 22 November 2026, which is 51 days before the tests' day.
    std::string csv = test::emis_csv(test::patients(good), test::EmisPreamble::report);

    TroubledFile() {
        const auto& all = patients;
        add(all[20].given,
            all[20].family,
            "01/02/1980",
            mistyped(all[20].nhs_number),
            all[20].mobile,
            all[20].email);
        add(all[21].given, all[21].family, "", all[21].nhs_number, "07700 9001", "");
        add(all[22].given, all[22].family, "01/02/1980", all[22].nhs_number, "", "");
        csv += row_of_first();
        add(all[23].given, all[23].family, "01/02/1980", all[23].nhs_number, all[23].mobile, "");
        add(all[23].given, all[23].family, "01/02/1980", all[23].nhs_number, "", "other@example.org"
        );
        add("=HYPERLINK(A1)", all[24].family, "01/02/1980", "9.99E+09", all[24].mobile, "");
    }

    // The file with nobody in trouble.
    static std::string without_trouble() {
        return test::emis_csv(test::patients(good), test::EmisPreamble::report);
    }

private:
    void
    add(const std::string& given,
        const std::string& family,
        const std::string& born,
        const std::string& number,
        const std::string& mobile,
        const std::string& email) {
        csv += "\"" + given + "\"," + family + "," + born + "," + number + "," + mobile + ","
               + email + "\r\n";
    }

    static std::string row_of_first() {
        const std::string all = test::emis_csv(test::patients(1));
        return all.substr(all.find('\n') + 1);
    }
};

}
