#include "edge/smpp/outcome_table.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace cohort::smpp {
namespace {

using send::Receipt;

constexpr std::array statuses{
    StatusMeaning{0x01, "ESME_RINVMSGLEN", Verdict::refused_for_good, "sms.text_refused"},
    StatusMeaning{0x02, "ESME_RINVCMDLEN", Verdict::refused_for_good, "sms.text_refused"},
    StatusMeaning{0x03, "ESME_RINVCMDID", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0x04, "ESME_RINVBNDSTS", Verdict::not_bound, "gateway.connection_lost"},
    StatusMeaning{0x05, "ESME_RALYBND", Verdict::not_bound, "gateway.connection_lost"},
    StatusMeaning{0x06, "ESME_RINVPRTFLG", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0x07, "ESME_RINVREGDLVFLG", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0x08, "ESME_RSYSERR", Verdict::not_now, "gateway.busy"},
    StatusMeaning{0x0A, "ESME_RINVSRCADR", Verdict::set_up_wrong, "gateway.sender_refused"},
    StatusMeaning{0x0B, "ESME_RINVDSTADR", Verdict::refused_for_good, "sms.number_refused"},
    StatusMeaning{0x0C, "ESME_RINVMSGID", Verdict::refused_for_now, "sms.refused_for_now"},
    StatusMeaning{0x0D, "ESME_RBINDFAIL", Verdict::set_up_wrong, "gateway.bind_refused"},
    StatusMeaning{0x0E, "ESME_RINVPASWD", Verdict::set_up_wrong, "gateway.password_refused"},
    StatusMeaning{0x0F, "ESME_RINVSYSID", Verdict::set_up_wrong, "gateway.account_refused"},
    StatusMeaning{0x14, "ESME_RMSGQFUL", Verdict::slow_down, "gateway.queue_full"},
    StatusMeaning{0x15, "ESME_RINVSERTYP", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0x43, "ESME_RINVESMCLASS", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0x45, "ESME_RSUBMITFAIL", Verdict::refused_for_now, "sms.refused_for_now"},
    StatusMeaning{0x48, "ESME_RINVSRCTON", Verdict::set_up_wrong, "gateway.sender_refused"},
    StatusMeaning{0x49, "ESME_RINVSRCNPI", Verdict::set_up_wrong, "gateway.sender_refused"},
    StatusMeaning{0x50, "ESME_RINVDSTTON", Verdict::refused_for_good, "sms.number_refused"},
    StatusMeaning{0x51, "ESME_RINVDSTNPI", Verdict::refused_for_good, "sms.number_refused"},
    StatusMeaning{0x53, "ESME_RINVSYSTYP", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0x58, "ESME_RTHROTTLED", Verdict::slow_down, "gateway.throttled"},
    StatusMeaning{0x61, "ESME_RINVSCHED", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0x62, "ESME_RINVEXPIRY", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0x64, "ESME_RX_T_APPN", Verdict::not_now, "gateway.busy"},
    StatusMeaning{0x65, "ESME_RX_P_APPN", Verdict::refused_for_good, "sms.refused"},
    StatusMeaning{0x66, "ESME_RX_R_APPN", Verdict::refused_for_good, "sms.refused"},
    StatusMeaning{0x67, "ESME_RQUERYFAIL", Verdict::refused_for_now, "sms.refused_for_now"},
    StatusMeaning{0xC0, "ESME_RINVOPTPARSTREAM", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0xC1, "ESME_ROPTPARNOTALLWD", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0xC2, "ESME_RINVPARLEN", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0xC3, "ESME_RMISSINGOPTPARAM", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0xC4, "ESME_RINVOPTPARAMVAL", Verdict::set_up_wrong, "gateway.settings_refused"},
    StatusMeaning{0xFE, "ESME_RDELIVERYFAILURE", Verdict::refused_for_now, "sms.refused_for_now"},
    StatusMeaning{0xFF, "ESME_RUNKNOWNERR", Verdict::refused_for_now, "sms.refused_for_now"},
};

static_assert(std::ranges::is_sorted(statuses, {}, &StatusMeaning::status));

constexpr std::array states{
    StateMeaning{0, "SCHEDLD", Receipt::Says::interim, "sms.on_its_way"},
    StateMeaning{1, "ENROUTE", Receipt::Says::interim, "sms.on_its_way"},
    StateMeaning{2, "DELIVRD", Receipt::Says::delivered, ""},
    StateMeaning{3, "EXPIRED", Receipt::Says::expired, "sms.expired"},
    StateMeaning{4, "DELETED", Receipt::Says::failed, "sms.deleted"},
    StateMeaning{5, "UNDELIV", Receipt::Says::failed, "sms.undelivered"},
    StateMeaning{6, "ACCEPTD", Receipt::Says::interim, "sms.on_its_way"},
    StateMeaning{7, "UNKNOWN", Receipt::Says::unknown, "sms.receipt_unclear"},
    StateMeaning{8, "REJECTD", Receipt::Says::failed, "sms.rejected"},
    StateMeaning{9, "SKIPPED", Receipt::Says::failed, "sms.rejected"},
};

constexpr StateMeaning state_unlisted{0xFF, "", Receipt::Says::unknown, "sms.receipt_unclear"};

std::string_view bind_word(Command answer) {
    return answer == Command::bind_receiver_resp      ? "bind_receiver_resp"
           : answer == Command::bind_transmitter_resp ? "bind_transmitter_resp"
                                                      : "bind_transceiver_resp";
}

bool same_letters(std::string_view a, std::string_view upper) {
    return std::ranges::equal(a, upper, [](char left, char right) {
        return (left >= 'a' && left <= 'z' ? left - 'a' + 'A' : left) == right;
    });
}

}

StatusMeaning meaning_of(std::uint32_t status) {
    const auto found = std::ranges::lower_bound(statuses, status, {}, &StatusMeaning::status);
    if (found != statuses.end() && found->status == status) {
        return *found;
    }
    return {status, "unlisted", Verdict::refused_for_now, "sms.refused_for_now"};
}

send::AttemptOutcome outcome_of(std::uint32_t status, Milliseconds not_before) {
    const StatusMeaning meaning = meaning_of(status);
    std::string reason{meaning.reason};
    std::string detail = detail_of("submit_sm_resp", status);
    switch (meaning.verdict) {
    case Verdict::refused_for_good:
        return send::Refused{std::move(reason), std::move(detail), send::Refused::For::good};
    case Verdict::refused_for_now:
        return send::Refused{std::move(reason), std::move(detail), send::Refused::For::now};
    case Verdict::not_now:
    case Verdict::slow_down:
    case Verdict::set_up_wrong:
    case Verdict::not_bound:
        break;
    }
    return send::NotSent{std::move(reason), std::move(detail), not_before};
}

send::Pause pause_of_bind(Command answer, std::uint32_t status) {
    const StatusMeaning meaning = meaning_of(status);
    std::string detail = detail_of(bind_word(answer), status);
    if (meaning.verdict == Verdict::set_up_wrong) {
        return {std::string{meaning.reason}, std::move(detail), true};
    }
    // Busy, throttled, an earlier session of ours that it has not let go yet: time will help.
    return {"gateway.bind_refused_for_now", std::move(detail), false};
}

send::Pause pause_of_submit(std::uint32_t status) {
    const StatusMeaning meaning = meaning_of(status);
    return {std::string{meaning.reason}, detail_of("submit_sm_resp", status), true};
}

StateMeaning state_of_number(std::uint8_t state) {
    return state < states.size() ? states[state] : state_unlisted;
}

StateMeaning state_of_word(std::string_view word) {
    const auto found = std::ranges::find_if(states, [&](const StateMeaning& meaning) {
        return same_letters(word, meaning.word);
    });
    if (found != states.end()) {
        return *found;
    }
    // Spelt out by some centres.
    if (same_letters(word, "DELIVERED")) {
        return states[2];
    }
    if (same_letters(word, "UNDELIVERABLE") || same_letters(word, "FAILED")) {
        return states[5];
    }
    if (same_letters(word, "REJECTED")) {
        return states[8];
    }
    return state_unlisted;
}

std::string_view reason_of_gsm_error(std::uint32_t error) {
    switch (error) {
    case 1: // unknown subscriber
    case 5: // unidentified subscriber
        return "sms.number_unknown";
    case 6:  // absent subscriber, SM
    case 27: // absent subscriber
        return "sms.phone_off";
    case 9:  // illegal subscriber
    case 13: // call barred
        return "sms.number_barred";
    case 11: // teleservice not provisioned
    case 12: // illegal equipment
    case 21: // facility not supported
        return "sms.phone_cannot_receive";
    case 32: // SM delivery failure, most often a full memory
        return "sms.phone_full";
    default:
        return {};
    }
}

std::string detail_of(std::string_view what, std::uint32_t status) {
    return fmt::format("{} 0x{:08X} {}", what, status, meaning_of(status).name);
}

}
