#pragma once
// For tests: a reader of mail that shares nothing with the writer, so that a mistake of one is not
// mirrored in the other.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cohort::smtp::mime {

struct ReadMail {
    std::vector<std::pair<std::string, std::string>> headers; // unfolded, encoded-words decoded
    std::string plain;
    std::string html;

    std::string header(std::string_view name) const;
    std::size_t count(std::string_view name) const;
};

// Takes the two parts of a multipart/alternative; line ends come out as LF. Nothing for what it
// cannot read.
std::optional<ReadMail> read_mail(std::string_view message);

}
