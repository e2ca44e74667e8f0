#pragma once
// Which letter of ours a mail is about. Pure.
#include "edge/smtp/bounces/bounce.hpp"
#include "edge/smtp/bounces/delivery_status.hpp"
#include "edge/smtp/bounces/mail.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cohort::smtp::bounces {

struct Evidence {
    const Mail& mail;
    const DeliveryStatus* report; // none without a delivery-status part
    std::string_view recipient;
};

// The letter's reference.
std::optional<std::string> letter_named(const Evidence& evidence, const Ours& ours);

}
