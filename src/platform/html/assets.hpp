#pragma once
// The style sheets, scripts and pictures that are part of the program: nhsuk-frontend's (web fonts
// taken out, because the NHS typeface is not ours to serve) and our own. Serve them with
// http::Assets("/assets", html::asset_files()).
#include "base/embedded_file.hpp"
#include "platform/html/url.hpp"

#include <span>
#include <string_view>

namespace cohort::html {

// Paths as they follow "/assets/": "nhsuk-10.6.1/nhsuk-frontend.min.css", "cohort/cohort.css";
// "….gz" beside them.
std::span<const EmbeddedFile> asset_files();

// One file, for a server that does without http::Assets.
struct Asset {
    std::string_view content_type;
    std::string_view bytes;
    std::string_view gzip; // the same, compressed; empty when there is none
};

// Right for any address that a page or a style sheet of ours links to: they change with the bytes.
inline constexpr std::string_view asset_cache_control = "public, max-age=31536000, immutable";

// The file at this path of a request ("/assets/cohort/cohort.css", no query), or null.
const Asset* find_asset(std::string_view path);

// What a page links to: asset_url("cohort.css") is "/assets/cohort/cohort.css?v=1a2b…". The tag is
// of the bytes and is the one by which http::Assets lets a browser keep the file for ever.
// Requires: a file of this name.
Url asset_url(std::string_view name);

}
