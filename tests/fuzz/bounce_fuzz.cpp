// Any mail to the address of bounces: it is read within its bounds, every receipt is about the
// letter whose address it came to, and nothing of the mail's words is in what may be logged.
#include "edge/smtp/bounces/bounce.hpp"
#include "edge/smtp/bounces/delivery_status.hpp"
#include "edge/smtp/bounces/mail.hpp"
#include "tests/fuzz/pieces.hpp"

#include <algorithm>

namespace {

using namespace cohort;
using namespace cohort::smtp;

constexpr std::string_view codes = "abcdefghijklmnopqrstuvwxyz0123456789.: ";

bool is_code(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return codes.contains(c); });
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Verp verp("bounces.example.org", VerpKey{"a key of the target's own"});
    const std::string reference = "abcdefghijklmnopqrstuvwxyz234567";
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};

    const auto mail = bounces::read_mail(bytes);
    COHORT_ENSURE(mail.parts.size() <= bounces::parts_max, "parts have no end");
    for (const auto& part : mail.parts) {
        COHORT_ENSURE(part.body.size() <= bounces::part_bytes_max, "a part has no end");
    }

    const bounces::Ours ours{&verp, "practice.example.org"};
    const auto bounce = bounces::read_bounce(bytes, verp.address(reference).value(), ours);
    const bool says = bounce.kind == bounces::Bounce::Kind::receipts;
    COHORT_ENSURE(says == !bounce.receipts.empty(), "a bounce that says nothing, or one too many");
    COHORT_ENSURE(bounce.receipts.size() <= bounces::recipients_max, "receipts have no end");
    for (const auto& receipt : bounce.receipts) {
        COHORT_ENSURE(receipt.provider_reference == reference, "another letter's receipt");
        COHORT_ENSURE(receipt.raw.size() <= bounces::raw_bytes_max, "what is kept has no end");
        COHORT_ENSURE(is_code(receipt.detail), "words of a stranger in the detail");
    }
    bounces::read_bounce(bytes, "", ours);
    verp.reference(bytes);
    return 0;
}
