#include "platform/html/conformance/builders.hpp"
#include "platform/html/elements.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace cohort::conformance {

using html::Html;

namespace {

// The NHS logo is a trade mark and not part of the product, so the fixture lends its own.
Html borrowed_logo(std::string_view expected) {
    for (const auto& [start, end] :
         {std::pair<std::string_view, std::string_view>{
              "<svg class=\"nhsuk-header__logo\"", "</svg>"
          },
          {"<img class=\"nhsuk-header__organisation-logo\"", ">"}}) {
        const std::size_t from = expected.find(start);
        if (from != std::string_view::npos) {
            const std::size_t to = expected.find(end, from) + end.size();
            return Html::embedded({"logo", expected.substr(from, to - from)});
        }
    }
    return {};
}

Html search_form(const Options& search) {
    const std::string placeholder = search.object("input").text("placeholder");
    const std::string label = search.object("label").text("visuallyHiddenText");
    return html::form(
        html::classes("nhsuk-header__search-form"),
        html::id("search"),
        html::action("https://www.nhs.uk/search/"),
        html::attr<"method">("get"),
        html::flag<"novalidate">(),
        nhs::input({
            .label =
                {.text = label.empty() ? "Search the NHS website" : label,
                 .classes = "nhsuk-u-visually-hidden"},
            .name = "q",
            .id = "search-field",
            .type = "search",
            .autocomplete = "off",
            .placeholder = placeholder.empty() ? "Search" : placeholder,
            .group =
                {.after_input =
                     nhs::button({.icon = nhs::Icon::search, .small = true, .aria_label = "Search"})
                },
        })
    );
}

nhs::HeaderColour colour_of(const Options& options) {
    return options.text("colour") == "white" ? nhs::HeaderColour::white : nhs::HeaderColour::blue;
}

Html header(const Given& g) {
    const Options logo = g.options.object("logo");
    const Options service = g.options.object("service");
    const Options organisation = g.options.object("organisation");
    const Options navigation = g.options.object("navigation");
    nhs::Header header{
        .logo =
            {.drawing = borrowed_logo(g.expected),
             .href = logo.url("href"),
             .aria_label = logo.text("ariaLabel")},
        .service_name = service.text("text"),
        .service_href = service.url("href"),
        .organisation_name = organisation.text("name"),
        .organisation_split = organisation.text("split"),
        .organisation_descriptor = organisation.text("descriptor"),
        .colour = colour_of(g.options),
        .menu_colour = colour_of(navigation),
        .in_line = g.options.yes("inline"),
        .menu_classes = navigation.yes("justified") ? "nhsuk-header__navigation--justified" : "",
    };
    logo.ignore("src"); // is in the drawing
    if (logo.has("alt")) {
        header.logo.alt = logo.text("alt");
    }
    if (g.options.yes_or_no("search").value_or(g.options.has("search"))) {
        header.search = search_form(g.options.object("search"));
    }
    for (const Options& item : navigation.list("items")) {
        header.menu.push_back({
            .text = item.own_content(),
            .href = item.url("href"),
            .current = item.yes("current"),
            .active = item.yes("active"),
        });
    }
    for (const Options& item : g.options.object("account").list("items")) {
        header.account.push_back({
            .text = item.own_content(),
            .href = item.url("href"),
            .action = item.url("action"),
            .icon = item.yes("icon"),
        });
    }
    return nhs::header(header);
}

std::vector<nhs::FooterLink> footer_links(const Options& parent) {
    std::vector<nhs::FooterLink> links;
    for (const Options& item : parent.list("items")) {
        links.push_back({.text = item.own_content(), .href = item.url("href")});
    }
    return links;
}

Html footer(const Given& g) {
    const Options meta = g.options.object("meta");
    nhs::Footer footer{
        .columns_per_row = g.options.number("columns").value_or(4),
        .links = footer_links(meta),
        .meta = g.block,
        .copyright = g.options.has("copyright") ? g.options.content("copyright") : "© NHS England",
    };
    if (meta.has("html")) {
        footer.meta = meta.own_content();
    } else if (meta.has("text")) {
        footer.meta = html::p(html::classes("nhsuk-body-s"), meta.text("text"));
    }
    std::vector<Options> columns = g.options.list("navigation");
    if (columns.empty() && g.options.has("navigation")) {
        columns.push_back(g.options.object("navigation"));
    }
    for (const Options& column : columns) {
        footer.columns.push_back({
            .heading = column.content("heading"),
            .content = column.own_content(),
            .items = footer_links(column),
            .width = column.text("width"),
        });
    }
    return nhs::footer(footer);
}

nhs::PageLink page_link(const Options& o) {
    return {.href = o.url("href"), .text = o.own_content(), .label = o.content("label")};
}

Html pagination(const Given& g) {
    const Options& o = g.options;
    nhs::Pagination pages{
        .previous = page_link(o.object("previous")), .next = page_link(o.object("next"))
    };
    if (o.has("previousUrl")) {
        pages.previous = {.href = o.url("previousUrl"), .label = o.text("previousPage")};
    }
    if (o.has("nextUrl")) {
        pages.next = {.href = o.url("nextUrl"), .label = o.text("nextPage")};
    }
    for (const Options& item : o.list("items")) {
        pages.items.push_back({
            .number = item.text("number"),
            .href = item.url("href"),
            .current = item.yes("current"),
            .ellipsis = item.yes("ellipsis"),
        });
    }
    return nhs::pagination(pages);
}

nhs::Borders borders_of(const Options& o) {
    if (o.yes_or_no("border") == false) {
        return nhs::Borders::none;
    }
    return o.yes_or_no("lastRowBorder") == false ? nhs::Borders::not_last : nhs::Borders::all;
}

std::optional<nhs::Card> around(const Options& o) {
    if (!o.yes_or_no("card").value_or(o.has("card"))) {
        return std::nullopt;
    }
    return card_of(o.object("card"));
}

std::string width_class(const Options& o) {
    const std::string width = o.text("width");
    return width.empty() ? "" : "nhsuk-u-width-" + width;
}

nhs::SummaryRow summary_row(const Options& o) {
    const Options key = o.object("key");
    nhs::SummaryRow row{
        .key = key.own_content(),
        .value = o.content("value"),
        .border = o.yes_or_no("border"),
        .key_classes = width_class(key),
    };
    const Options actions = o.object("actions");
    for (const Options& item : actions.has("items") ? actions.list("items") : o.list("actions")) {
        row.actions.push_back(action_of(item));
    }
    return row;
}

Html summary_list(const Given& g) {
    nhs::SummaryList list{.borders = borders_of(g.options), .card = around(g.options)};
    for (const Options& row : g.options.list("rows")) {
        list.rows.push_back(summary_row(row));
    }
    return nhs::summary_list(list);
}

nhs::Sorted sorted_by(const Options& o, std::string_view name) {
    const std::string given = o.text(name);
    if (given == "ascending") {
        return nhs::Sorted::ascending;
    }
    if (given == "descending") {
        return nhs::Sorted::descending;
    }
    return given == "none" || o.yes(name) ? nhs::Sorted::none : nhs::Sorted::not_sortable;
}

nhs::TableCell cell_of(const Options& o) {
    const std::string format = o.text("format");
    const std::string align = o.text("align");
    nhs::TableCell cell{
        .text = o.own_content(),
        .align = align == "left"     ? nhs::Align::left
                 : align == "centre" ? nhs::Align::centre
                 : align == "right"  ? nhs::Align::right
                                     : nhs::Align::normal,
        .href = o.url("href"),
        .visually_hidden = o.text("visuallyHiddenText"),
        .width = o.text("width"),
        .sort_value = o.text("sortValue"),
        .sorted = sorted_by(o, "sort"),
        .sorted_next = sorted_by(o, "sortNext"),
        .is_block = o.has("html"),
        .classes = o.text("classes"),
    };
    if (!format.empty()) {
        cell.format = format == "numeric" ? nhs::CellFormat::numeric : nhs::CellFormat::text;
    }
    return cell;
}

Html table(const Given& g) {
    const Options& o = g.options;
    nhs::Table table{
        .caption = heading_named(o, "caption"),
        .first_cell_is_header = o.yes("firstCellIsHeader"),
        .responsive = o.yes("responsive"),
        .scroll = o.yes("scroll"),
        .compact = o.yes("compact"),
        .striped = o.yes("striped"),
        .borders = borders_of(o),
        .tone = tone_of(o),
        .card = around(o),
    };
    for (const Options& cell : o.list("head")) {
        table.head.push_back(cell_of(cell));
    }
    for (const Options& row : o.list("rows")) {
        nhs::TableRow cells;
        for (const Options& cell : row.items()) {
            cells.push_back(cell_of(cell));
        }
        table.rows.push_back(std::move(cells));
    }
    return nhs::table(table);
}

Html tabs(const Given& g) {
    nhs::Tabs tabs{.id_prefix = g.options.text("idPrefix"), .id = g.options.text("id")};
    if (g.options.has("visuallyHiddenText")) {
        tabs.title = g.options.text("visuallyHiddenText");
    }
    for (const Options& item : g.options.list("items")) {
        tabs.items.push_back({
            .label = item.text("label"),
            .content = item.content("panel"),
            .id = item.text("id"),
        });
    }
    return nhs::tabs(tabs);
}

Html task_list(const Given& g) {
    nhs::TaskList list;
    if (g.options.has("idPrefix")) {
        list.id_prefix = g.options.text("idPrefix");
    }
    for (const Options& item : g.options.list("items")) {
        const Options status = item.object("status");
        nhs::Task task{
            .title = item.has("title") ? item.content("title") : item.content("heading"),
            .href = item.url("href"),
            .hint = item.content("hint"),
            .status = status.own_content(),
            .status_classes = status.text("classes"),
        };
        if (status.has("tag")) {
            task.status_tag = tag_of(status.object("tag"));
        }
        list.items.push_back(std::move(task));
    }
    return nhs::task_list(list);
}

constexpr Builder builders[] = {
    {"footer", footer},
    {"header", header},
    {"pagination", pagination},
    {"summary-list", summary_list},
    {"tables", table},
    {"tabs", tabs},
    {"task-list", task_list},
};

}

std::span<const Builder> structure_builders() {
    return builders;
}

}
