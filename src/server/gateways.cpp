#include "server/gateways.hpp"

#include "edge/smpp/smpp_gateway.hpp"
#include "edge/smtp/smtp_gateway.hpp"

namespace cohort::server {
namespace {

// The words are those that config.cpp knows; it has refused all others.
smpp::DefaultAlphabet alphabet_of(const std::string& word) {
    return word == "gsm7_packed" ? smpp::DefaultAlphabet::gsm7_packed
           : word == "latin1"    ? smpp::DefaultAlphabet::latin1
                                 : smpp::DefaultAlphabet::gsm7;
}

smpp::LongTexts long_texts_of(const std::string& word) {
    return word == "udh16"     ? smpp::LongTexts::udh16
           : word == "sar"     ? smpp::LongTexts::sar
           : word == "payload" ? smpp::LongTexts::payload
                               : smpp::LongTexts::udh8;
}

smpp::MessageIdFormat message_ids_of(const std::string& word) {
    using Format = smpp::MessageIdFormat;
    return word == "hexadecimal"                ? Format::hexadecimal
           : word == "hexadecimal_then_decimal" ? Format::hexadecimal_in_answer_decimal_in_receipt
           : word == "decimal_then_hexadecimal" ? Format::decimal_in_answer_hexadecimal_in_receipt
                                                : Format::as_it_is;
}

smpp::BindAs bind_as_of(const std::string& word) {
    return word == "transmitter_and_receiver" ? smpp::BindAs::transmitter_and_receiver
                                              : smpp::BindAs::transceiver;
}

smpp::ReceiptErrors receipt_errors_of(const std::string& word) {
    return word == "gsm" ? smpp::ReceiptErrors::gsm : smpp::ReceiptErrors::centre_specific;
}

Result<ConfiguredGateway> make_sms(const SmsConfig& config, const GatewayNeeds& needs) {
    COHORT_TRY(password, read_secret_file(config.password_file));
    smpp::SmppSettings settings{
        .host = config.host,
        .port = static_cast<std::uint16_t>(config.port),
        .tls = config.tls,
        .tls_ca_file = config.ca_file,
        .system_id = config.system_id,
        .password = std::move(password),
        .system_type = config.system_type,
        .service_type = config.service_type,
        .bind_as = bind_as_of(config.bind_as),
        .binds = static_cast<std::size_t>(config.binds),
        .window = static_cast<std::size_t>(config.window),
        .per_second_max = static_cast<std::size_t>(config.per_second_max),
        .response_wait = std::chrono::seconds{config.answer_seconds},
        .default_alphabet = alphabet_of(config.default_alphabet),
        .long_texts = long_texts_of(config.long_texts),
        .message_id_format = message_ids_of(config.message_ids),
        .receipt_errors = receipt_errors_of(config.receipt_errors),
        .receipt_utc_offset = std::chrono::minutes{config.receipt_utc_offset_minutes},
        .send_user_message_reference = config.user_message_reference,
        .look_up = config.look_up
    };
    COHORT_TRY(
        gateway,
        smpp::SmppGateway::make(
            std::move(settings),
            {.clock = needs.clock, .random = needs.random, .uptime = needs.uptime}
        )
    );
    return ConfiguredGateway{"sms", domain::Channel::sms, std::move(gateway)};
}

smtp::Security security_of(const std::string& word) {
    return word == "tls"    ? smtp::Security::implicit_tls
           : word == "none" ? smtp::Security::none_insecure
                            : smtp::Security::starttls_required;
}

Outcome add_dkim_key(
    std::vector<smtp::dkim::KeySettings>& keys, const std::string& selector, const std::string& file
) {
    if (!file.empty()) {
        COHORT_TRY(pem, read_secret_text(file));
        keys.push_back({selector, std::move(pem)});
    }
    return done();
}

Result<ConfiguredGateway> make_email(const EmailConfig& config, const GatewayNeeds& needs) {
    Password password{""};
    if (!config.password_file.empty()) {
        COHORT_TRY(read, read_secret_file(config.password_file));
        password = std::move(read);
    }
    smtp::SmtpSettings settings{
        .host = config.host,
        .port = static_cast<std::uint16_t>(config.port),
        .security = security_of(config.security),
        .ca_file = config.ca_file,
        .username = config.username,
        .password = std::move(password),
        .envelope_from = config.envelope_from,
        .bounce_domain = config.bounce_domain,
        .bounce_key = smtp::VerpKey{needs.keyring.hash(practice::HashOf::bounce_key, "")},
        .bounce_listener_address = config.bounce_listener_address,
        .bounce_listener_port = static_cast<std::uint16_t>(config.bounce_listener_port),
        .bounce_maildir = config.bounce_maildir,
        .success_reports = config.success_reports,
        .from_address = config.from_address,
        .message_id_domain = config.message_id_domain,
        .dkim_domain = config.dkim_domain,
        .connections_max = static_cast<std::size_t>(config.connections_max),
        .final_answer_wait_max = std::chrono::seconds{config.answer_seconds}
    };
    if (!config.access_token_file.empty()) {
        COHORT_TRY(token, read_secret_file(config.access_token_file)); // a fault is told now
        settings.access_token = [file = config.access_token_file] {
            return read_secret_file(file);
        };
    }
    COHORT_CHECK(add_dkim_key(settings.dkim_keys, config.dkim_selector, config.dkim_key_file));
    COHORT_CHECK(
        add_dkim_key(settings.dkim_keys, config.dkim_second_selector, config.dkim_second_key_file)
    );
    COHORT_TRY(
        gateway, smtp::SmtpGateway::make(std::move(settings), needs.clock, needs.random, needs.pool)
    );
    return ConfiguredGateway{"email", domain::Channel::email, std::move(gateway)};
}

}

Result<std::vector<ConfiguredGateway>>
make_gateways(const Config& config, const GatewayNeeds& needs) {
    std::vector<ConfiguredGateway> gateways;
    if (!config.sms.host.empty()) {
        COHORT_TRY(sms, make_sms(config.sms, needs));
        gateways.push_back(std::move(sms));
    }
    if (!config.email.host.empty()) {
        COHORT_TRY(email, make_email(config.email, needs));
        gateways.push_back(std::move(email));
    }
    return gateways;
}

}
