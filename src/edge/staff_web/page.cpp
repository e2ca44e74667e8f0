#include "edge/staff_web/page.hpp"

#include "edge/staff_web/pages/parts.hpp"

#include <array>

namespace cohort::staff_web {
namespace {

// 126 random bits in letters that base64 and HTML both take as they are.
std::string make_nonce(Random& random) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::byte, 21> bytes{};
    random.fill(bytes);
    std::string nonce;
    for (const std::byte byte : bytes) {
        nonce += letters[std::to_integer<unsigned>(byte) & 63U];
    }
    return nonce;
}

}

http::Response
show(Random& random, const Visitor* visitor, html::Page page, int status, MenuPlace place) {
    page.nonce = make_nonce(random);
    if (visitor != nullptr) {
        page.practice_name = visitor->session.practice.name;
        if (visitor->session.practice.bulk_messages_enabled) {
            page.menu.push_back(
                {.text = "Bulk Messages",
                 .href = "/bulk-messages",
                 .active = place == MenuPlace::bulk_messages}
            );
            if (practice::may(visitor->session.role, practice::Permission::send_bulk_messages)) {
                page.menu.push_back(
                    {.text = "Patient lists",
                     .href = "/lists",
                     .active = place == MenuPlace::patient_lists}
                );
            }
        }
        page.account.push_back({.text = visitor->session.user_name, .icon = true});
        page.account.push_back(
            {.text = "Sign out",
             .action = "/sign-out",
             .form_fields = token_field(visitor->session.csrf_token)}
        );
    }
    const std::string policy = html::content_security_policy(page.nonce);
    http::Response response = http::html(html::document(page), status);
    response.header("Content-Security-Policy", policy);
    if (status == 503) {
        response.header("Retry-After", "30"); // seconds; RFC 9110 10.2.3
    }
    return response;
}

}
