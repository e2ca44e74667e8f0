#include "edge/smtp/outgoing.hpp"

#include "edge/smtp/mime/header_text.hpp"
#include "edge/smtp/mime/letter.hpp"

#include <optional>
#include <string>
#include <utility>

namespace cohort::smtp {

namespace {

using namespace std::chrono_literals;

constexpr Milliseconds sender_wait = 15min;

}

LetterWriter::LetterWriter(const SmtpSettings& settings)
    : from_address_(settings.from_address), envelope_from_(settings.envelope_from),
      message_id_domain_(settings.message_id_domain) {
    if (!settings.bounce_domain.empty()) {
        verp_.emplace(settings.bounce_domain, settings.bounce_key);
    }
    if (!settings.dkim_keys.empty()) {
        auto signer = make_signer(settings);
        COHORT_ENSURE(signer.ok(), "settings that were not checked");
        signer_ = std::move(*signer);
    }
}

Written LetterWriter::write(const send::Submission& given, TimePoint now) const {
    const auto ended = [&given](send::AttemptOutcome outcome) {
        return Ended{given.key, std::move(outcome)};
    };
    if (given.valid_until <= now) {
        return ended(send::NotSent{"gateway.valid_until_passed", "", std::nullopt});
    }
    if (!mime::is_usable_address(given.to)) {
        return ended(send::Refused{"email.address_unusable", "", send::Refused::For::good});
    }
    const auto& from = given.from.empty() ? from_address_ : given.from;
    const bool reply_usable = given.reply_to.empty() || mime::is_usable_address(given.reply_to);
    if (!mime::is_usable_address(from) || !reply_usable) {
        return ended(send::NotSent{"gateway.sender_refused", "our own check", sender_wait});
    }
    auto reference = mime::id_text(given.reference);
    const auto id = reference + '@' + message_id_domain_;
    auto letter = mime::write_letter(
        {.from_name = given.from_name,
         .from_address = from,
         .reply_to = given.reply_to,
         .to = given.to,
         .subject = given.subject,
         .text = given.text,
         .message_id = id,
         .date = now,
         .unsubscribe_url = given.unsubscribe_url}
    );
    if (!letter.ok()) {
        return ended(
            send::Refused{std::string{letter.error().code.text()}, "", send::Refused::For::good}
        );
    }
    if (signer_) {
        letter = signer_->sign(*letter, now);
    }
    if (!letter.ok()) {
        return ended(send::NotSent{"gateway.signing_failed", "DKIM", sender_wait});
    }
    auto sender = verp_ ? verp_->address(reference) : std::nullopt;
    return Outgoing{
        given.key,
        std::move(sender).value_or(envelope_from_),
        given.to,
        std::move(*letter),
        std::move(reference),
        given.begin_by
    };
}

}
