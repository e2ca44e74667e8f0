#include "platform/html/components/table.hpp"

#include "platform/html/components/heading_parts.hpp"

#include <algorithm>

namespace cohort::nhs {

using namespace html;

namespace {

bool is_sortable(const TableCell& cell) {
    return cell.sorted != Sorted::not_sortable;
}

std::string_view sort_word(Sorted sorted) {
    switch (sorted) {
    case Sorted::not_sortable:
    case Sorted::none:
        return "";
    case Sorted::ascending:
        return "ascending";
    case Sorted::descending:
        return "descending";
    }
    return "";
}

std::string_view align_class(Align align) {
    switch (align) {
    case Align::normal:
        return "";
    case Align::left:
        return "nhsuk-u-text-align-left";
    case Align::centre:
        return "nhsuk-u-text-align-centre";
    case Align::right:
        return "nhsuk-u-text-align-right";
    }
    return "";
}

Html value_of(const TableCell& cell) {
    if (cell.visually_hidden.empty()) {
        return cell.text;
    }
    const Html space = cell.text.empty() ? "" : " ";
    return cell.text + nhs::visually_hidden(space + cell.visually_hidden);
}

// With its column's heading before it, for a narrow screen where the row is a block.
Html content_of(const Table& table, const TableCell& cell, const TableCell& column) {
    const Html value = value_of(cell);
    Html inner = cell.href.empty() ? value : a(classes("nhsuk-link"), href(cell.href), value);
    const Html named = value_of(column);
    const Html heading = named.empty() ? cell.header : named;
    if (!table.responsive || heading.empty()) {
        return inner;
    }
    return html::span(classes("nhsuk-table__heading"), attr<"aria-hidden">("true"), heading, " ")
           + (cell.is_block ? html::span(inner) : inner);
}

std::string cell_class(const TableCell& cell, const TableCell& column, bool is_header) {
    const std::string base = is_header ? "nhsuk-table__header" : "nhsuk-table__cell";
    const CellFormat usual = column.format.value_or(CellFormat::text);
    const CellFormat format = cell.format.value_or(usual);
    Align align = cell.align == Align::normal ? column.align : cell.align;
    if (cell.align == Align::normal && cell.format == CellFormat::text
        && usual == CellFormat::numeric) {
        align = Align::right; // a word among numbers stays under their heading
    }
    ClassList list(base);
    list.when(format == CellFormat::numeric, base + "--numeric")
        .add(align_class(align))
        .when(!cell.width.empty(), "nhsuk-u-width-" + cell.width)
        .add(cell.classes);
    return list.text();
}

Attributes span_attributes(const Table& table, const TableCell& cell) {
    Attributes all;
    if (cell.colspan && !table.responsive) {
        all.push_back(attr<"colspan">(*cell.colspan));
    }
    if (cell.rowspan) {
        all.push_back(attr<"rowspan">(*cell.rowspan));
    }
    return all;
}

Html head_cell(const Table& table, const TableCell& cell) {
    const Html value = value_of(cell);
    return th(
        classes(cell_class(cell, {}, true)),
        attr<"scope">("col"),
        attr_unless_empty<"role">(table.responsive ? "columnheader" : ""),
        span_attributes(table, cell),
        flag<"data-sort">(is_sortable(cell)),
        attr_unless_empty<"data-sort-next">(cell.href.empty() ? sort_word(cell.sorted_next) : ""),
        attr_unless_empty<"aria-sort">(sort_word(cell.sorted)),
        cell.attributes,
        cell.href.empty() ? value : a(classes("nhsuk-link"), href(cell.href), value)
    );
}

Html row_cell(const Table& table, const TableCell& cell, const TableCell& column, bool is_first) {
    const bool is_header = is_first && table.first_cell_is_header;
    const std::string_view role = is_header ? "rowheader" : "cell";
    const Element& element = is_header ? th : td;
    return element(
        classes(cell_class(cell, column, is_header)),
        attr_unless_empty<"scope">(is_header ? "row" : ""),
        attr_unless_empty<"role">(table.responsive ? role : ""),
        span_attributes(table, cell),
        attr_unless_empty<"data-sort-value">(cell.sort_value),
        cell.attributes,
        content_of(table, cell, column)
    );
}

Attribute row_role(const Table& table) {
    return attr_unless_empty<"role">(table.responsive ? "row" : "");
}

Html row_of(const Table& table, const TableRow& row) {
    static const TableCell no_column;
    Html cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const TableCell& column = i < table.head.size() ? table.head[i] : no_column;
        cells += row_cell(table, row[i], column, i == 0);
    }
    return tr(classes("nhsuk-table__row"), row_role(table), cells);
}

Html head_of(const Table& table) {
    if (table.head.empty()) {
        return {};
    }
    return thead(
        classes("nhsuk-table__head"),
        attr_unless_empty<"role">(table.responsive ? "rowgroup" : ""),
        tr(classes("nhsuk-table__row"),
           row_role(table),
           each(table.head, [&](const TableCell& cell) { return head_cell(table, cell); }))
    );
}

// "table-name-of-the-table-caption": the name of the part that scrolls.
std::string caption_id(const Table& table) {
    if (!table.caption.id.empty() || !table.scroll) {
        return table.caption.id;
    }
    if (!table.id.empty()) {
        return table.id + "-caption";
    }
    constexpr std::size_t words_max = 40;
    std::string name;
    for (const char c : table.caption.text.markup().substr(0, words_max)) {
        const bool is_capital = c >= 'A' && c <= 'Z';
        const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        name += is_capital ? static_cast<char>(c - 'A' + 'a') : is_kept ? c : '-';
    }
    return name.empty() ? "" : "table-" + name + "-caption";
}

Html caption_of(const Table& table, bool any_sortable) {
    Heading shown = table.caption;
    shown.id = caption_id(table);
    if (shown.visually_hidden.empty() && any_sortable) {
        shown.visually_hidden = "Column headers are sortable";
    }
    if (!shown.visually_hidden.empty()) {
        shown.visually_hidden = "(" + shown.visually_hidden + ")";
    }
    const Size size = shown.size;
    const bool sized = size == Size::s || size == Size::m || size == Size::l || size == Size::xl;
    return heading_element(
        html::caption,
        shown,
        {.name = "nhsuk-table__caption", .size_prefix = sized ? "nhsuk-table__caption--" : ""}
    );
}

Html scrolling(const Table& table, const Html& inner) {
    ClassList list("nhsuk-scroll");
    list.when(table.tone == Tone::reverse, "nhsuk-scroll--reverse");
    return div(
        classes(list.text()),
        attr<"data-module">("nhsuk-scroll"),
        div(classes("nhsuk-scroll__content"),
            attr<"role">("region"),
            attr_unless_empty<"aria-labelledby">(caption_id(table)),
            inner)
    );
}

Html plain_table(const Table& table) {
    const bool any_sortable = std::ranges::any_of(table.head, is_sortable);
    const bool on_server = std::ranges::any_of(table.head, [](const TableCell& cell) {
        return is_sortable(cell) && !cell.href.empty();
    });
    ClassList list("nhsuk-table");
    list.when(table.tone == Tone::reverse, "nhsuk-table--reverse")
        .when(table.compact, "nhsuk-table--compact")
        .when(table.responsive, "nhsuk-table--responsive")
        .when(table.borders == Borders::none, "nhsuk-table--no-border")
        .when(table.borders == Borders::not_last, "nhsuk-table--no-last-row-border")
        .when(any_sortable, "nhsuk-table--sortable")
        .when(table.striped, "nhsuk-table--striped")
        .add(table.classes);
    return html::table(
        classes(list.text()),
        id(table.id),
        attr_unless_empty<"data-module">(any_sortable && !on_server ? "nhsuk-table" : ""),
        attr_unless_empty<"role">(table.responsive ? "table" : ""),
        table.attributes,
        caption_of(table, any_sortable),
        head_of(table),
        tbody(
            classes("nhsuk-table__body"),
            each(table.rows, [&](const TableRow& row) { return row_of(table, row); })
        )
    );
}

}

Html table(const Table& options) {
    Html whole = plain_table(options);
    if (options.scroll) {
        whole = scrolling(options, whole);
    }
    if (!options.card) {
        return whole;
    }
    Card around = *options.card;
    around.content = std::move(whole);
    return card(around);
}

}
