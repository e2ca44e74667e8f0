// The text of a receipt, as any message centre may write it: nothing but DELIVRD makes it say
// 'delivered', and what the patient typed after "text:" is never taken for the centre's word.
#include "edge/smpp/receipt.hpp"
#include "tests/fuzz/pieces.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace cohort;
using namespace cohort::smpp;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return out;
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::uint8_t choice = fuzz::take_choice(bytes);
    const std::string own(bytes);
    ShortMessage message;
    message.esm_class = 0x04;
    message.text = own;
    const ReceiptDialect dialect{
        .message_id_format = MessageIdFormat{choice % 2},
        .errors = ReceiptErrors{(choice >> 1U) % 2},
        .utc_offset = std::chrono::minutes{(choice >> 2U) * 15 - 480}
    };

    const send::Receipt receipt = read_receipt(message, dialect);
    const std::string words = lower(own);
    const std::string before_text = words.substr(0, words.find(" text:"));

    if (receipt.says == send::Receipt::Says::delivered) {
        COHORT_ENSURE(before_text.find("delivrd") != std::string::npos, "delivered out of nothing");
        COHORT_ENSURE(receipt.reason.empty(), "what was delivered has no reason");
    }
    COHORT_ENSURE(
        receipt.says != send::Receipt::Says::failed || !receipt.reason.empty(),
        "what failed has a reason"
    );
    COHORT_ENSURE(
        answer_reference(own, dialect.message_id_format).size() <= own.size() + 20, "an id grew"
    );
    return 0;
}
