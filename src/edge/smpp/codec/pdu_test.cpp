#include "edge/smpp/codec/pdu.hpp"

#include <array>
#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace std::string_literals;

namespace {

std::string encoded(const Pdu& pdu) {
    std::string out;
    CHECK(append(out, pdu).ok());
    return out;
}

std::string text_of(std::size_t most) {
    const auto size = *rc::gen::inRange<std::size_t>(0, most + 1);
    return *rc::gen::container<std::string>(size, rc::gen::inRange<char>(1, 127));
}

std::string octets_of(std::size_t most) {
    const auto size = *rc::gen::inRange<std::size_t>(0, most + 1);
    return *rc::gen::container<std::string>(size, rc::gen::arbitrary<char>());
}

std::uint8_t octet() {
    return *rc::gen::arbitrary<std::uint8_t>();
}

void survives_the_wire(const Pdu& pdu) {
    std::string out;
    RC_ASSERT(append(out, pdu).ok());
    const Frame frame = next_frame(out);
    RC_ASSERT(frame.state == Frame::State::whole);
    RC_ASSERT(frame.bytes == out.size());
    RC_ASSERT(decode(out) == pdu);
}

}

TEST_CASE("pdu: a bind_transceiver has the octets of the specification") {
    const Bind bind{.system_id = "gp", .password = "pw", .system_type = ""};

    const std::string bytes = encoded({{Command::bind_transceiver, 0, 1}, bind});

    CHECK(
        bytes
        == "\x00\x00\x00\x1B\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00\x01gp\0pw\0\0\x34\0\0\0"s
    );
}

TEST_CASE("pdu: a submit_sm_resp from a peer is read") {
    const std::string bytes =
        "\x00\x00\x00\x15\x80\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x07"s + "a1b2\0"s;

    const Pdu pdu = decode(bytes);

    CHECK(pdu.header == Header{Command::submit_sm_resp, 0, 7});
    CHECK(std::get<MessageResp>(pdu.body).message_id == "a1b2");
}

TEST_CASE("pdu: a refusal without a body is read") {
    const std::string bytes = "\x00\x00\x00\x10\x80\x00\x00\x04\x00\x00\x00\x58\x00\x00\x00\x07"s;

    const Pdu pdu = decode(bytes);

    CHECK(pdu.header.status == 0x58);
    CHECK(std::get<MessageResp>(pdu.body).message_id.empty());
}

TEST_CASE("pdu: a query_sm and its answer are the specification's octets") {
    const std::string query = "\x00\x00\x00\x19\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x08"
                              "a1\x00\x05\x00GPx\x00"s;
    CHECK(encoded({{Command::query_sm, 0, 8}, QuerySm{"a1", 5, 0, "GPx"}}) == query);
    CHECK(std::get<QuerySm>(decode(query).body) == QuerySm{"a1", 5, 0, "GPx"});

    const std::string answer = "\x00\x00\x00\x26\x80\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x08"
                               "a1\x00"
                               "261123120000000+\x00\x02\x07"s;
    const QuerySmResp meant{"a1", "261123120000000+", 2, 7};
    CHECK(encoded({{Command::query_sm_resp, 0, 8}, meant}) == answer);
    CHECK(std::get<QuerySmResp>(decode(answer).body) == meant);
    for (std::size_t size = header_bytes + 1; size < answer.size(); ++size) {
        CHECK(std::holds_alternative<BadBody>(decode(answer.substr(0, size)).body));
    }
    CHECK(std::get<QuerySmResp>(decode(answer.substr(0, header_bytes)).body).message_id.empty());
}

TEST_CASE("pdu: impossible lengths break the framing") {
    CHECK(next_frame("\x00\x00\x00\x0F"s).state == Frame::State::broken);
    CHECK(next_frame("\x00\x00\x00\x00"s).state == Frame::State::broken);
    CHECK(next_frame("\xFF\xFF\xFF\xFF"s).state == Frame::State::broken);
    CHECK(next_frame("\x00\x01\x20\x01"s).state == Frame::State::broken);
    CHECK(next_frame("\x00\x01\x20\x00"s).state == Frame::State::incomplete);
    CHECK(next_frame("\x00\x00\x00"s).state == Frame::State::incomplete);
}

TEST_CASE("pdu: a text without its closing zero, or longer than its maximum, is a bad body") {
    std::string open = "\x00\x00\x00\x13\x80\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x07"s + "abc";
    CHECK(std::holds_alternative<BadBody>(decode(open).body));

    std::string most = "\x00\x00\x00\x51\x80\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x07"s
                       + std::string(64, 'x') + "\0"s;
    CHECK(std::get<MessageResp>(decode(most).body).message_id.size() == 64);
    most.insert(header_bytes, "x");
    CHECK(std::holds_alternative<BadBody>(decode(most).body));
}

TEST_CASE("pdu: every truncation of a deliver_sm is a bad body or loses only TLVs, and never more"
) {
    std::string tlvs;
    append_tlv(tlvs, Tag::receipted_message_id, "77\0"s);
    ShortMessage message{.source = "447700900123", .destination = "GP", .text = "hello"};
    message.tlvs = tlvs;
    const std::string whole = encoded({{Command::deliver_sm, 0, 3}, message});

    for (std::size_t size = header_bytes; size < whole.size(); ++size) {
        const Pdu pdu = decode(std::string_view{whole}.substr(0, size));
        if (const auto* read = std::get_if<ShortMessage>(&pdu.body)) {
            CHECK(read->text == "hello");
            CHECK_FALSE(find_tlv(read->tlvs, Tag::receipted_message_id));
        } else {
            CHECK(size < whole.size() - tlvs.size());
        }
    }
}

TEST_CASE("pdu: a field that does not fit is refused and nothing is appended") {
    std::string out = "before";
    const ShortMessage long_name{.source = "123456789012345678901"};
    const ShortMessage zero_inside{.source = std::string_view{"a\0b", 3}};
    const std::string octets(255, 'x');
    const ShortMessage long_text{.text = octets};

    for (const auto& message : {long_name, zero_inside, long_text}) {
        const auto outcome = append(out, {{Command::submit_sm, 0, 1}, message});
        REQUIRE_FALSE(outcome.ok());
        CHECK(outcome.error().code.text() == "smpp.field_too_long");
    }
    CHECK(out == "before");
}

TEST_CASE("pdu: an unknown TLV is passed over, a malformed one ends the list") {
    std::string tlvs = "\x14\x03\x00\x02zz"s;
    append_tlv(tlvs, Tag::message_state, "\x02");
    tlvs += "\x04\x23\x00\x09x"s;

    CHECK(find_tlv(tlvs, Tag::message_state) == "\x02");
    CHECK_FALSE(find_tlv(tlvs, Tag::network_error_code));
}

TEST_CASE("pdu: whatever is encoded is decoded again") {
    CHECK(rc::check("bind", [] {
        const auto id = text_of(15), password = text_of(8), type = text_of(12), range = text_of(40);
        survives_the_wire(
            {{Command::bind_transceiver, 0, *rc::gen::arbitrary<std::uint32_t>()},
             Bind{id, password, type, octet(), octet(), octet(), range}}
        );
    }));
    CHECK(rc::check("short message", [] {
        const auto service = text_of(5), source = text_of(20), destination = text_of(20),
                   schedule = text_of(16), validity = text_of(16), text = octets_of(254),
                   tlvs = octets_of(600);
        const auto command = *rc::gen::element(Command::submit_sm, Command::deliver_sm);
        survives_the_wire(
            {{command, *rc::gen::arbitrary<std::uint32_t>(), *rc::gen::arbitrary<std::uint32_t>()},
             ShortMessage{
                 service,
                 octet(),
                 octet(),
                 source,
                 octet(),
                 octet(),
                 destination,
                 octet(),
                 octet(),
                 octet(),
                 schedule,
                 validity,
                 octet(),
                 octet(),
                 octet(),
                 octet(),
                 text,
                 tlvs
             }}
        );
    }));
    CHECK(rc::check("responses", [] {
        const auto id = text_of(64), name = text_of(15), tlvs = octets_of(50);
        survives_the_wire({{Command::submit_sm_resp, 0x58, 9}, MessageResp{id, tlvs}});
        survives_the_wire({{Command::bind_transceiver_resp, 0, 1}, BindResp{name, tlvs}});
        survives_the_wire({{Command::enquire_link_resp, 0, 1}, NoBody{}});
    }));
}

TEST_CASE("pdu: any bytes are framed and decoded without harm") {
    CHECK(rc::check([](std::string bytes) {
        const auto commands = std::array<std::string, 4>{
            "\x80\x00\x00\x04"s, "\x00\x00\x00\x05"s, "\x80\x00\x00\x09"s, "\x00\x00\x00\x04"s
        };
        const auto body = bytes.substr(0, 4096);
        const std::size_t length = header_bytes + body.size();
        std::string frame{'\0', '\0', char(length >> 8), char(length & 0xFF)};
        frame += commands[bytes.size() % 4] + std::string(8, '\x01') + body;
        RC_ASSERT(next_frame(frame).bytes == frame.size());
        const Pdu pdu = decode(frame);
        if (const auto* message = std::get_if<ShortMessage>(&pdu.body)) {
            (void)find_tlv(message->tlvs, Tag::message_payload);
            std::string again;
            RC_ASSERT(append(again, pdu).ok());
            RC_ASSERT(again == frame);
        }
        (void)next_frame(bytes);
    }));
}
