#include "flow/receipts/repeats.hpp"

#include "base/packed_fields.hpp"

#include <charconv>

namespace cohort::receipts {

std::string pack(const send::Receipt::Repeats& repeats) {
    return pack_fields(
        {repeats.short_reference ? std::to_string(*repeats.short_reference) : std::string(),
         repeats.to,
         repeats.from,
         repeats.text_begins}
    );
}

Result<send::Receipt::Repeats> unpack(std::string_view packed) {
    FieldReader reader(packed);
    const std::string_view reference = reader.next();
    send::Receipt::Repeats repeats;
    repeats.to = reader.next();
    repeats.from = reader.next();
    repeats.text_begins = reader.next();
    std::uint16_t number = 0;
    const auto read =
        std::from_chars(reference.data(), reference.data() + reference.size(), number);
    if (!reference.empty()) {
        repeats.short_reference = number;
    }
    if (reader.damaged() || (!reference.empty() && read.ec != std::errc())) {
        return Error{ErrorKind::internal, "sealed.damaged", "receipts.repeats"};
    }
    return repeats;
}

}
