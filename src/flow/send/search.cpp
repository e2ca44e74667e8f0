// Looking for a patient in one bulk message. Names and numbers are sealed, so every message looked
// at has to be opened: that is done on the pool, a slice at a time, and no database thread waits
// for it.
#include "domain/fold.hpp"
#include "domain/limits.hpp"
#include "flow/send/message_rows.hpp"

#include <algorithm>
#include <utility>

namespace cohort::send {
namespace {

constexpr std::int64_t rows_a_slice = 500;
constexpr net::Purpose searching{"searching"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// What is looked for, in the forms in which it is compared.
struct Needle {
    std::string folded;
    std::string digits; // of a number, without the 0 or +44 in front; empty: not a number
};

// '07700 900 002', '+44 7700 900002' and '900002' are numbers; 'flat 12' is not.
Needle needle_of(std::string_view words) {
    constexpr std::string_view of_numbers = "0123456789 +-()";
    Needle needle{.folded = domain::fold(words), .digits = {}};
    if (words.find_first_not_of(of_numbers) != words.npos) {
        return needle;
    }
    std::ranges::copy_if(words, std::back_inserter(needle.digits), is_digit);
    const bool international = words.find('+') != words.npos || needle.digits.starts_with("0044");
    if (!international && needle.digits.starts_with('0')) {
        needle.digits.erase(0, 1);
    }
    if (needle.digits.starts_with("00")) {
        needle.digits.erase(0, 2);
    }
    return needle;
}

bool holds(const MessageView& message, const Needle& needle) {
    return domain::fold(message.patient_name).find(needle.folded) != std::string::npos
           || domain::fold(message.to).find(needle.folded) != std::string::npos
           || (!needle.digits.empty() && message.to.starts_with('+')
               && message.to.find(needle.digits) != std::string::npos);
}

struct SealedSlice {
    practice::Sealer sealer;
    std::vector<SealedMessage> rows;
};

}

Task<Result<Found>> Sending::search(
    PracticeId practice,
    BulkMessageId id,
    Which which,
    Position after,
    std::int64_t most,
    std::string words
) const {
    if (words.size() > domain::limits::search_bytes_max) {
        co_return Found{};
    }
    const Needle needle = needle_of(words);
    const net::Lane lane{searching, practice.value};
    Found found;
    while (true) {
        const auto read = [&](db::Snapshot& at) -> Result<SealedSlice> {
            COHORT_TRY(sealer, deps_.practices.sealer(at, practice));
            return SealedSlice{
                std::move(sealer), read_messages(at, practice, id, which, after, rows_a_slice)
            };
        };
        COHORT_CO_TRY(slice, co_await deps_.database.read(read));
        // `slice`, `needle` and `found` live in this frame, which waits for the job. True when the
        // page is full before the slice is at its end.
        const auto open = [&]() -> Result<bool> {
            for (const SealedMessage& row : slice.rows) {
                if (static_cast<std::int64_t>(found.messages.size()) == most) {
                    return true;
                }
                MessageView view = open_message(row, slice.sealer, practice, id);
                after = row.position;
                ++found.looked_at;
                if (holds(view, needle)) {
                    found.messages.push_back(std::move(view));
                }
            }
            return false;
        };
        COHORT_CO_TRY(full, co_await deps_.pool.run(lane, open));
        const bool at_the_end =
            !full && static_cast<std::int64_t>(slice.rows.size()) < rows_a_slice;
        if (at_the_end) {
            co_return found;
        }
        if (full || found.looked_at >= search_messages_max) {
            found.go_on_after = after;
            co_return found;
        }
    }
}

}
