#pragma once
// https://service-manual.nhs.uk/design-system/components/table
#include "platform/html/components/card.hpp"
#include "platform/html/components/summary_list.hpp"

namespace cohort::nhs {

enum class CellFormat { text, numeric };
enum class Align { normal, left, centre, right };
enum class Sorted { not_sortable, none, ascending, descending };

struct TableCell {
    Html text = {};
    std::optional<CellFormat> format = {}; // the column's when not given
    Align align = Align::normal;
    Url href = {};
    Html visually_hidden = {};
    Html header = {};            // for a column without a heading, in a responsive table
    std::string width = {};      // a width utility such as "one-third"; heading cells mostly
    std::string sort_value = {}; // what the script compares instead of the text
    Sorted sorted = Sorted::not_sortable; // heading cells only; with href, the server sorts
    Sorted sorted_next = Sorted::not_sortable;
    std::optional<int> colspan = {};
    std::optional<int> rowspan = {};
    // The markup is more than a phrase: kept together beside its heading on a narrow screen.
    bool is_block = false;
    std::string classes = {};
    Attributes attributes = {};
};

using TableRow = std::vector<TableCell>;

struct Table {
    Heading caption = {};
    std::vector<TableCell> head = {};
    std::vector<TableRow> rows = {};
    bool first_cell_is_header = false;
    bool responsive = false; // on a narrow screen each row becomes a block of heading and value
    bool scroll = false;     // on a narrow screen the table scrolls sideways
    bool compact = false;
    bool striped = false;
    Borders borders = Borders::all;
    Tone tone = Tone::normal;
    std::optional<Card> card = {}; // around the table
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html table(const Table& options);

}
