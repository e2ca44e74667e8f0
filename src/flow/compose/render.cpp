#include "flow/compose/render.hpp"

#include "domain/segments.hpp"

namespace cohort::compose {

Renderer::Renderer(
    domain::Channel channel,
    domain::Personalisation subject,
    domain::Personalisation text,
    std::string practice_name
)
    : channel_(channel), subject_(std::move(subject)), text_(std::move(text)),
      practice_name_(std::move(practice_name)) {}

Result<Renderer> Renderer::make(
    domain::Channel channel,
    std::string_view subject,
    std::string_view text,
    std::string practice_name
) {
    COHORT_TRY(read_text, domain::Personalisation::parse(text));
    // A text has no subject; what may still stand there from an email is nobody's concern.
    COHORT_TRY(
        read_subject,
        domain::Personalisation::parse(channel == domain::Channel::email ? subject : "")
    );
    return Renderer(
        channel, std::move(read_subject), std::move(read_text), std::move(practice_name)
    );
}

Rendering Renderer::render(const lists::Patient& patient) const {
    const bool sms = channel_ == domain::Channel::sms;
    if (sms && !patient.mobile) {
        return Unreachable{"message.no_mobile"};
    }
    if (!sms && !patient.email) {
        return Unreachable{"message.no_email"};
    }
    const std::string full = patient.name.full();
    const domain::PersonalValues values{
        .first_name = patient.name.given(),
        .last_name = patient.name.family(),
        .full_name = full,
        .practice_name = practice_name_
    };
    Rendered rendered{
        .to = sms ? patient.mobile->reveal() : patient.email->reveal(),
        .subject = sms ? std::string() : subject_.render(values),
        .text = text_.render(values)
    };
    if (sms) {
        const domain::SmsSize size = domain::measure_sms(rendered.text);
        if (!domain::fits_sms(size)) {
            return Unreachable{"message.too_long"};
        }
        rendered.segments = static_cast<std::int64_t>(size.segments);
    }
    return rendered;
}

}
