#include "flow/upload/reader/decode.hpp"

#include "domain/text_normal.hpp"
#include "flow/upload/reader/bytes.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cohort::upload {

namespace {

constexpr std::size_t slice_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t joined_bytes_max = 64; // enough to get past a character that two chunks share
constexpr char ctrl_z = 0x1A;

// 0x80–0x9F of Windows-1252; 0 is unassigned. 0xA0–0xFF are Latin-1.
constexpr std::array<char32_t, 32> windows_1252_high = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178
};

char32_t windows_1252(unsigned char byte) {
    return byte >= 0xA0 ? byte : windows_1252_high[byte - 0x80U];
}

// How many bytes a UTF-8 character has that begins with this one; 0 if none does.
std::size_t expected_length(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

bool is_ascii_byte(char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
}

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Whether the bytes at hand may be cut out of one valid character, of which more is to come.
bool is_unfinished(std::string_view bytes) {
    const std::size_t wanted = expected_length(static_cast<unsigned char>(bytes.front()));
    if (wanted <= bytes.size()) {
        return false;
    }
    return std::ranges::all_of(bytes.substr(1), is_continuation);
}

struct ZeroBytes {
    std::size_t even = 0;
    std::size_t odd = 0;
};

// A list's text is mostly ASCII, so UTF-16 without a mark shows as zeros in every other byte: in
// four of five at least, and in next to none of the others.
bool is_plainly_utf_16(std::size_t zeros, std::size_t other_zeros, std::size_t pairs) {
    return pairs >= 2 && zeros * 5 >= pairs * 4 && other_zeros * 50 <= pairs;
}

}

std::string_view name_of(Encoding encoding) {
    switch (encoding) {
    case Encoding::utf_8:
        return "utf-8";
    case Encoding::utf_8_with_bom:
        return "utf-8-bom";
    case Encoding::utf_16_le:
        return "utf-16le";
    case Encoding::utf_16_be:
        return "utf-16be";
    case Encoding::windows_1252:
        return "windows-1252";
    }
    return "";
}

std::size_t Decoder::begin(std::string_view head) {
    if (head.starts_with("\xEF\xBB\xBF")) {
        encoding_ = Encoding::utf_8_with_bom;
        multi_byte_seen_ = true; // the mark says UTF-8: bytes that are not are then a fault
        return 3;
    }
    if (head.starts_with("\xFF\xFE")) {
        encoding_ = Encoding::utf_16_le;
        return 2;
    }
    if (head.starts_with("\xFE\xFF")) {
        encoding_ = Encoding::utf_16_be;
        return 2;
    }
    ZeroBytes zeros;
    for (std::size_t at = 0; at + 1 < head.size(); at += 2) {
        zeros.even += head[at] == 0 ? 1 : 0;
        zeros.odd += head[at + 1] == 0 ? 1 : 0;
    }
    const std::size_t pairs = head.size() / 2;
    if (is_plainly_utf_16(zeros.odd, zeros.even, pairs)) {
        encoding_ = Encoding::utf_16_le;
    } else if (is_plainly_utf_16(zeros.even, zeros.odd, pairs)) {
        encoding_ = Encoding::utf_16_be;
    }
    return 0;
}

Result<TextSlice> Decoder::next(std::string_view& bytes) {
    if (carry_.empty()) {
        COHORT_TRY(taken, step(bytes.substr(0, slice_bytes_max), More::may_come));
        if (taken.consumed == 0 && taken.slice.text.empty()) {
            carry_ = bytes;
            bytes = {};
            return taken.slice;
        }
        bytes.remove_prefix(taken.consumed);
        return taken.slice;
    }
    const std::string_view added = bytes.substr(0, joined_bytes_max);
    joined_ = carry_;
    joined_ += added;
    COHORT_TRY(taken, step(joined_, More::may_come));
    if (taken.consumed == 0 && taken.slice.text.empty()) {
        carry_ = joined_;
        bytes.remove_prefix(added.size());
    } else if (taken.consumed < carry_.size()) {
        carry_.erase(0, taken.consumed);
    } else {
        bytes.remove_prefix(taken.consumed - carry_.size());
        carry_.clear();
    }
    return taken.slice;
}

Result<TextSlice> Decoder::finish() {
    if (carry_.empty()) {
        return TextSlice{{}, true};
    }
    joined_ = carry_;
    COHORT_TRY(taken, step(joined_, More::never));
    carry_.erase(0, taken.consumed);
    return taken.slice;
}

Result<Decoder::Step> Decoder::step(std::string_view input, More more) {
    if (input.empty()) {
        return Step{0, {{}, true}};
    }
    switch (encoding_) {
    case Encoding::utf_8:
    case Encoding::utf_8_with_bom:
        return step_utf_8(input, more);
    case Encoding::utf_16_le:
    case Encoding::utf_16_be:
        return step_utf_16(input, more);
    case Encoding::windows_1252:
        break;
    }
    return step_windows_1252(input, more);
}

Result<Decoder::Step> Decoder::step_utf_8(std::string_view input, More more) {
    if (ctrl_z_held_ > 0 && input.front() != ctrl_z) {
        work_.assign(std::exchange(ctrl_z_held_, 0), ctrl_z);
        return Step{0, {work_, true}};
    }
    std::size_t at = 0;
    bool ascii = true;
    while ((at = find_not_plain(input, at)) < input.size()) {
        if (is_ascii_byte(input[at])) {
            break;
        }
        const auto character = domain::decode_utf8(input, at);
        if (!character.well_formed) {
            break;
        }
        multi_byte_seen_ = true;
        ascii = false;
        at += character.bytes;
    }
    if (at > 0) {
        return Step{at, {input.substr(0, at), ascii}};
    }
    if (input.front() == 0) {
        return invalid("nul_bytes");
    }
    if (input.front() == ctrl_z) {
        ++ctrl_z_held_;
        return Step{1, {{}, true}};
    }
    if (more == More::may_come && is_unfinished(input)) {
        return Step{0, {{}, true}};
    }
    if (multi_byte_seen_) {
        return invalid("encoding_unknown");
    }
    encoding_ = Encoding::windows_1252;
    return step_windows_1252(input, more);
}

// Any piece that is valid multi-byte UTF-8 makes a file neither UTF-8 nor Windows-1252.
Result<Decoder::Step> Decoder::step_windows_1252(std::string_view input, More more) {
    work_.clear();
    std::size_t at = 0;
    while (at < input.size()) {
        const char byte = input[at];
        if (byte != ctrl_z && ctrl_z_held_ > 0) {
            work_.append(std::exchange(ctrl_z_held_, 0), ctrl_z);
        }
        const std::size_t plain_end = find_not_plain(input, at);
        work_ += input.substr(at, plain_end - at);
        at = plain_end;
        if (at == input.size()) {
            break;
        }
        if (input[at] == ctrl_z) {
            ++ctrl_z_held_;
            ++at;
            continue;
        }
        if (ctrl_z_held_ > 0) {
            continue; // the held ones come first
        }
        if (input[at] != 0 && more == More::may_come && is_unfinished(input.substr(at))) {
            break;
        }
        const auto code = input[at] == 0 ? 0 : windows_1252(static_cast<unsigned char>(input[at]));
        if (code == 0 || domain::decode_utf8(input, at).well_formed) {
            if (!work_.empty()) {
                break; // the text first; the fault is met again on the next step
            }
            return input[at] == 0 ? invalid("nul_bytes") : invalid("encoding_unknown");
        }
        domain::append_utf8(work_, code);
        ++at;
    }
    return Step{at, {work_, false}};
}

Result<Decoder::Step> Decoder::step_utf_16(std::string_view input, More more) {
    const auto unit_at = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(input[at]);
        const auto second = static_cast<unsigned char>(input[at + 1]);
        return encoding_ == Encoding::utf_16_le ? char32_t{first} | char32_t{second} << 8U
                                                : char32_t{second} | char32_t{first} << 8U;
    };
    work_.clear();
    std::size_t at = 0;
    std::optional<Error> fault;
    while (at < input.size() && !fault) {
        const std::size_t left = input.size() - at;
        if (left < 2 && more == More::may_come) {
            break;
        }
        char32_t code =
            left < 2 ? 0xDC00 : unit_at(at); // half a unit is as wrong as a lone surrogate
        std::size_t length = 2;
        if (code >= 0xD800 && code <= 0xDBFF) {
            if (left < 4 && more == More::may_come) {
                break;
            }
            const char32_t low = left < 4 ? 0 : unit_at(at + 2);
            const bool paired = low >= 0xDC00 && low <= 0xDFFF;
            code = paired ? 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00) : code;
            length = 4;
        }
        if (code == 0) {
            fault = invalid("nul_bytes");
        } else if (code >= 0xD800 && code <= 0xDFFF) {
            fault = invalid("encoding_unknown");
        } else if (code == ctrl_z) {
            ++ctrl_z_held_;
            at += length;
        } else {
            work_.append(std::exchange(ctrl_z_held_, 0), ctrl_z);
            domain::append_utf8(work_, code);
            at += length;
        }
    }
    if (fault && work_.empty() && at == 0) {
        return *fault;
    }
    return Step{at, {work_, false}};
}

}
