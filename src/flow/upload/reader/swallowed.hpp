#pragma once
// Rows that a quoted cell has swallowed. A quote opened by mistake in one row and a quote closed by
// mistake in a row below it make one record of both rows and of all between, and nothing in the
// quoting tells it from an address of three lines. What the lines hold does.
#include "flow/upload/reader/heading.hpp"
#include "flow/upload/reader/records.hpp"

namespace cohort::upload {

// Whether the record at hand is several rows in one. It is where
// - a line inside a cell has ten digits at the place, counted along the whole line, of the NHS
//   number, or a date at that of the date of birth and no words at the other;
// - a line inside a cell has an NHS number by itself between separators that is not the record's;
// - its last line, taken as a row, has a date and another NHS number at these places;
// - a name goes over a line end and has more separators than any name.
// A note or an address in several lines, with as many commas as it likes, is none of these.
// Requires: the scanner keeps the columns of `heading`. Linear in the record's length.
bool holds_rows(const RecordScanner& record, const Heading& heading);

}
