#include "platform/http/assets.hpp"

#include "platform/http/url.hpp"

#include <openssl/sha.h>

#include <fmt/format.h>

#include <iterator>
#include <unordered_map>

namespace cohort::http {

namespace {

std::string tag_of(std::string_view bytes) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
    std::string tag;
    for (std::size_t i = 0; i < 8; ++i) {
        fmt::format_to(std::back_inserter(tag), "{:02x}", digest[i]);
    }
    return tag;
}

std::string_view type_of(std::string_view path) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".jpg", "image/jpeg"},
        {".webmanifest", "application/manifest+json"},
        {".json", "application/json"},
        {".yaml", "application/yaml"},
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".woff2", "font/woff2"},
    };
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) {
            return type;
        }
    }
    return "application/octet-stream";
}

// "gzip;q=0" says no.
bool accepts_gzip(std::string_view header) {
    while (!header.empty()) {
        auto entry = header.substr(0, header.find(','));
        header.remove_prefix(std::min(header.size(), entry.size() + 1));
        while (entry.starts_with(' ')) {
            entry.remove_prefix(1);
        }
        const auto coding = entry.substr(0, entry.find_first_of("; "));
        const auto weight = entry.find("q=0");
        const bool refused = weight != std::string_view::npos
                             && entry.find_first_not_of("0.", weight + 2) == std::string_view::npos;
        if (same_name(coding, "gzip")) {
            return !refused;
        }
    }
    return false;
}

// A list of tags, or "*". The weak form matches as well (RFC 9110 §13.1.2).
bool holds_tag(std::string_view header, std::string_view quoted_tag) {
    return header == "*" || header.find(quoted_tag) != std::string_view::npos;
}

}

struct Assets::Inside {
    struct File {
        std::string_view bytes;
        std::string_view gzip; // empty: none
        std::string tag;
    };

    std::string prefix;
    std::unordered_map<std::string_view, File> files;
};

Assets::Assets(std::string prefix, std::span<const EmbeddedFile> files)
    : inside_(std::make_unique<Inside>()) {
    inside_->prefix = std::move(prefix);
    for (const EmbeddedFile& file : files) {
        inside_->files[file.path] = {file.bytes, {}, tag_of(file.bytes)};
    }
    for (const EmbeddedFile& file : files) {
        if (!file.path.ends_with(".gz")) {
            continue;
        }
        const auto plain = inside_->files.find(file.path.substr(0, file.path.size() - 3));
        if (plain != inside_->files.end()) {
            plain->second.gzip = file.bytes;
        }
    }
}

Assets::~Assets() = default;

std::string Assets::url(std::string_view path) const {
    const auto found = inside_->files.find(path);
    COHORT_ENSURE(found != inside_->files.end(), "a page links to assets that exist");
    return fmt::format("{}/{}?v={}", inside_->prefix, path, found->second.tag);
}

namespace {

// Not a lambda: a coroutine must not refer to a capture that may have gone.
Task<Response> answer_with(const Assets* assets, const Request* request) {
    co_return assets->answer(*request, request->param("path"));
}

}

void Assets::add_to(Router& router) const {
    router.get(inside_->prefix + "/{path...}", [this](Request& request) {
        return answer_with(this, &request);
    });
}

Response Assets::answer(const Request& request, std::string_view path) const {
    const auto found = inside_->files.find(path);
    if (found == inside_->files.end()) {
        return not_found();
    }
    const Inside::File& file = found->second;
    const bool packed =
        !file.gzip.empty() && accepts_gzip(request.header("Accept-Encoding").value_or(""));
    const std::string tag = fmt::format("\"{}{}\"", file.tag, packed ? "-gzip" : "");
    const bool lasting = request.query.text("v") == file.tag;

    Response response;
    response.headers.add("ETag", tag);
    response.headers.add(
        "Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache"
    );
    if (!file.gzip.empty()) {
        response.headers.add("Vary", "Accept-Encoding");
    }
    if (holds_tag(request.header("If-None-Match").value_or(""), tag)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type", type_of(path));
    response.headers.add("X-Content-Type-Options", "nosniff");
    if (packed) {
        response.headers.add("Content-Encoding", "gzip");
    }
    response.embedded_body = packed ? file.gzip : file.bytes;
    return response;
}

}
