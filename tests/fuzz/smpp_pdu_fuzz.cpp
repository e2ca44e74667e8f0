// Bytes from a message centre, three ways at once: framed and decoded, read as a receipt, and fed
// to a whole session that has submissions open. The bargain must hold whatever they are.
#include "edge/smpp/receipt.hpp"
#include "edge/smpp/session.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace cohort;
using namespace cohort::smpp;

void must(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void decode_all(std::string_view bytes) {
    for (Frame frame = next_frame(bytes); frame.state == Frame::State::whole;
         frame = next_frame(bytes)) {
        const Pdu pdu = decode(bytes.substr(0, frame.bytes));
        if (!std::holds_alternative<BadBody>(pdu.body)) {
            std::string again;
            must(append(again, pdu).ok());
            must(decode(again).header == pdu.header);
        }
        bytes.remove_prefix(frame.bytes);
    }
}

void read_as_receipt(std::string_view bytes) {
    const std::size_t half = bytes.size() / 2;
    ShortMessage message;
    message.esm_class = 0x04;
    message.text = bytes.substr(0, half);
    message.tlvs = bytes.substr(half);
    for (const auto format :
         {MessageIdFormat::as_it_is, MessageIdFormat::hexadecimal_in_answer_decimal_in_receipt}) {
        const auto receipt = read_receipt(message, {.message_id_format = format});
        const auto state = find_tlv(message.tlvs, Tag::message_state);
        if (receipt.says == send::Receipt::Says::delivered && state && state->size() == 1) {
            must(state->front() == 2);
        }
    }
}

void feed_a_session(std::string_view bytes) {
    SmppSettings settings{.host = "h", .system_id = "s", .password = Password{"p"}};
    Account account{.pace = Pace{0}};
    Session session{settings, account, {}};
    Instant now{std::chrono::hours{1}};
    const TimePoint wall = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23};
    std::string out;

    session.connected(now);
    std::string bound;
    must(append(bound, {{Command::bind_transceiver_resp, 0, 1}, BindResp{}}).ok());
    session.received(bound, now);
    for (std::int64_t position = 1; position <= 4; ++position) {
        send::Submission submission;
        submission.key.position = {position};
        submission.to = "+447700900001";
        submission.from = "NHSgpA81001";
        submission.text = std::string(position == 4 ? 200 : 20, 'a');
        submission.valid_until = wall + std::chrono::hours{72};
        session.submit(std::move(submission), now, wall);
    }
    session.look_up({{}, "id", "", "NHSgpA81001"}, 1, now); // sequence number 7
    session.take_output(out);
    // The first octet says where the bytes are cut in two, with time between.
    const std::size_t cut = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
    session.received(bytes.substr(0, cut), now);
    now += std::chrono::seconds{1};
    session.tick(now);
    session.received(bytes.substr(std::min(cut, bytes.size())), now);
    if (auto batch = session.take_receipts()) {
        session.kept(batch->sequences, true);
    }
    session.lost(out.size());
    int ended = 0;
    int looked_up = 0;
    for (const auto& event : session.take_events()) {
        ended += std::holds_alternative<AttemptEnded>(event) ? 1 : 0;
        looked_up += std::holds_alternative<LookedUp>(event) ? 1 : 0;
    }
    must(ended == 4);
    must(looked_up == 1);
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    decode_all(bytes);
    read_as_receipt(bytes);
    feed_a_session(bytes);
    return 0;
}
