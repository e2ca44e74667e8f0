#include "edge/smtp/bounces/bounce.hpp"

#include "edge/smtp/bounces/letter_named.hpp"
#include "edge/smtp/bounces/looks.hpp"
#include "edge/smtp/bounces/meaning.hpp"

#include <algorithm>
#include <utility>

namespace cohort::smtp::bounces {

namespace {

std::optional<DeliveryStatus> report_in(const Mail& mail) {
    for (const auto& part : mail.parts) {
        // RFC 6533 §3 has the second for addresses outside US-ASCII.
        if (part.type == "message/delivery-status"
            || part.type == "message/global-delivery-status") {
            auto report = read_delivery_status(part.body);
            if (!report.recipients.empty()) {
                return report;
            }
        }
    }
    return std::nullopt;
}

std::vector<RecipientStatus> statuses_of(const Mail& mail, Looks looks) {
    if (looks == Looks::anything) {
        return {RecipientStatus{}};
    }
    return {read_words(mail, looks)};
}

}

Bounce read_bounce(std::string_view bytes, std::string_view recipient, const Ours& ours) {
    const auto mail = read_mail(bytes);
    const auto report = report_in(mail);
    const auto reference = letter_named({mail, report ? &*report : nullptr, recipient}, ours);
    if (!reference) {
        return {Bounce::Kind::stranger};
    }
    const auto looks = report ? Looks::bounce : looks_of(mail);
    if (looks == Looks::answer) {
        return {Bounce::Kind::answer};
    }
    Bounce bounce{Bounce::Kind::receipts};
    const auto statuses = report ? report->recipients : statuses_of(mail, looks);
    bounce.receipts.reserve(statuses.size());
    for (const auto& status : statuses) {
        auto meaning = meaning_of(status);
        bounce.receipts.push_back(
            {.provider_reference = *reference,
             .says = meaning.says,
             .reason = std::move(meaning.reason),
             .detail = (report ? "" : "by its words: ") + meaning.detail,
             .at = std::nullopt,
             .raw = std::string{bytes.substr(0, raw_bytes_max)}}
        );
    }
    return bounce;
}

}
