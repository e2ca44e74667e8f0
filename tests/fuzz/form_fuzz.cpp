// What forms, addresses and cookies say: read, written and read again it is the same; a multipart
// body tells the same parts however it is cut.
#include "platform/http/cookies.hpp"
#include "platform/http/multipart.hpp"
#include "platform/http/url.hpp"
#include "tests/fuzz/pieces.hpp"

#include <string>

namespace {

using namespace cohort;
using namespace cohort::http;

void read_form(std::string_view text) {
    const auto form = Form::parse(text, 50);
    if (!form.ok()) {
        return;
    }
    COHORT_ENSURE(form->fields().size() <= 50, "a form has no end");
    const auto again = Form::parse(form->encoded(), 50);
    COHORT_ENSURE(
        again.ok() && again->fields() == form->fields(), "a form is not what was encoded"
    );
}

void read_url(std::string_view text) {
    const auto decoded = percent_decode(percent_encode(text));
    const bool has_nul = text.find('\0') != std::string_view::npos;
    COHORT_ENSURE(decoded.ok() != has_nul, "only NUL is not decoded");
    COHORT_ENSURE(has_nul || *decoded == text, "encoding changed a text");
    if (is_local_path(text)) {
        COHORT_ENSURE(text.starts_with('/') && !text.starts_with("//"), "a path leads elsewhere");
        COHORT_ENSURE(
            text.find_first_of("\\\r\n\t") == std::string_view::npos, "a path breaks out"
        );
    }
    if (const auto cookie = find_cookie(text, "sid")) {
        COHORT_ENSURE(text.find("sid") != std::string_view::npos, "a cookie out of nothing");
        COHORT_ENSURE(cookie->find(';') == std::string_view::npos, "a cookie swallows the next");
    }
}

struct Parts {
    std::string told = {};
    bool open = false;
    std::string fault = {};

    friend bool operator==(const Parts&, const Parts&) = default;
};

Parts read_parts(const std::string& boundary, std::string_view body, std::size_t piece_bytes) {
    Parts parts;
    MultipartCalls calls;
    calls.begin = [&](const PartHead& head) {
        COHORT_ENSURE(!parts.open, "a part begins inside another");
        if (head.file_name) {
            COHORT_ENSURE(
                head.file_name->find_first_of("/\\") == std::string::npos, "a file name is a path"
            );
        }
        parts.open = true;
        parts.told +=
            "[" + head.name + "|" + head.file_name.value_or("") + "|" + head.content_type + "|";
        return done();
    };
    calls.data = [&](std::string_view bytes) {
        COHORT_ENSURE(parts.open, "bytes belong to no part");
        parts.told += bytes;
        return done();
    };
    calls.end = [&] {
        COHORT_ENSURE(parts.open, "a part ends twice");
        parts.open = false;
        parts.told += "]";
        return done();
    };
    MultipartParser parser(boundary, std::move(calls), {.head_bytes_max = 300, .parts_max = 10});
    fuzz::each_piece(body, piece_bytes, [&](std::string_view piece) {
        const Outcome pushed = parser.push(piece);
        parts.fault = pushed.ok() ? "" : std::string(pushed.error().code.text());
        return pushed.ok();
    });
    if (parts.fault.empty() && !parser.finish().ok()) {
        parts.fault = "unfinished";
    }
    COHORT_ENSURE(!parts.fault.empty() || !parts.open, "a finished body has an open part");
    return parts;
}

void read_multipart(std::string_view bytes, std::uint8_t choice) {
    const std::string_view type = bytes.substr(0, bytes.find('\n'));
    const auto named = multipart_boundary(type);
    const std::string boundary = named.ok() ? *named : "b";
    COHORT_ENSURE(!boundary.empty() && boundary.size() <= 70, "a boundary that is none");
    const std::string_view body =
        named.ok() ? bytes.substr(std::min(bytes.size(), type.size() + 1)) : bytes;

    const Parts whole = read_parts(boundary, body, body.size());
    const Parts cut = read_parts(boundary, body, 1U + choice % 40U);
    COHORT_ENSURE(whole.fault == cut.fault, "cutting changed what is refused");
    COHORT_ENSURE(!whole.fault.empty() || whole == cut, "cutting changed the parts");
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::uint8_t choice = fuzz::take_choice(bytes);
    read_form(bytes);
    read_url(bytes);
    read_multipart(bytes, choice);
    return 0;
}
