// Bytes from whoever connects to the port for bounces: the server says the same however they are
// cut, holds no more than one mail of the largest size, and takes none for an address that is not
// ours.
#include "edge/smtp/inbound/server_session.hpp"
#include "tests/fuzz/pieces.hpp"

namespace {

using namespace cohort;
using smtp::inbound::ServerSession;

constexpr std::size_t bytes_max = 2'000;

std::string hear(std::string_view bytes, std::size_t piece_bytes, bool keep) {
    ServerSession session(
        {.own_name = "x",
         .is_ours = [](std::string_view address) { return address == "b@x.test"; },
         .message_bytes_max = bytes_max}
    );
    std::string said;
    fuzz::each_piece(bytes, piece_bytes, [&](std::string_view piece) {
        session.received(piece);
        while (const auto mail = session.take_arrived()) {
            COHORT_ENSURE(mail->text.size() <= bytes_max, "a mail has no end");
            COHORT_ENSURE(!mail->recipients.empty(), "a mail for nobody");
            for (const auto& recipient : mail->recipients) {
                COHORT_ENSURE(recipient == "b@x.test", "a stranger's mail");
            }
            session.kept(keep);
        }
        said += session.take_output();
        return !session.over();
    });
    return said;
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::uint8_t choice = fuzz::take_choice(bytes);
    const bool keep = (choice & 1U) == 0;
    COHORT_ENSURE(
        hear(bytes, 1U + (choice >> 1U), keep) == hear(bytes, size, keep),
        "cutting changed an answer"
    );
    return 0;
}
