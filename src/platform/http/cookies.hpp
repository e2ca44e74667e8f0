#pragma once
// Cookies (RFC 6265): reading the Cookie header, writing Set-Cookie.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cohort::http {

// The first cookie of that name. The view is into `header`.
std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name);

enum class SameSite { strict, lax };

// Always HttpOnly. `secure` is off only where there is no TLS (a demonstration on this machine).
struct SetCookie {
    std::string name;
    std::string value; // token characters only: ids and encoded bytes. Others are a Bug.
    std::string path = "/";
    std::optional<std::chrono::seconds> max_age = {
    }; // none: until the browser closes; 0: forget it now
    SameSite same_site = SameSite::lax;
    enum class Secure { yes, no } secure = Secure::yes;
};

std::string to_header(const SetCookie& cookie);

}
