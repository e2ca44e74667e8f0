#include "platform/html/assets.hpp"

#include "base/ensure.hpp"
#include "embedded/html_assets.hpp"

#include <openssl/sha.h>

#include <functional>
#include <map>
#include <string>

namespace cohort::html {
namespace {

// The first eight bytes of SHA-256 in hexadecimal, as platform/http/assets.cpp makes it.
std::string tag_of(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::size_t tag_bytes = 8;
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
    std::string tag;
    for (std::size_t i = 0; i < tag_bytes; ++i) {
        tag += digits[digest[i] >> 4];
        tag += digits[digest[i] & 15];
    }
    return tag;
}

std::string_view content_type(std::string_view path) {
    if (path.ends_with(".css")) {
        return "text/css; charset=utf-8";
    }
    if (path.ends_with(".js")) {
        return "text/javascript; charset=utf-8";
    }
    COHORT_ENSURE(path.ends_with(".svg"), "every kind of file has a content type");
    return "image/svg+xml";
}

using AssetsByPath = std::map<std::string, Asset, std::less<>>;

AssetsByPath assets_by_path() {
    AssetsByPath all;
    for (const EmbeddedFile& file : asset_files()) {
        if (!file.path.ends_with(".gz")) {
            all["/assets/" + std::string(file.path)] = {content_type(file.path), file.bytes, {}};
        }
    }
    for (const EmbeddedFile& file : asset_files()) {
        if (file.path.ends_with(".gz")) {
            const std::string_view plain = file.path.substr(0, file.path.size() - 3);
            all["/assets/" + std::string(plain)].gzip = file.bytes;
        }
    }
    return all;
}

std::map<std::string_view, Url> urls_by_name() {
    std::map<std::string_view, Url> all;
    for (const EmbeddedFile& file : asset_files()) {
        const std::string path = "/assets/" + std::string(file.path);
        all[file.path.substr(file.path.rfind('/') + 1)] =
            Url::parse(path).value().with_query("v", tag_of(file.bytes));
    }
    return all;
}

}

std::span<const EmbeddedFile> asset_files() {
    return embedded::html_assets();
}

const Asset* find_asset(std::string_view path) {
    static const AssetsByPath assets = assets_by_path();
    const auto found = assets.find(path);
    return found == assets.end() ? nullptr : &found->second;
}

Url asset_url(std::string_view name) {
    static const std::map<std::string_view, Url> urls = urls_by_name();
    const auto found = urls.find(name);
    COHORT_ENSURE(found != urls.end(), "a page links to files that exist");
    return found->second;
}

}
