#include "edge/smpp/receipt_repeats.hpp"

#include "edge/smpp/septet_packing.hpp"
#include "flow/send/short_reference.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace std::string_literals;

namespace {

ShortMessage receipt_of(std::string_view text, std::string_view tlvs = {}) {
    return {
        .source = "447700900001",
        .destination = "NHSgpA81001",
        .esm_class = 0x04,
        .text = text,
        .tlvs = tlvs
    };
}

send::Receipt::Repeats read(const ShortMessage& message, const ReceiptDialect& dialect = {}) {
    return read_receipt(message, dialect).repeats;
}

}

TEST_CASE("repeats: a receipt of appendix B says to whom, from whom, when and how the text began") {
    using namespace std::chrono;
    const auto repeats =
        read(receipt_of("id:7 sub:001 dlvrd:001 submit date:2611220901 done "
                        "date:2611220905 stat:DELIVRD err:000 text:Dear Mr Example, y"));

    CHECK(repeats.to == "+447700900001");
    CHECK(repeats.from == "NHSgpA81001");
    CHECK(repeats.submitted_at == sys_days{year{2026} / 11 / 22} + 9h + 1min);
    CHECK(repeats.text_begins == "Dear Mr Example, y");
    CHECK_FALSE(repeats.short_reference);
}

TEST_CASE("repeats: what a receipt does not say is empty") {
    const auto repeats = read(ShortMessage{.esm_class = 0x04, .text = "id:7 stat:DELIVRD"});

    CHECK(repeats.to.empty());
    CHECK(repeats.from.empty());
    CHECK_FALSE(repeats.submitted_at);
    CHECK(repeats.text_begins.empty());
}

TEST_CASE("repeats: the user_message_reference of our submit_sm comes back as its short reference"
) {
    std::string tlvs;
    append_u16_tlv(tlvs, Tag::user_message_reference, send::short_reference("attempt-1"));
    CHECK(read(receipt_of("id:7", tlvs)).short_reference == send::short_reference("attempt-1"));
    CHECK(send::short_reference("attempt-1") != send::short_reference("attempt-2"));

    std::string wrong_size;
    append_tlv(wrong_size, Tag::user_message_reference, "\x01");
    CHECK_FALSE(read(receipt_of("id:7", wrong_size)).short_reference);
}

TEST_CASE("repeats: the number is E.164 however the centre writes it") {
    const struct {
        const char* written;
        const char* to;
    } cases[] = {
        {"447700900001", "+447700900001"},
        {"+447700900001", "+447700900001"},
        {"00447700900001", "+447700900001"},
        {"07700900001", "+447700900001"},
        {"0123", ""},
        {"Practice", ""},
        {"+", ""},
        {"", ""},
    };

    for (const auto& each : cases) {
        CAPTURE(each.written);
        CHECK(read(ShortMessage{.source = each.written, .esm_class = 0x04}).to == each.to);
    }
}

TEST_CASE("repeats: the sender is told without its '+'") {
    CHECK(
        read(ShortMessage{.destination = "+447860000000", .esm_class = 4}).from == "447860000000"
    );
}

TEST_CASE("repeats: the text's beginning is read in the centre's alphabet, twenty characters of it"
) {
    const ReceiptDialect gsm{};
    const ReceiptDialect latin1{.alphabet = DefaultAlphabet::latin1};

    const struct {
        const char* label;
        std::string octets;
        ReceiptDialect dialect;
        std::string begins;
    } cases[] = {
        {"GSM: @, é and €", "\0 \x05 \x1B\x65"s, gsm, "@ é €"},
        {"Latin-1: @ and é", "@ \xE9", latin1, "@ é"},
        {"a label in another case", "", gsm, ""},
        {"cut at twenty", std::string(30, 'a'), gsm, std::string(20, 'a')},
        {"cut at twenty characters, not octets",
         std::string(30, '\x05'),
         gsm,
         "éééééééééééééééééééé"},
        {"UCS-2 octets of a text with ŵ", "\0D\0\x75\x01\x75"s, gsm, "Duŵ"},
        {"no septets at all", "\xC5\xB5\xC5\xB5", gsm, ""},
        {"words of a receipt typed by the sender", "stat:DELIVRD id:9", gsm, "stat:DELIVRD id:9"},
    };

    for (const auto& each : cases) {
        CAPTURE(each.label);
        const auto text = "id:7 stat:UNDELIV err:000 Text:" + each.octets;
        CHECK(read(receipt_of(text), each.dialect).text_begins == each.begins);
    }
}

TEST_CASE("repeats: a centre with a packed alphabet may pack its receipts, or not") {
    const ReceiptDialect packed{.alphabet = DefaultAlphabet::gsm7_packed};
    const std::string plain = "id:7 stat:DELIVRD err:000 text:Bore da";
    for (const std::string& text : {plain, pack_septets(plain, 0)}) {
        const auto receipt = read_receipt(receipt_of(text), packed);
        CHECK(receipt.provider_reference == "7");
        CHECK(receipt.says == send::Receipt::Says::delivered);
        CHECK(receipt.repeats.text_begins == "Bore da");
    }
}

TEST_CASE("repeats: any octets are read without harm, and never as more than twenty characters") {
    CHECK(rc::check([](std::string text, std::string tlvs, std::string source) {
        for (const auto alphabet :
             {DefaultAlphabet::gsm7, DefaultAlphabet::gsm7_packed, DefaultAlphabet::latin1}) {
            const ShortMessage message{
                .source = source, .esm_class = 4, .text = text, .tlvs = tlvs
            };
            const auto repeats = read(message, {.alphabet = alphabet});
            RC_ASSERT(repeats.text_begins.size() <= 80U);
            const auto of = "id:7 text:" + text;
            RC_ASSERT(read(receipt_of(of), {.alphabet = alphabet}).text_begins.size() <= 80U);
        }
    }));
}
