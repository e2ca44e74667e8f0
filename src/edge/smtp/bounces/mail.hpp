#pragma once
// A mail that somebody sent us, taken apart as far as a bounce needs it (RFC 5322, 2045, 2046).
// Pure, and bounded whatever comes: what is beyond a limit is not seen. Never fails: bytes that are
// no mail are a mail with few fields.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp::bounces {

inline constexpr std::size_t fields_max = 200;
inline constexpr std::size_t field_bytes_max = 4 * 1024;
inline constexpr std::size_t parts_max = 20;
inline constexpr std::size_t depth_max = 5; // of parts within parts
inline constexpr std::size_t part_bytes_max = 64 * 1024;

class Fields {
public:
    void add(std::string name, std::string value);

    bool full() const { return all_.size() >= fields_max; }

    bool empty() const { return all_.empty(); }

    // The first of this name, unfolded, without white space around it; empty where there is none.
    // Requires: `name` in lower case.
    std::string_view first(std::string_view name) const;
    std::vector<std::string_view> every(std::string_view name) const;

private:
    struct Field {
        std::string name; // lower case
        std::string value;
    };

    std::vector<Field> all_;
};

// Takes the fields and the empty line behind them from the front of `text`.
Fields take_fields(std::string_view& text);

struct Part {
    std::string type; // "text/plain", lower case
    Fields fields;
    std::string body; // decoded; of what is not text as it came
};

struct Mail {
    Fields fields;
    std::string type;
    std::string report_type; // of multipart/report, lower case
    std::vector<Part> parts; // the leaves in order; a mail without parts is one
};

Mail read_mail(std::string_view bytes);

// What stands behind `name=` in a field such as Content-Type, without quotes; empty where there is
// none. Requires: `name` in lower case.
std::string parameter(std::string_view value, std::string_view name);

}
