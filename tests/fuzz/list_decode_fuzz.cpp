// Any bytes as the text of a list: cutting changes nothing, what comes is UTF-8 without NUL, and it
// is what a plain reading of the bytes in that encoding gives; where that gives nothing, there is a
// fault. The first byte chooses the cut.
#include "domain/text_normal.hpp"
#include "flow/upload/reader/decode.hpp"
#include "tests/fuzz/pieces.hpp"
#include "tests/support/plain_list.hpp"

#include <optional>
#include <string>

namespace {

using namespace cohort;
using namespace cohort::upload;

struct Decoded {
    std::string text;
    std::optional<std::string> fault;
    Encoding encoding;

    friend bool operator==(const Decoded&, const Decoded&) = default;
};

class Decoding {
public:
    explicit Decoding(std::string_view bytes)
        : head_(decoder_.begin(bytes.substr(0, head_bytes))) {}

    std::size_t mark_bytes() const { return head_; }

    bool take(std::string_view piece) {
        while (!piece.empty() && keep(decoder_.next(piece)) > 0) {
        }
        return !decoded_.fault;
    }

    Decoded finish() {
        while (!decoded_.fault && keep(decoder_.finish()) > 1) {
        }
        decoded_.encoding = decoder_.encoding();
        return decoded_;
    }

private:
    // 0: a fault; 1: no text; 2: text.
    int keep(const Result<TextSlice>& slice) {
        if (!slice) {
            decoded_.fault = std::string{slice.error().code.text()};
            return 0;
        }
        COHORT_ENSURE(!slice->ascii || domain::is_ascii(slice->text), "called ASCII and is not");
        decoded_.text += slice->text;
        return slice->text.empty() ? 1 : 2;
    }

    Decoder decoder_;
    std::size_t head_;
    Decoded decoded_ = {};
};

Decoded decoded(std::string_view bytes, std::size_t piece_bytes) {
    Decoding decoding{bytes};
    fuzz::each_piece(bytes.substr(decoding.mark_bytes()), piece_bytes, [&](std::string_view piece) {
        return decoding.take(piece);
    });
    return decoding.finish();
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t piece_bytes = fuzz::take_choice(bytes);

    const Decoded whole = decoded(bytes, bytes.size());

    COHORT_ENSURE(decoded(bytes, piece_bytes) == whole, "cutting changed the text");
    COHORT_ENSURE(domain::is_valid_utf8(whole.text), "text that is no UTF-8");
    COHORT_ENSURE(!whole.text.contains('\0'), "a NUL came through");
    const auto plain = test::plain_text(bytes, whole.encoding);
    const bool is_text = plain && !plain->contains('\0');
    COHORT_ENSURE(is_text == !whole.fault.has_value(), "a fault without a reason, or the reverse");
    COHORT_ENSURE(!is_text || whole.text == *plain, "the bytes say another text");
    return 0;
}
