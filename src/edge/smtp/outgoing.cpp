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

std::variant<Outgoing, Ended>
make_outgoing(const send::Submission& given, const SmtpSettings& settings, TimePoint now) {
    const auto ended = [&given](send::AttemptOutcome outcome) {
        return Ended{given.key, std::move(outcome)};
    };
    if (given.valid_until <= now) {
        return ended(send::NotSent{"gateway.valid_until_passed", "", std::nullopt});
    }
    if (!mime::is_usable_address(given.to)) {
        return ended(send::Refused{"email.address_unusable", "", send::Refused::For::good});
    }
    const auto& from = given.from.empty() ? settings.from_address : given.from;
    const bool reply_usable = given.reply_to.empty() || mime::is_usable_address(given.reply_to);
    if (!mime::is_usable_address(from) || !reply_usable) {
        return ended(send::NotSent{"gateway.sender_refused", "our own check", sender_wait});
    }
    const auto id = mime::message_id(given.reference, settings.message_id_domain);
    auto letter = mime::write_letter(
        {.from_name = given.from_name,
         .from_address = from,
         .reply_to = given.reply_to,
         .to = given.to,
         .subject = given.subject,
         .text = given.text,
         .message_id = id,
         .date = now}
    );
    if (!letter.ok()) {
        return ended(
            send::Refused{std::string{letter.error().code.text()}, "", send::Refused::For::good}
        );
    }
    return Outgoing{given.key, settings.envelope_from, given.to, std::move(*letter), id};
}

}
