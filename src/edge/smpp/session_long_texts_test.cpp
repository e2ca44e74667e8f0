// A long text in each of its forms, on the wire and back to one outcome.
#include "edge/smpp/scripted_centre.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;

namespace {

SmppSettings settings_with(LongTexts long_texts) {
    auto settings = settings_for_test();
    settings.long_texts = long_texts;
    settings.send_user_message_reference = true;
    return settings;
}

ShortMessage body(const Pdu& pdu) {
    return std::get<ShortMessage>(pdu.body);
}

// By the header or the TLVs; empty when it has neither.
std::string reference_of(const ShortMessage& pdu) {
    if (const auto sar = find_tlv(pdu.tlvs, Tag::sar_msg_ref_num)) {
        return std::string{*sar};
    }
    if ((pdu.esm_class & 0x40) == 0) {
        return "";
    }
    return std::string{pdu.text.substr(3, pdu.text[0] == 6 ? 2 : 1)};
}

}

TEST_CASE("long texts: by sar_ TLVs each part has its answer, and one outcome for all") {
    Rig rig{settings_with(LongTexts::sar)};
    rig.bind();
    rig.submit(submission(1, std::string(400, 'a')));
    const auto pdus = rig.out();

    REQUIRE(pdus.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto pdu = body(pdus[i]);
        CHECK(pdu.esm_class == 0);
        CHECK(find_tlv(pdu.tlvs, Tag::user_message_reference)->size() == 2);
        CHECK(reference_of(pdu) == reference_of(body(pdus[0])));
        CHECK(find_tlv(pdu.tlvs, Tag::sar_total_segments)->front() == 3);
        CHECK(find_tlv(pdu.tlvs, Tag::sar_segment_seqnum)->front() == static_cast<char>(i + 1));
    }
    rig.respond(pdus[2], 0, "c");
    rig.respond(pdus[1], 0, "b");
    rig.respond(pdus[0], 0, "a");
    CHECK(rig.end_of(1) == "accepted a b c");
}

TEST_CASE("long texts: as a payload there is one PDU and one reference") {
    Rig rig{settings_with(LongTexts::payload)};
    rig.bind();
    rig.submit(submission(1, std::string(400, 'a')));
    const auto pdus = rig.out();

    REQUIRE(pdus.size() == 1);
    CHECK(body(pdus[0]).text.empty());
    CHECK(*find_tlv(body(pdus[0]).tlvs, Tag::message_payload) == std::string(400, 'a'));
    rig.respond(pdus[0], 0, "a");
    CHECK(rig.end_of(1) == "accepted a");
}

TEST_CASE("long texts: as a payload they are paced by the parts they become") {
    auto settings = settings_with(LongTexts::payload);
    settings.per_second_max = 10;
    Rig rig{settings};
    rig.bind();
    rig.submit(submission(1, std::string(900, 'a'))); // six parts

    CHECK(rig.out().size() == 1);
    rig.pass(500ms);
    CHECK(rig.session.free_slots(rig.now) == 0);
    rig.pass(100ms);
    CHECK(rig.session.free_slots(rig.now) == 1);
}

TEST_CASE("long texts: two to one number never share a reference, in any form that has one") {
    for (const auto form : {LongTexts::udh8, LongTexts::udh16, LongTexts::sar}) {
        auto settings = settings_with(form);
        settings.window = 1000;
        Rig rig{settings};
        rig.bind();
        std::vector<std::string> to_one;
        for (int text = 0; text < 257; ++text) {
            auto what = submission(text, std::string(200, 'a'));
            // A family's shared phone is first and last, with 255 other numbers between.
            what.to = text % 256 == 0 ? "+447700900001" : fmt::format("+4478000{:05}", text);
            rig.submit(std::move(what));
            const auto pdus = rig.out();
            REQUIRE(pdus.size() == 2);
            if (text % 256 == 0) {
                to_one.push_back(reference_of(body(pdus[0])));
            }
        }
        CHECK_FALSE(to_one.at(0).empty());
        CHECK(to_one.at(0) != to_one.at(1));
    }
}

TEST_CASE("long texts: one that nobody could send is refused before it takes a place") {
    Rig rig{settings_with(LongTexts::payload)};
    rig.bind();
    rig.submit(submission(1, std::string(70'000, 'a')));

    CHECK(rig.end_of(1) == "refused sms.too_long");
    CHECK(rig.session.free_slots(rig.now) == 10);
}
