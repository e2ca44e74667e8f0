// Patient-list files: the file, its heading, its records, and what stands between them
// (patient-list-contract.md).
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr std::string_view export_again = "Export the list again from EMIS Web or SystmOne, saving "
                                          "it as CSV, and upload that file. The help pages "
                                          "show how, step by step.";

constexpr Sentence table[] = {
    // The bytes.
    {"empty_file", "The file is empty.", export_again},
    {"encoding_unknown",
     "The file mixes different kinds of text encoding, so some names could be read wrongly.",
     export_again},
    {"encoding.windows_1252",
     "The file was saved in an older Windows format. We read it as that.",
     "Look at names with accents when you check the message, before you send it."},
    {"nul_bytes", "The file has characters in it that text files do not have.", export_again},
    {"too_many_rows",
     "The file has more patients than one bulk message can go to.",
     "Split it into smaller lists, and upload each as a list of its own."},
    {"too_many_rows.records",
     "The file has more rows than a patient list can have, though not too many patients.",
     "Leave out of the report what repeats a patient, such as one row for each appointment, or "
     "split "
     "the file into smaller lists."},
    {"too_large",
     "The file is larger than a patient list can be.",
     "Leave out columns that are not needed, or split it into smaller lists."},
    {"not_csv.xlsx",
     "This is an Excel workbook, not a CSV file.",
     "Open it in Excel, choose Save As, pick 'CSV UTF-8 (Comma delimited)', and upload that file. "
     "Better still, "
     "export a CSV file from EMIS Web or SystmOne directly."},
    {"not_csv.xls",
     "This is an Excel workbook in the old format, not a CSV file.",
     "Open it in Excel, choose Save As, pick 'CSV UTF-8 (Comma delimited)', and upload that file. "
     "Better still, "
     "export a CSV file from EMIS Web or SystmOne directly."},
    {"not_csv.pdf", "This is a PDF document, not a CSV file.", export_again},
    {"not_csv.html", "This is a web page, not a CSV file.", export_again},
    {"not_csv.image", "This is a picture, not a CSV file.", export_again},
    {"not_csv.zip",
     "This is a compressed (zip) file, not a CSV file.",
     "Open it, take out the CSV file that is inside, and upload that file. Or export the list "
     "again "
     "from EMIS Web or SystmOne, saving it as CSV."},
    {"not_csv.json", "This is a JSON file, not a CSV file.", export_again},

    // The heading.
    {"no_header",
     "The file has no row of headings that we know, such as 'NHS Number' and 'Date of Birth'.",
     export_again},
    {"no_rows",
     "The file has headings, but no patients below them.",
     "Check that the search or report found patients, export it again, and upload that file."},
    {"missing_columns",
     "The file lacks columns that a patient list needs: given name, family name, date of birth, "
     "NHS number, and a "
     "mobile number or an email address.",
     "Add the columns to the report in EMIS Web or SystmOne, export it again, and upload that file."
    },
    {"duplicate_columns",
     "A column that a patient list needs is in the file twice, so we cannot tell which one is "
     "meant.",
     "Take one of the two out of the report, export it again, and upload that file."},
    {"pseudonymised",
     "The report is anonymised: it does not say who the patients are.",
     "Run a report that shows patient details, export it, and upload that file."},
    {"preamble.skipped",
     "The lines before the headings were left out.",
     "Nothing needs to be done, as long as the number of patients is right."},
    {"column.no_mobile",
     "The file has no column of mobile numbers.",
     "This list can only be used for email. Add the mobile column to the report to send texts."},
    {"column.no_email",
     "The file has no column of email addresses.",
     "This list can only be used for texts. Add the email column to the report to send email."},

    // Dates of the whole column.
    {"dates.month_first",
     "The dates of birth are written with the month first, as in American dates.",
     "Set the dates in the file to day, month, year, export it again, and upload that file."},
    {"dates.order_assumed",
     "No date of birth in the file shows whether the day or the month comes first. We read the day "
     "first.",
     "Look at the dates in your file, and go on only if their day comes first."},

    // The records.
    {"unterminated_quote",
     "A quotation mark opens on this line and never closes, so everything after it runs together.",
     "Correct the quotation mark on that line, or export the list again, and upload that file."},
    {"row.cell_too_long",
     "One cell in this row is longer than a patient's details can be.",
     "Correct the row in your file and upload the file again."},
    {"row.bad_quoting",
     "A quotation mark in this row is not where it should be, so its cells cannot be told apart.",
     "Correct the row in your file and upload the file again."},
    {"row.too_many_cells",
     "This row has more cells than there are headings, so its cells may be in the wrong columns.",
     "Correct the row in your file and upload the file again."},
    {"row.repeated_header",
     "This row repeats the headings.",
     "Nothing needs to be done: it is not a patient."},
    {"row.not_a_patient",
     "This row has no name, date of birth or NHS number: it is a footer, or more about the patient "
     "above.",
     "Nothing needs to be done, unless a patient is missing."},
    {"contact.missing",
     "This patient has neither a mobile number nor an email address.",
     "Add one to the patient's record, or contact the patient in another way."},

    // Between rows.
    {"duplicate.identical",
     "This patient is in the file more than once, with the same NHS number, date of birth, mobile "
     "number and email address. The first row is used.",
     "Nothing needs to be done: the patient gets one message."},
    {"duplicate.conflict",
     "This NHS number is in the file more than once, with different details, so we cannot tell "
     "which are right.",
     "Correct the rows in your file and upload the file again. Until then this patient gets no "
     "message."},
    {"contact.shared",
     "Several patients in the file share this mobile number or email address.",
     "Check that your message may be read by anyone in that household."},
};

}

std::span<const Sentence> patient_list() {
    return table;
}

}
