#include "flow/upload/reader/packed_patients.hpp"

#include "base/ensure.hpp"
#include "flow/upload/reader/number_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <functional>
#include <type_traits>

namespace cohort::upload {
namespace {

constexpr std::size_t words_max = 65'536;
constexpr std::size_t word_bytes_max = 64;
// Looked for in so many places; a word of a file that is made so that all are taken is kept apart.
constexpr int probes_max = 64;
constexpr std::uint64_t uk_mobiles = 447'000'000'000; // and nine digits
constexpr std::uint64_t nine_digits = 1'000'000'000;
constexpr std::uint32_t differs_bit = std::uint32_t{1} << 30U; // nine digits take 30

static_assert(std::is_trivially_copyable_v<domain::DateOfBirth>);
using Date = std::array<char, sizeof(domain::DateOfBirth)>;

void put(std::vector<char>& out, std::string_view bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

template <class Value>
void put_whole(std::vector<char>& out, const Value& value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof value>>(value);
    put(out, {bytes.data(), bytes.size()});
}

// Seven bits a byte, the lowest first.
void put_number(std::vector<char>& out, std::uint64_t number) {
    while (number >= 0x80) {
        out.push_back(static_cast<char>(number | 0x80U));
        number >>= 7U;
    }
    out.push_back(static_cast<char>(number));
}

std::uint64_t take_number(const char*& place) {
    std::uint64_t number = 0;
    unsigned shift = 0;
    for (;;) {
        const auto byte = static_cast<unsigned char>(*place++);
        number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) {
            return number;
        }
        shift += 7;
    }
}

template <class Value>
Value take_whole(const char*& place) {
    std::array<char, sizeof(Value)> bytes;
    std::memcpy(bytes.data(), place, bytes.size());
    place += bytes.size();
    return std::bit_cast<Value>(bytes);
}

std::string_view take_text(const char*& place) {
    const auto bytes = static_cast<std::size_t>(take_number(place));
    const std::string_view text{place, bytes};
    place += bytes;
    return text;
}

// The check digit is not kept.
std::uint64_t with_check_digit(std::uint32_t nine) {
    std::uint32_t sum = 0;
    std::uint32_t rest = nine;
    for (std::uint32_t weight = 2; weight <= 10; ++weight) {
        sum += weight * (rest % 10);
        rest /= 10;
    }
    const std::uint32_t check = (11 - sum % 11) % 11;
    return std::uint64_t{nine} * 10 + check;
}

// 0: none. British mobiles are even, and shorter for it.
std::uint64_t code_of_mobile(std::string_view mobile) {
    if (mobile.empty()) {
        return 0;
    }
    const std::uint64_t digits = digits_of(mobile);
    const bool uk = digits >= uk_mobiles && digits < uk_mobiles + nine_digits;
    return uk ? 2 + 2 * (digits - uk_mobiles) : 1 + 2 * digits;
}

std::uint64_t mobile_of_code(std::uint64_t code) {
    return code == 0 ? 0 : code % 2 == 0 ? uk_mobiles + (code - 2) / 2 : (code - 1) / 2;
}

}

char* TextStore::take(std::size_t bytes) {
    constexpr std::size_t block_bytes = std::size_t{1024} * 1024;
    COHORT_ENSURE(bytes <= block_bytes, "a piece of text is larger than a block");
    if (bytes > left_ || next_ == nullptr) {
        blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_bytes));
        next_ = blocks_.back().get();
        left_ = block_bytes;
    }
    char* const place = next_;
    next_ += bytes;
    left_ -= bytes;
    return place;
}

std::uint32_t WordTable::code_of(std::string_view word) {
    if (word.size() > word_bytes_max) {
        return none;
    }
    if (words_.size() * 2 >= slots_.size() && words_.size() < words_max) {
        grow();
    }
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = std::hash<std::string_view>{}(word)&mask;
    int probes = 0;
    for (; slots_[at] != 0 && probes < probes_max; ++probes) {
        if (words_[slots_[at] - 1] == word) {
            return slots_[at] - 1;
        }
        at = (at + 1) & mask;
    }
    if (words_.size() == words_max || probes == probes_max) {
        return none;
    }
    char* const place = text_.take(word.size());
    std::ranges::copy(word, place);
    words_.emplace_back(place, word.size());
    slots_[at] = static_cast<std::uint32_t>(words_.size());
    return slots_[at] - 1;
}

void WordTable::grow() {
    slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t code = 0; code < words_.size(); ++code) {
        std::size_t at = std::hash<std::string_view>{}(words_[code]) & mask;
        while (slots_[at] != 0) {
            at = (at + 1) & mask;
        }
        slots_[at] = code + 1;
    }
}

std::string PackedPatient::mobile() const {
    return mobile_digits == 0 ? std::string() : '+' + std::to_string(mobile_digits);
}

std::string PackedPatient::email() const {
    std::string whole;
    if (!email_domain.empty()) {
        whole.reserve(email_local.size() + 1 + email_domain.size());
        whole.append(email_local).append(1, '@').append(email_domain);
    }
    return whole;
}

void PackedPatients::add(const Row& row) {
    if (size_ % group_size == 0) {
        end_group();
        groups_.push_back({nullptr, row.line, 0, 0});
        last_line_ = row.line;
    }
    const auto nine = static_cast<std::uint32_t>(row.nhs_number / 10);
    put_whole(open_, nine | (row.date_differs_by_order ? differs_bit : 0));
    put_whole(open_, row.date_of_birth);
    put_number(open_, row.line - last_line_);
    last_line_ = row.line;
    put_word(row.given);
    put_word(row.family);
    put_number(open_, code_of_mobile(row.mobile));
    const std::size_t at = row.email.rfind('@');
    const bool has_email = at != std::string_view::npos;
    put_word(has_email ? row.email.substr(at + 1) : std::string_view{});
    if (has_email) {
        put_number(open_, at);
        put(open_, row.email.substr(0, at));
    }
    ++size_;
}

// A code and one more, or 0 and the word itself.
void PackedPatients::put_word(std::string_view word) {
    const std::uint32_t code = words_.code_of(word);
    if (code != WordTable::none) {
        put_number(open_, std::uint64_t{code} + 1);
        return;
    }
    put_number(open_, 0);
    put_number(open_, word.size());
    put(open_, word);
}

std::string_view PackedPatients::take_word(const char*& place) const {
    const std::uint64_t code = take_number(place);
    return code == 0 ? take_text(place) : words_.word(static_cast<std::uint32_t>(code - 1));
}

void PackedPatients::end_group() {
    if (!groups_.empty()) {
        char* const place = text_.take(open_.size());
        std::ranges::copy(open_, place);
        groups_.back().text = place;
        open_.clear();
    }
}

PackedPatient PackedPatients::unpack(const char*& place, std::uint32_t& line) const {
    const auto number = take_whole<std::uint32_t>(place);
    PackedPatient patient{
        with_check_digit(number & ~differs_bit),
        0,
        take_whole<domain::DateOfBirth>(place),
        (number & differs_bit) != 0,
        {},
        {},
        0,
        {},
        {}
    };
    line += static_cast<std::uint32_t>(take_number(place));
    patient.line = line;
    patient.given = take_word(place);
    patient.family = take_word(place);
    patient.mobile_digits = mobile_of_code(take_number(place));
    patient.email_domain = take_word(place);
    if (!patient.email_domain.empty()) {
        patient.email_local = take_text(place);
    }
    return patient;
}

PackedPatient PackedPatients::in_group(const Group& group, std::size_t index) const {
    const char* place = text_of(group);
    std::uint32_t line = group.line;
    for (; index > 0; --index) {
        unpack(place, line);
    }
    return unpack(place, line);
}

PackedPatient PackedPatients::at(std::size_t index) const {
    return in_group(groups_[index / group_size], index % group_size);
}

void PackedPatients::drop(std::size_t index) {
    groups_[index / group_size].dropped |= std::uint32_t{1} << (index % group_size);
}

bool PackedPatients::is_dropped(std::size_t index) const {
    return (groups_[index / group_size].dropped >> (index % group_size) & 1U) != 0;
}

void PackedPatients::count_kept() {
    std::uint32_t kept = 0;
    std::size_t left = size_;
    for (Group& group : groups_) {
        group.kept_before = kept;
        const std::size_t in_it = std::min(left, group_size);
        kept += static_cast<std::uint32_t>(in_it)
                - static_cast<std::uint32_t>(std::popcount(group.dropped));
        left -= in_it;
    }
    kept_ = kept;
}

std::size_t PackedPatients::group_of_kept(std::size_t index, std::size_t hint) const {
    for (std::size_t group = hint; group < std::min(hint + 2, groups_.size()); ++group) {
        const bool last = group + 1 == groups_.size();
        if (groups_[group].kept_before <= index
            && (last || index < groups_[group + 1].kept_before)) {
            return group;
        }
    }
    const auto after =
        std::ranges::upper_bound(groups_, index, {}, [](const Group& group) -> std::size_t {
            return group.kept_before;
        });
    return static_cast<std::size_t>(std::prev(after) - groups_.begin());
}

PackedPatient PackedPatients::kept(std::size_t index, Walk& walk) const {
    const std::size_t number = group_of_kept(index, walk.group_);
    const Group& group = groups_[number];
    std::size_t among_kept = index - group.kept_before;
    std::size_t place = 0;
    for (; (group.dropped >> place & 1U) != 0 || among_kept > 0; ++place) {
        among_kept -= (group.dropped >> place & 1U) == 0 ? 1 : 0;
    }
    if (walk.place_ == nullptr || walk.group_ != number || walk.next_ > place) {
        walk.group_ = number;
        walk.next_ = 0;
        walk.place_ = text_of(group);
        walk.line_ = group.line;
    }
    for (; walk.next_ < place; ++walk.next_) {
        unpack(walk.place_, walk.line_);
    }
    ++walk.next_;
    return unpack(walk.place_, walk.line_);
}

PackedPatient PackedPatients::Cursor::next() {
    if (index_ % group_size == 0) {
        const Group& group = all_.groups_[index_ / group_size];
        place_ = all_.text_of(group);
        line_ = group.line;
    }
    ++index_;
    return all_.unpack(place_, line_);
}

}
