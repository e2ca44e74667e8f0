#pragma once
// Serves files that are part of the program. Each has a strong ETag (of its bytes); an address that
// carries the same tag as "?v=" is cached for a year and never asked for again. If "x.css.gz" is in
// the table too it is sent to those that accept gzip.
#include "base/embedded_file.hpp"
#include "platform/http/message.hpp"
#include "platform/http/router.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace cohort::http {

class Assets {
public:
    // `prefix`: "/assets". Requires: the table lives as long as the program.
    Assets(std::string prefix, std::span<const EmbeddedFile> files);
    ~Assets();
    Assets(const Assets&) = delete;
    Assets& operator=(const Assets&) = delete;

    // "/assets/main.css?v=1a2b…": what a page links to. Requires: the file is in the table.
    std::string url(std::string_view path) const;

    // GET {prefix}/{path...}. The Assets must outlive the router.
    void add_to(Router& router) const;

    Response answer(const Request& request, std::string_view path) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}
