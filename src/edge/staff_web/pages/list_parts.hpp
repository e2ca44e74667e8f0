#pragma once
// Pieces that the pages about one patient list are made of.
#include "flow/lists/review.hpp"
#include "platform/html/html.hpp"
#include "platform/html/nhs.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

// What was just done, said once at the top of a page.
struct News {
    enum class Kind { done, not_done };
    std::string words; // none: nothing was
    Kind kind = Kind::done;
};

html::Html news_banner(const News& news);

enum class Digests { left_out, shown };

// What each file is, where it came from and when.
html::Html files_of(const std::vector<lists::File>& files, TimePoint now, Digests digests);

// How many are on the list, and how many of them each channel reaches.
std::vector<nhs::SummaryRow> reach_of(const lists::Summary& list);
// "From 18 to 101. 12 patients are under 16."
std::string ages_in_words(const domain::Ages& ages);

// The reasons of rows that are still refused, each with its count and a link to its rows.
html::Html refused_reasons_of(ListId list, const std::vector<lists::CodeCount>& counts);
// What that means for their patients: one may have another row that is used.
std::string_view refused_is_not_used(std::int64_t rows);
// The file with all of them.
html::Html refused_file_button(ListId list);

// "line 14", or "line 14 of part2.csv" where the list has several files.
std::string
line_in_words(const std::vector<lists::File>& files, std::int64_t file, std::int64_t line);
// The same at the beginning of a sentence.
std::string
line_at_first(const std::vector<lists::File>& files, std::int64_t file, std::int64_t line);
// The file's name, with its number where another file of the list has the same name; empty where
// there is no such file.
std::string name_of_file(const std::vector<lists::File>& files, std::int64_t file);

// What a cell held, as pages other than the row's own may show it: never an NHS number, whichever
// column it stands in.
std::string shown_cell(std::string_view cell);
std::string shown_cell(const lists::RefusedRow& row, lists::Field field);

// Rows that only others of their patient stand against are kept as they were read, and not as they
// were found: their dates and mobiles are written here as people write them.
bool is_about_duplicates(std::string_view code);
lists::Cells spelled_cells(const lists::RefusedRow& row);

// Whether somebody wanted to go on with an old list and did not say that it is still right.
enum class StillRight { asked, missing };

// The box to be ticked before an old list is used; nothing where it is not old.
html::Html still_right_field(const lists::Summary& list, TimePoint now, StillRight said);
// The problem with it, for the top of the page.
std::vector<nhs::ErrorItem> still_right_errors(StillRight said);

}
