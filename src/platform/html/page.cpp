#include "platform/html/page.hpp"

#include "platform/html/assets.hpp"
#include "platform/html/components/links.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>

namespace cohort::html {
namespace {

// Says, before the page is drawn, that scripts run: the style sheet hides what they will open.
// https://service-manual.nhs.uk/design-system, nhsuk-frontend's page template.
constexpr std::string_view scripts_run =
    "document.body.className+=' js-enabled'+('noModule' in HTMLScriptElement.prototype?"
    "' nhsuk-frontend-supported':'');";

bool is_nonce(std::string_view nonce) {
    const auto fine = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
    };
    return !nonce.empty() && std::ranges::all_of(nonce, fine);
}

std::string title_of(const Page& page) {
    std::string words = page.errors.empty() ? "" : "Error: ";
    words += page.title;
    for (const std::string* more : {&page.practice_name, &page.product_name}) {
        if (!more->empty()) {
            words += " – " + *more;
        }
    }
    return words;
}

Html header_of(const Page& page) {
    return nhs::header({
        .service_name = page.product_name,
        .service_href = page.home,
        .organisation_name = page.practice_name,
        .menu = page.menu,
        .account = page.account,
        .classes = "cohort-header",
    });
}

Html content_of(const Page& page) {
    const Html problems = page.errors.empty() ? Html() : nhs::error_summary({.items = page.errors});
    Html all = problems + page.content;
    if (page.width == Width::full) {
        return all;
    }
    return div(classes("nhsuk-grid-row"), div(classes("nhsuk-grid-column-two-thirds"), all));
}

Html body_content(const Page& page) {
    return nhs::skip_link() + header_of(page)
           + div(
               classes("nhsuk-width-container"),
               page.before_content,
               main(classes("nhsuk-main-wrapper"), id("maincontent"), content_of(page))
           )
           + nhs::footer(
               {.links = page.footer_links, .meta = p(classes("nhsuk-body-s"), page.product_name)}
           );
}

}

// Writes the few tags that pages themselves cannot.
class Document {
public:
    explicit Document(std::string_view nonce) : nonce_(nonce) {}

    void add_ours(std::string_view ours) { text_ += ours; }

    void add(const Html& markup) { text_ += markup.markup_; }

    void add_inline_script(std::string_view ours) {
        text_ += "<script nonce=\"";
        append_escaped(text_, nonce_);
        text_ += "\">";
        text_ += ours;
        text_ += "</script>";
    }

    void add_module(const Url& url) {
        text_ += "<script type=\"module\" src=\"";
        append_escaped(text_, url.text());
        text_ += "\"></script>";
    }

    std::string release() && { return std::move(text_); }

private:
    std::string text_;
    std::string_view nonce_;
};

std::string document(const Page& page) {
    COHORT_ENSURE(is_nonce(page.nonce), "a page needs a fresh nonce");
    Document out(page.nonce);
    out.add_ours("<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">");
    out.add(title(title_of(page)));
    out.add(meta(
        attr<"name">("viewport"),
        attr<"content">("width=device-width, initial-scale=1, viewport-fit=cover")
    ));
    out.add(meta(attr<"name">("theme-color"), attr<"content">("#005eb8")));
    out.add(link(attr<"rel">("icon"), href(asset_url("favicon.svg")), attr<"type">("image/svg+xml"))
    );
    out.add(link(attr<"rel">("stylesheet"), href(asset_url("nhsuk-frontend.min.css"))));
    out.add(link(attr<"rel">("stylesheet"), href(asset_url("cohort.css"))));
    out.add_ours("</head><body>");
    out.add_inline_script(scripts_run);
    out.add(body_content(page));
    out.add_module(asset_url("start.js"));
    for (const Url& script : page.scripts) {
        out.add_module(script);
    }
    out.add_ours("</body></html>\n");
    return std::move(out).release();
}

std::string content_security_policy(std::string_view nonce) {
    COHORT_ENSURE(is_nonce(nonce), "a policy needs a fresh nonce");
    std::string policy = "default-src 'self'; script-src 'self' 'nonce-";
    policy += nonce;
    policy += "'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
              "base-uri 'none'; object-src 'none'";
    return policy;
}

}
