#include "edge/smpp/receipt.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace std::string_literals;
using Says = send::Receipt::Says;

namespace {

constexpr std::uint8_t receipt_class = 0x04;

send::Receipt by_text(std::string_view text, const ReceiptDialect& dialect = {}) {
    const ShortMessage message{.esm_class = receipt_class, .text = text};
    REQUIRE(is_receipt(message));
    return read_receipt(message, dialect);
}

TimePoint at(int year, unsigned month, unsigned day, int hour, int minute, int second = 0) {
    using namespace std::chrono;
    return sys_days{std::chrono::year{year} / month / day} + hours{hour} + minutes{minute}
           + seconds{second};
}

}

TEST_CASE("receipt: the text of the specification's appendix B is read") {
    const auto receipt = by_text(
        "id:0a1B sub:001 dlvrd:001 submit date:2611220901 done date:2611220905 stat:DELIVRD "
        "err:000 text:Your flu jab is du"
    );

    CHECK(receipt.provider_reference == "0a1B");
    CHECK(receipt.says == Says::delivered);
    CHECK(receipt.reason.empty());
    CHECK(receipt.at == at(2026, 11, 22, 9, 5));
}

TEST_CASE("receipt: dialects of the text are read alike") {
    const struct {
        const char* label;
        const char* text;
    } dialects[] = {
        {"seconds", "id:7 submit date:261122090100 done date:261122090500 stat:DELIVRD err:000"},
        {"capitals", "ID:7 SUB:001 DLVRD:001 DONE DATE:2611220905 STAT:DELIVRD ERR:000"},
        {"mixed", "Id:7 Done Date:2611220905 Stat:Delivrd Err:0 Text:"},
        {"another order", "stat:DELIVRD id:7 err:000 done date:2611220905"},
        {"blank after the colon", "id: 7 stat: DELIVRD err: 000 done date: 2611220905"},
        {"word spelt out", "id:7 stat:DELIVERED done date:2611220905"},
    };

    for (const auto& dialect : dialects) {
        CAPTURE(dialect.label);
        const auto receipt = by_text(dialect.text);
        CHECK(receipt.provider_reference == "7");
        CHECK(receipt.says == Says::delivered);
        CHECK(receipt.at == at(2026, 11, 22, 9, 5));
    }
}

TEST_CASE("receipt: every state of the table says what it means, and others are unknown") {
    const struct {
        const char* word;
        Says says;
        const char* reason;
    } states[] = {
        {"SCHEDLD", Says::interim, "sms.on_its_way"},
        {"ENROUTE", Says::interim, "sms.on_its_way"},
        {"ACCEPTD", Says::interim, "sms.on_its_way"},
        {"EXPIRED", Says::expired, "sms.expired"},
        {"DELETED", Says::failed, "sms.deleted"},
        {"UNDELIV", Says::failed, "sms.undelivered"},
        {"REJECTD", Says::failed, "sms.rejected"},
        {"SKIPPED", Says::failed, "sms.rejected"},
        {"UNKNOWN", Says::unknown, "sms.receipt_unclear"},
        {"DELIVER", Says::unknown, "sms.receipt_unclear"},
        {"OK", Says::unknown, "sms.receipt_unclear"},
        {"", Says::unknown, "sms.receipt_unclear"},
    };

    for (const auto& state : states) {
        CAPTURE(state.word);
        const auto receipt = by_text("id:7 stat:"s + state.word + " err:000");
        CHECK(receipt.says == state.says);
        CHECK(receipt.reason == state.reason);
    }
}

TEST_CASE("receipt: TLVs are believed before the text") {
    std::string tlvs;
    append_tlv(tlvs, Tag::receipted_message_id, "tlv-id\0"s);
    append_tlv(tlvs, Tag::message_state, "\x05");
    append_tlv(tlvs, Tag::network_error_code, "\x03\x00\x01"s);
    const ShortMessage message{
        .esm_class = receipt_class, .text = "id:other stat:DELIVRD err:000", .tlvs = tlvs
    };

    const auto receipt = read_receipt(message, {});

    CHECK(receipt.provider_reference == "tlv-id");
    CHECK(receipt.says == Says::failed);
    CHECK(receipt.reason == "sms.number_unknown");
    CHECK(receipt.detail == "UNDELIV network 3 error 1");
}

TEST_CASE("receipt: by TLVs alone, without esm_class and without text") {
    std::string tlvs;
    append_tlv(tlvs, Tag::receipted_message_id, "9"); // some centres leave the zero octet out
    append_tlv(tlvs, Tag::message_state, "\x02");
    const ShortMessage message{.tlvs = tlvs};

    REQUIRE(is_receipt(message));
    CHECK(read_receipt(message, {}).provider_reference == "9");
    CHECK(read_receipt(message, {}).says == Says::delivered);
}

TEST_CASE("receipt: in message_payload when short_message is empty") {
    std::string tlvs;
    append_tlv(tlvs, Tag::message_payload, "id:5 stat:EXPIRED");
    const ShortMessage message{.esm_class = receipt_class, .tlvs = tlvs};

    CHECK(read_receipt(message, {}).provider_reference == "5");
    CHECK(read_receipt(message, {}).says == Says::expired);
}

TEST_CASE("receipt: a patient who types one does not make one") {
    CHECK_FALSE(is_receipt(ShortMessage{.text = "id:1 stat:DELIVRD err:000"}));
    CHECK_FALSE(is_receipt(ShortMessage{.esm_class = 0x40, .text = "STOP"}));
}

TEST_CASE("receipt: what the message itself says after text: is not read") {
    const auto receipt = by_text("id:1 err:000 text:stat:DELIVRD stat:DELIVRD");

    CHECK(receipt.says == Says::unknown);
}

TEST_CASE("receipt: an impossible time is no time, and the rest stands") {
    for (const auto* time : {"2613220905", "2602300905", "2611222405", "26112209", "abcdefghij"}) {
        CAPTURE(time);
        const auto receipt = by_text("id:1 done date:"s + time + " stat:DELIVRD");
        CHECK_FALSE(receipt.at);
        CHECK(receipt.says == Says::delivered);
    }
}

TEST_CASE("receipt: times are taken to UTC by the account's offset") {
    const auto receipt =
        by_text("id:1 done date:2606150905 stat:DELIVRD", {.utc_offset = std::chrono::minutes{60}});

    CHECK(receipt.at == at(2026, 6, 15, 8, 5));
}

TEST_CASE("receipt: ids meet whatever base each side writes them in") {
    using F = MessageIdFormat;

    const struct {
        F format;
        const char* answer;
        const char* receipt;
        bool meet;
    } cases[] = {
        {F::as_it_is, "00AB", "00AB", true},
        {F::as_it_is, "00AB", "ab", false},
        {F::hexadecimal, "00AB", "ab", true},
        {F::hexadecimal_in_answer_decimal_in_receipt, "1F", "31", true},
        {F::hexadecimal_in_answer_decimal_in_receipt, "1F", "0000000031", true},
        {F::hexadecimal_in_answer_decimal_in_receipt, "1F", "1F", false},
        {F::decimal_in_answer_hexadecimal_in_receipt, "31", "1F", true},
        {F::decimal_in_answer_hexadecimal_in_receipt, "uuid-1", "uuid-1", true},
    };

    for (const auto& each : cases) {
        CAPTURE(each.answer);
        CAPTURE(each.receipt);
        const auto receipt =
            by_text("id:"s + each.receipt + " stat:DELIVRD", {.message_id_format = each.format});
        const bool met = receipt.provider_reference == answer_reference(each.answer, each.format);
        CHECK(met == each.meet);
    }
}

TEST_CASE("receipt: err: is read as GSM's only where the account says so") {
    CHECK(by_text("id:1 stat:UNDELIV err:006").reason == "sms.undelivered");
    CHECK(
        by_text("id:1 stat:UNDELIV err:006", {.errors = ReceiptErrors::gsm}).reason
        == "sms.phone_off"
    );
    CHECK(
        by_text("id:1 stat:UNDELIV err:999", {.errors = ReceiptErrors::gsm}).reason
        == "sms.undelivered"
    );
}

TEST_CASE("receipt: the detail never repeats the peer's words") {
    const auto receipt = by_text("id:1 stat:UNDELIV err:447700900123");

    CHECK(receipt.detail == "UNDELIV");
}

TEST_CASE("receipt: any text and TLVs are read without harm, and only state 2 is delivered") {
    CHECK(rc::check([](std::string text, std::string tlvs, std::uint8_t state) {
        append_tlv(tlvs, Tag::message_state, std::string(1, static_cast<char>(state)));
        const ShortMessage message{.esm_class = receipt_class, .text = text, .tlvs = tlvs};
        const auto receipt = read_receipt(message, {.errors = ReceiptErrors::gsm});
        const bool seen = find_tlv(tlvs, Tag::message_state).has_value();
        if (seen && find_tlv(tlvs, Tag::message_state)->size() == 1) {
            const auto first = find_tlv(tlvs, Tag::message_state)->front();
            RC_ASSERT((receipt.says == Says::delivered) == (first == 2));
        }
        for (const char c : receipt.raw) {
            RC_ASSERT(c >= 0x20);
            RC_ASSERT(c < 0x7F);
        }
    }));
}
