#include "flow/receipts/says.hpp"

namespace cohort::receipts {

std::string_view text(Says says) {
    switch (says) {
    case Says::interim:
        return "interim";
    case Says::delivered:
        return "delivered";
    case Says::failed:
        return "failed";
    case Says::expired:
        return "expired";
    case Says::unknown:
        return "unknown";
    }
    return "unknown";
}

std::optional<Evidence>
evidence_of(std::string_view provider_reference, Says says, std::string_view reason) {
    const auto failed = [&](std::string_view otherwise) {
        return Evidence{
            provider_reference, Evidence::Says::failed, reason.empty() ? otherwise : reason
        };
    };
    switch (says) {
    case Says::delivered:
        return Evidence{provider_reference, Evidence::Says::delivered, {}};
    case Says::failed:
        return failed("message.not_delivered");
    case Says::expired:
        return failed("message.expired");
    case Says::interim:
    case Says::unknown:
        return std::nullopt;
    }
    return std::nullopt;
}

Says read_says(std::string_view word) {
    for (const Says says :
         {Says::interim, Says::delivered, Says::failed, Says::expired, Says::unknown}) {
        if (text(says) == word) {
            return says;
        }
    }
    return Says::unknown;
}

}
