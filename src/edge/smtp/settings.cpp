#include "edge/smtp/settings.hpp"

#include "edge/smtp/mime/header_text.hpp"

#include <algorithm>

namespace cohort::smtp {

namespace {

bool is_loopback(std::string_view host) {
    const bool v4 = host.starts_with("127.") && std::ranges::all_of(host, [](char c) {
                        return c == '.' || (c >= '0' && c <= '9');
                    });
    return v4 || host == "::1" || host == "localhost";
}

bool is_domain(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '-' || c == '.' || c == '[' || c == ']'
               || c == ':'; // an address literal is a legal EHLO name
    });
}

bool is_our_address(std::string_view text) {
    return mime::is_usable_address(text) && mime::is_ascii(text);
}

std::string domain_of(std::string_view address) {
    return std::string{address.substr(address.find('@') + 1)};
}

}

Outcome check(const SmtpSettings& settings) {
    if (settings.host.empty() || settings.port == 0) {
        return invalid("smtp.host_missing");
    }
    if (!is_our_address(settings.envelope_from)) {
        return invalid("smtp.address_unusable", "envelope_from");
    }
    if (!is_our_address(settings.from_address)) {
        return invalid("smtp.address_unusable", "from_address");
    }
    if (!is_domain(settings.message_id_domain) || !is_domain(settings.ehlo_name)) {
        return invalid("smtp.domain_unusable");
    }
    const bool bounces_apart = !settings.bounce_domain.empty();
    if (bounces_apart && (!is_domain(settings.bounce_domain) || settings.bounce_key.empty())) {
        return invalid("smtp.domain_unusable", "bounce_domain");
    }
    if (settings.connections_max == 0 || settings.connections_max > 100) {
        return invalid("smtp.connections_max");
    }
    if (settings.security == Security::none_insecure && !is_loopback(settings.host)) {
        return invalid("smtp.insecure_not_loopback");
    }
    if (!settings.dkim_keys.empty()) {
        COHORT_TRY(signer, make_signer(settings));
    }
    return done();
}

Result<dkim::Signer> make_signer(const SmtpSettings& settings) {
    const std::string from = domain_of(settings.from_address);
    const auto& domain = settings.dkim_domain.empty() ? from : settings.dkim_domain;
    const bool ours = from == domain || from.ends_with("." + domain);
    if (!is_domain(domain) || !ours) {
        return invalid("smtp.dkim_domain");
    }
    return dkim::Signer::make(domain, settings.dkim_keys);
}

}
