#pragma once
// Cells of a CSV file that people open in a spreadsheet, and upload again.
// Promise: whatever a cell holds, a spreadsheet shows it and runs nothing of it (OWASP, CSV
// injection), and a reader of CSV (RFC 4180) finds one cell. Both append to `out` and write no
// separator. Pure; any thread.
#include <string>
#include <string_view>

namespace cohort::domain {

// Words: what a spreadsheet would take for a formula gets an apostrophe in front, and so does what
// would be taken for something so written.
void append_csv_words(std::string& out, std::string_view text);

// A cell that append_csv_words wrote, as it was before; any other, as it is. A view into `cell`,
// which has been read (RFC 4180).
std::string_view unwrapped_words(std::string_view cell);

// A number or a date, as it stands: ="07700 900123". A spreadsheet keeps it as text, with its
// leading zeros and in its own order of day and month, and PlainCell unwraps it. What cannot be
// written so (quotes, control characters, very long) is written as words.
void append_csv_literal(std::string& out, std::string_view text);

}
