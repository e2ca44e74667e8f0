#pragma once
// multipart/form-data (RFC 7578), read as it arrives: the parser is pushed bytes in any pieces and
// calls back. Nothing is kept but the last boundary's length of bytes and the current part's head.
#include "platform/http/message.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cohort::http {

struct PartHead {
    std::string name;
    std::optional<std::string> file_name = {
    }; // a file input; its last path component only. Never a path to open.
    std::string content_type = {};
};

struct MultipartLimits {
    std::size_t head_bytes_max = 4 * 1024;
    std::size_t parts_max = 100;
};

struct MultipartCalls {
    // An error returned by any of them ends the parsing with that error.
    std::function<Outcome(const PartHead&)> begin;
    std::function<Outcome(std::string_view)> data; // any pieces; none for an empty part
    std::function<Outcome()> end;
};

// Errors: http.multipart_broken, http.multipart_head_too_large, http.multipart_parts_too_many.
class MultipartParser {
public:
    MultipartParser(std::string boundary, MultipartCalls calls, MultipartLimits limits = {});
    ~MultipartParser();

    Outcome push(std::string_view bytes);
    // Fails when the closing boundary has not come.
    Outcome finish() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// Of a Content-Type header. Errors: http.media_type (another type), http.multipart_broken (no
// usable boundary).
Result<std::string> multipart_boundary(std::string_view content_type);

// Reads the whole body of a streaming route through the parser. After each piece of at most 64 KiB
// `after_piece` is awaited: where a handler writes what it was given to disk, and so slows the
// client down to the disk's speed. Errors: those of the body, the parser, the callbacks and
// after_piece.
Task<Outcome> read_multipart(
    Request& request,
    MultipartCalls calls,
    std::function<Task<Outcome>()> after_piece = {},
    MultipartLimits limits = {}
);

}
