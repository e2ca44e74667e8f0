#include "simulator/pages/layout.hpp"

#include "base/random.hpp"
#include "embedded/simulator_pages.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"
#include "platform/html/page.hpp"
#include "simulator/text.hpp"

#include <absl/time/time.h>
#include <fmt/core.h>

namespace cohort::simulator::pages {

using namespace html;

namespace {

constexpr std::size_t first_line_characters = 60;
constexpr std::string_view refresh_seconds = "5";

std::string fresh_nonce() {
    SystemRandom random;
    return fmt::format("{:016x}{:016x}", random.bits(), random.bits());
}

// The same page, with or without coming again by itself. Other parameters are kept.
Html refresh_link(const http::Request& request) {
    const bool on = request.query.has("refresh");
    const auto here = Url::parse(request.path);
    if (!here) {
        return {};
    }
    Url target = *here;
    for (const auto& [name, value] : request.query.fields()) {
        if (name != "refresh") {
            target = target.with_query(name, value);
        }
    }
    if (!on) {
        target = target.with_query("refresh", refresh_seconds);
    }
    return p(
        classes("nhsuk-body-s"),
        a(href(target),
          on ? "Stop loading this page again" : "Load this page again every 5 seconds")
    );
}

}

http::Response page(const http::Request& request, Shown shown) {
    const auto entry = [&](const char* text, Url href, Place place) {
        return nhs::MenuItem{
            .text = text, .href = std::move(href), .current = shown.place == place
        };
    };
    Page whole{
        .title = shown.title,
        .home = "/",
        .menu =
            {
                entry("Phones", "/", Place::phones),
                entry("Mailboxes", "/mailboxes", Place::mailboxes),
                entry("Rules", "/rules", Place::rules),
                entry("Totals", "/totals", Place::totals),
            },
        .before_content = std::move(shown.before_content),
        .errors = std::move(shown.errors),
        .nonce = fresh_nonce(),
        .product_name = "Cohort simulator",
    };
    whole.content = link(attr<"rel">("stylesheet"), href("/simulator-assets/simulator.css"))
                    + shown.content + refresh_link(request);
    http::Response response = http::html(document(whole), shown.status);
    response.header("Content-Security-Policy", content_security_policy(whole.nonce));
    response.header("Referrer-Policy", "no-referrer");
    response.header("X-Content-Type-Options", "nosniff");
    if (request.query.has("refresh")) {
        response.header("Refresh", refresh_seconds);
    }
    return response;
}

std::string time_text(std::int64_t at_ms) {
    static const absl::TimeZone london = [] {
        absl::TimeZone zone = absl::UTCTimeZone();
        absl::LoadTimeZone("Europe/London", &zone);
        return zone;
    }();
    const auto civil = london.At(absl::FromUnixMillis(at_ms)).cs;
    const int hour = civil.hour() % 12 == 0 ? 12 : civil.hour() % 12;
    const std::string month = absl::FormatTime("%B", absl::FromUnixMillis(at_ms), london);
    return fmt::format(
        "{} {} {}, {}:{:02}:{:02}{}",
        civil.day(),
        month,
        civil.year(),
        hour,
        civil.minute(),
        civil.second(),
        civil.hour() < 12 ? "am" : "pm"
    );
}

std::string number_text(std::string_view number) {
    if (number.size() == 12 && number.starts_with("447")) {
        return fmt::format("0{} {}", number.substr(2, 4), number.substr(6));
    }
    return std::string(number);
}

std::string first_line(std::string_view text) {
    const auto line = text.substr(0, text.find('\n'));
    const auto beginning = first_characters(line, first_line_characters);
    return std::string(beginning) + (beginning.size() < text.size() ? "…" : "");
}

Html state_tag(PartState state) {
    switch (state) {
    case PartState::missing:
        return nhs::tag({.text = "Parts missing", .colour = nhs::TagColour::yellow});
    case PartState::on_its_way:
        return nhs::tag({.text = "On its way", .colour = nhs::TagColour::blue});
    case PartState::delivered:
        return nhs::tag({.text = "Delivered", .colour = nhs::TagColour::green});
    case PartState::failed:
        return nhs::tag({.text = "Not delivered", .colour = nhs::TagColour::red});
    case PartState::refused:
        return nhs::tag({.text = "Refused", .colour = nhs::TagColour::red});
    case PartState::lost:
        return nhs::tag({.text = "Lost", .colour = nhs::TagColour::grey});
    }
    return {};
}

}
