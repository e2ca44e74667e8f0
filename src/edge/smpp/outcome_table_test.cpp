#include "edge/smpp/outcome_table.hpp"

#include "domain/sentences/sentences.hpp"
#include "edge/smpp/settings.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <set>

using namespace cohort;
using namespace cohort::smpp;
using namespace std::chrono_literals;

namespace {

std::string kind_of(const send::AttemptOutcome& outcome) {
    if (const auto* refused = std::get_if<send::Refused>(&outcome)) {
        return refused->how_long == send::Refused::For::good ? "for good" : "for now";
    }
    return std::holds_alternative<send::NotSent>(outcome) ? "not sent" : "other";
}

}

TEST_CASE("outcomes: the numbers of the specification mean what our standards page says") {
    const struct {
        std::uint32_t status;
        const char* kind;
        const char* reason;
    } table[] = {
        {0x01, "for good", "sms.text_refused"},
        {0x08, "not sent", "gateway.busy"},
        {0x0A, "not sent", "gateway.sender_refused"},
        {0x0B, "for good", "sms.number_refused"},
        {0x14, "not sent", "gateway.queue_full"},
        {0x15, "not sent", "gateway.settings_refused"},
        {0x45, "for now", "sms.refused_for_now"},
        {0x50, "for good", "sms.number_refused"},
        {0x51, "for good", "sms.number_refused"},
        {0x58, "not sent", "gateway.throttled"},
        {0x64, "not sent", "gateway.busy"},
        {0xC3, "not sent", "gateway.settings_refused"},
        {0xFF, "for now", "sms.refused_for_now"},
        {0x400, "for now", "sms.refused_for_now"},
    };

    for (const auto& row : table) {
        CAPTURE(row.status);
        CHECK(kind_of(outcome_of(row.status, 1s)) == row.kind);
        CHECK(meaning_of(row.status).reason == row.reason);
    }
}

TEST_CASE("outcomes: no refusal is ever accepted or in doubt") {
    CHECK(rc::check([](std::uint32_t status) {
        RC_PRE(status != 0U);
        RC_ASSERT(kind_of(outcome_of(status, 1s)) != "other");
    }));
}

TEST_CASE("outcomes: the wait a gateway asked for is passed on") {
    const auto outcome = outcome_of(0x58, 4s);

    CHECK(std::get<send::NotSent>(outcome).not_before == Milliseconds{4s});
    CHECK(std::get<send::NotSent>(outcome).detail == "submit_sm_resp 0x00000058 ESME_RTHROTTLED");
}

TEST_CASE("outcomes: only state 2 is delivered") {
    for (unsigned state = 0; state < 256; ++state) {
        const auto says = state_of_number(static_cast<std::uint8_t>(state)).says;
        CHECK((says == send::Receipt::Says::delivered) == (state == 2));
    }
}

TEST_CASE("outcomes: every reason has a sentence") {
    std::set<std::string_view> reasons{
        "sms.partly_refused",
        "sms.partly_sent",
        "sms.no_answer",
        "sms.connection_cut",
        "sms.answer_unreadable",
        "sms.too_late",
        "sms.too_long",
        "gateway.connection_lost",
        "gateway.stopped",
        "gateway.unreachable",
        "gateway.tls_refused",
        "gateway.not_answering",
        "gateway.bind_refused_for_now",
    };
    for (std::uint32_t status = 1; status < 0x500; ++status) {
        reasons.insert(meaning_of(status).reason);
    }
    for (unsigned state = 0; state < 256; ++state) {
        const auto meaning = state_of_number(static_cast<std::uint8_t>(state));
        if (meaning.says != send::Receipt::Says::delivered) {
            reasons.insert(meaning.reason);
        }
    }
    for (std::uint32_t error = 0; error < 256; ++error) {
        if (const auto reason = reason_of_gsm_error(error); !reason.empty()) {
            reasons.insert(reason);
        }
    }
    for (const auto reason : reasons) {
        CAPTURE(reason);
        CHECK(domain::sentence_for(reason) != nullptr);
    }
}

TEST_CASE("settings: all faults are named at once, and every one has a sentence") {
    SmppSettings settings{
        .host = "",
        .port = 0,
        .system_id = "a name that is too long",
        .password = Password{"123456789"}
    };
    settings.system_type = "thirteen char";
    settings.service_type = "sixsix";
    settings.window = 0;
    settings.idle = std::chrono::seconds{0};
    settings.source_default = std::string(21, 'x');

    const auto found = faults(settings);

    CHECK(found.size() == 10);
    for (const auto fault : found) {
        CAPTURE(fault.text());
        CHECK(domain::sentence_for(fault.text()) != nullptr);
    }
}
