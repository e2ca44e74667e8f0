#include "flow/upload/reader/magic.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace cohort::upload {

namespace {

using namespace std::string_view_literals;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter_or_digit(char c) {
    const char small = lower(c);
    return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9');
}

// APPNOTE.TXT 4.3.7: a local header is 30 bytes and then the name, whose length stands at 26.
std::string_view entry_name(std::string_view zip, std::size_t header) {
    if (zip.size() < header + 30) {
        return {};
    }
    const auto low = static_cast<unsigned char>(zip[header + 26]);
    const auto high = static_cast<unsigned char>(zip[header + 27]);
    return zip.substr(header + 30, low + std::size_t{high} * 256);
}

// A workbook is a zip whose parts lie under xl/ (ECMA-376 part 2); its first part is nearly always
// the list of content types, which a word processor's file has too.
ErrorCode kind_of_zip(std::string_view head) {
    bool package = false;
    for (std::size_t at = 0; at != std::string_view::npos; at = head.find("PK\x03\x04", at + 4)) {
        const std::string_view name = entry_name(head, at);
        if (name.starts_with("xl/")) {
            return "not_csv.xlsx";
        }
        if (name.starts_with("word/") || name.starts_with("ppt/")) {
            return "not_csv.zip";
        }
        package = package || name == "[Content_Types].xml" || name.starts_with("_rels/")
                  || name.starts_with("docProps/");
    }
    return package ? ErrorCode{"not_csv.xlsx"} : ErrorCode{"not_csv.zip"};
}

struct Magic {
    std::size_t at;
    std::string_view bytes;
    ErrorCode code;
};

const std::array magics = {
    Magic{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "not_csv.xls"}, // compound file, Excel 97
    Magic{0, "\x09\x08\x10\x00"sv, "not_csv.xls"}, // bare workbook streams, BIFF 2 to 8
    Magic{0, "\x09\x08\x08\x00"sv, "not_csv.xls"},
    Magic{0, "\x09\x04\x06\x00"sv, "not_csv.xls"},
    Magic{0, "\x09\x02\x06\x00"sv, "not_csv.xls"},
    Magic{0, "\x09\x00\x04\x00"sv, "not_csv.xls"},
    Magic{0, "PK\x05\x06"sv, "not_csv.zip"}, // empty
    Magic{0, "PK\x07\x08"sv, "not_csv.zip"}, // in several volumes
    Magic{0, "\x1F\x8B\x08"sv, "not_csv.zip"},
    Magic{0, "7z\xBC\xAF\x27\x1C"sv, "not_csv.zip"},
    Magic{0, "Rar!\x1A\x07"sv, "not_csv.zip"},
    Magic{
        0,
        "\xFD"
        "7zXZ\x00"sv,
        "not_csv.zip"
    },
    Magic{0, "\x28\xB5\x2F\xFD"sv, "not_csv.zip"},
    Magic{4, "1AY&SY"sv, "not_csv.zip"}, // BZh9 and then pi
    Magic{257, "ustar"sv, "not_csv.zip"},
    Magic{0, "\x89PNG\r\n\x1A\n"sv, "not_csv.image"},
    Magic{0, "\xFF\xD8\xFF"sv, "not_csv.image"},
    Magic{0, "GIF87a"sv, "not_csv.image"},
    Magic{0, "GIF89a"sv, "not_csv.image"},
    Magic{0, "II*\x00"sv, "not_csv.image"},
    Magic{0, "MM\x00*"sv, "not_csv.image"},
    Magic{0, "\x00\x00\x01\x00"sv, "not_csv.image"},
    Magic{8, "WEBPVP8"sv, "not_csv.image"},
    Magic{4, "ftypheic"sv, "not_csv.image"},
    Magic{4, "ftypheix"sv, "not_csv.image"},
    Magic{4, "ftypmif1"sv, "not_csv.image"},
    Magic{4, "ftypavif"sv, "not_csv.image"},
};

bool is_bitmap(std::string_view head) {
    return head.size() >= 14 && head.starts_with("BM") && head.substr(6, 4) == "\0\0\0\0"sv;
}

// The beginning as plain text: without a mark, UTF-16 made narrow, without blanks before the first
// word.
std::string opening(std::string_view head) {
    std::string text;
    if (head.starts_with("\xEF\xBB\xBF")) {
        head.remove_prefix(3);
    }
    for (const char c : head) {
        if (c == 0 || c == '\xFE' || c == '\xFF') {
            continue;
        }
        const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
        if (!blank || !text.empty()) {
            text += lower(c);
        }
    }
    return text;
}

std::string_view after_blanks(std::string_view text) {
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? std::string_view{} : text.substr(at);
}

bool is_json(std::string_view text) {
    if (text.starts_with('{')) {
        const std::string_view next = after_blanks(text.substr(1));
        return next.starts_with('"') || next.starts_with('}');
    }
    if (!text.starts_with('[')) {
        return false;
    }
    std::string_view next = after_blanks(text.substr(1));
    if (next.starts_with('{') || next.starts_with('[') || next.starts_with('"')
        || next.starts_with(']')) {
        return true;
    }
    // [1, 2] but not [1] Report, which may be the title of a list.
    for (const std::string_view word : {"true"sv, "false"sv, "null"sv}) {
        if (next.starts_with(word)) {
            next.remove_prefix(word.size());
            return after_blanks(next).starts_with(',') || after_blanks(next).starts_with(']');
        }
    }
    const std::size_t number = next.find_first_not_of("-+.0123456789e");
    return number != 0 && number != std::string_view::npos
           && after_blanks(next.substr(number)).starts_with(',');
}

bool begins_with_tag(std::string_view text, std::string_view tag) {
    return text.starts_with(tag)
           && (text.size() == tag.size() || !is_letter_or_digit(text[tag.size()]));
}

std::optional<ErrorCode> kind_of_markup(std::string_view text) {
    if (!text.starts_with('<')) {
        return std::nullopt;
    }
    if (begins_with_tag(text, "<svg")) {
        return "not_csv.image";
    }
    if (begins_with_tag(text, "<?xml")) {
        if (text.contains("excel.sheet") || text.contains("<workbook")) {
            return "not_csv.xls"; // SpreadsheetML 2003
        }
        return text.contains("<svg") ? ErrorCode{"not_csv.image"} : ErrorCode{"not_csv.html"};
    }
    for (const std::string_view tag :
         {"<!doctype",
          "<!--",
          "<html",
          "<head",
          "<body",
          "<meta",
          "<title",
          "<table",
          "<script",
          "<style",
          "<div",
          "<p",
          "<font",
          "<center"}) {
        if (begins_with_tag(text, tag) || (tag == "<!--" && text.starts_with(tag))) {
            return "not_csv.html";
        }
    }
    return std::nullopt;
}

}

std::optional<ErrorCode> other_format(std::string_view head) {
    if (head.starts_with("PK\x03\x04")) {
        return kind_of_zip(head);
    }
    for (const Magic& magic : magics) {
        if (head.size() > magic.at && head.substr(magic.at).starts_with(magic.bytes)) {
            return magic.code;
        }
    }
    if (is_bitmap(head)) {
        return "not_csv.image";
    }
    const std::string text = opening(head);
    if (text.starts_with("%pdf-")) {
        return "not_csv.pdf";
    }
    if (is_json(text)) {
        return "not_csv.json";
    }
    return kind_of_markup(text);
}

}
