// Single values: names, dates of birth, NHS numbers, mobile numbers, email addresses, SNOMED codes.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr std::string_view correct_and_upload =
    "Correct it in your file and upload the file again.";
constexpr std::string_view correct_record =
    "Correct it in the patient's record, export the list again, and upload that file.";

constexpr Sentence table[] = {
    {"name.missing", "The patient's name is missing.", correct_and_upload},
    {"name.control_characters",
     "The patient's name has characters in it that cannot be shown.",
     "Type the name again in your file and upload the file again."},
    {"name.too_long", "The patient's name has more than 255 characters.", correct_and_upload},
    {"name.bidi_removed",
     "The patient's name had hidden characters that turn the direction of text. We took them out.",
     "Check that the name looks right."},
    {"name.partial",
     "Only one part of the patient's name is in the file.",
     "Check how the message reads if it uses the name."},
    {"formula_like",
     "The patient's name begins with a character that spreadsheets take for a formula.",
     "Check that the name looks right. We treat it as plain text."},

    {"dob.missing", "The date of birth is missing.", correct_and_upload},
    {"dob.invalid",
     "The date of birth is not a date we can read, such as 12/03/1980 or 12-Mar-1980.",
     correct_and_upload},
    {"dob.out_of_range",
     "The date of birth is in the future, or more than 130 years ago.",
     correct_record},
    {"dob.ambiguous",
     "The date of birth can be read as either of two dates: its year has two digits, or nothing in "
     "the file shows whether the day or the month comes first.",
     "Set the dates in your file to day, month and a four-digit year, such as 12 Mar 1980, and "
     "upload the file again."},
    {"dob.excel_serial",
     "The date of birth is a plain number, as Excel stores dates.",
     "In Excel, set the column's format to Date, save it as CSV, and upload the file again. Better "
     "still, upload "
     "the export without opening it in Excel."},
    {"dob.two_digit_year",
     "The year of birth has two digits. Only one century is possible, and we used that.",
     "Check that the date is right."},

    {"nhs_number.missing", "The NHS number is missing.", correct_record},
    {"nhs_number.invalid", "The NHS number does not have exactly 10 digits.", correct_and_upload},
    {"nhs_number.check_digit",
     "The NHS number is mistyped: its last digit does not fit the others.",
     correct_and_upload},
    {"nhs_number.placeholder",
     "The NHS number is one digit ten times, which stands for no patient.",
     correct_record},
    {"nhs_number.excel_damage",
     "Excel has shortened the NHS number, as in 9.99E+09, and its digits are lost.",
     "Export the list again from EMIS Web or SystmOne, and upload that file without opening it in "
     "Excel."},

    {"mobile.missing", "The mobile number is missing.", correct_record},
    {"mobile.invalid",
     "The mobile number is not a number we can use. UK mobile numbers have 11 digits and begin "
     "with 07.",
     correct_and_upload},
    {"mobile.landline", "The mobile number is a landline, which cannot get texts.", correct_record},
    {"mobile.not_mobile",
     "The mobile number belongs to a pager or a call service, which cannot get texts.",
     correct_record},
    {"mobile.multiple",
     "There is more than one number in the mobile number cell, so we cannot tell which is meant.",
     "Leave the right one in the cell and upload the file again."},
    {"mobile.excel_damage",
     "Excel has shortened the mobile number, as in 4.477E+11, and its digits are lost.",
     "Export the list again from EMIS Web or SystmOne, and upload that file without opening it in "
     "Excel."},
    {"mobile.international",
     "The mobile number is from another country, and your practice sends texts to UK numbers only.",
     "Contact the patient in another way, ask for a UK number, or ask the person who looks after "
     "Cohort to allow numbers of other countries."},
    {"mobile.leading_zero_restored",
     "The mobile number had lost its leading 0, as happens in Excel. We put it back.",
     "Nothing needs to be done."},

    {"email.missing", "The email address is missing.", correct_record},
    {"email.invalid",
     "The email address is not complete, or has characters that addresses cannot have.",
     correct_and_upload},
    {"email.multiple",
     "There is more than one email address in the cell, so we cannot tell which is meant.",
     "Leave the right one in the cell and upload the file again."},

    {"snomed.missing", "The SNOMED code is missing.", "Choose a code from the list."},
    {"snomed.invalid",
     "The SNOMED code does not have 6 to 18 digits.",
     "Check the code, or choose it from the list."},
    {"snomed.check_digit",
     "The SNOMED code is mistyped: its last digit does not fit the others.",
     "Check the code, or choose it from the list."},
    {"snomed.not_a_concept",
     "The SNOMED code stands for a description or a relationship, not for a concept.",
     "Choose the concept from the list."},
};

}

std::span<const Sentence> values() {
    return table;
}

}
