#include "flow/upload/reader/magic.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cohort;
using namespace cohort::upload;
using namespace std::string_literals;

namespace {

std::string entry(std::string_view name) {
    std::string header = "PK\x03\x04"s + std::string(22, '\0');
    header += static_cast<char>(name.size());
    return header + std::string(3, '\0') + std::string{name};
}

struct Case {
    std::string_view label;
    std::string head;
    std::string_view code; // empty: may be a list
};

const Case cases[] = {
    {"a workbook by its sheets", entry("a/b") + "xx" + entry("xl/workbook.xml"), "not_csv.xlsx"},
    {"a workbook by its types", entry("[Content_Types].xml"), "not_csv.xlsx"},
    {"a word processor's file",
     entry("[Content_Types].xml") + entry("word/document.xml"),
     "not_csv.zip"},
    {"a zip of a list", entry("list.csv"), "not_csv.zip"},
    {"a header cut short", "PK\x03\x04", "not_csv.zip"},
    {"gzip", "\x1F\x8B\x08", "not_csv.zip"},
    {"a compound file", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "not_csv.xls"},
    {"SpreadsheetML",
     "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>",
     "not_csv.xls"},
    {"PDF", "%PDF-1.4", "not_csv.pdf"},
    {"HTML", "<html>", "not_csv.html"},
    {"a table called .xls", "\xEF\xBB\xBF\r\n<TABLE border=1>", "not_csv.html"},
    {"HTML in UTF-16", "\xFF\xFE<\0h\0t\0m\0l\0>\0"s, "not_csv.html"},
    {"JPEG", "\xFF\xD8\xFF\xE0", "not_csv.image"},
    {"GIF", "GIF89a", "not_csv.image"},
    {"SVG", "<svg xmlns", "not_csv.image"},
    {"a bitmap", "BM\x10\0\0\0\0\0\0\0\x36\0\0\0"s, "not_csv.image"},
    {"JSON object", "{ \"a\": 1}", "not_csv.json"},
    {"JSON of numbers", "[1, 2]", "not_csv.json"},
    {"JSON of words", "[true]", "not_csv.json"},
    // What only looks like it.
    {"a list", "Given Name,Family Name", ""},
    {"a column called BMI", "BMI,Given Name,Family Name", ""},
    {"a title in square brackets", "[1] Recall list\nGiven Name", ""},
    {"a title in angle brackets", "<Confidential> list", ""},
    {"a name that begins with PK", "PK list,Given Name", ""},
    {"nothing", "", ""},
};

}

TEST_CASE("magic: files that are not lists are told by their content") {
    for (const Case& each : cases) {
        CAPTURE(each.label);
        const auto code = other_format(each.head);
        CHECK((code ? code->text() : std::string_view{}) == each.code);
    }
}
