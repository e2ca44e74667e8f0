#include "platform/db/postgresql/wire.hpp"

#include "base/ensure.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace cohort::db::postgresql {
namespace {

constexpr int as_text = 0;
constexpr int as_binary = 1;

bool is_text(TypeId type) {
    return type == types::text || type == types::varchar || type == types::bpchar
           || type == types::name;
}

std::int64_t read_big_endian(std::string_view bytes) {
    // The first byte carries the sign.
    std::int64_t number = static_cast<std::int8_t>(bytes.front());
    for (const char byte : bytes.substr(1)) {
        number = number * 256 + static_cast<unsigned char>(byte);
    }
    return number;
}

void write_big_endian(std::span<char> bytes, std::int64_t number) {
    auto rest = static_cast<std::uint64_t>(number);
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
        *byte = static_cast<char>(rest & 0xff);
        rest >>= 8;
    }
}

std::size_t width(TypeId type) {
    switch (type) {
    case types::int8:
        return 8;
    case types::int4:
        return 4;
    case types::int2:
        return 2;
    case types::boolean:
        return 1;
    default:
        return 0;
    }
}

bool fits(TypeId type, std::int64_t number) {
    switch (type) {
    case types::int4:
        return std::in_range<std::int32_t>(number);
    case types::int2:
        return std::in_range<std::int16_t>(number);
    case types::boolean:
        return number == 0 || number == 1;
    default:
        return true;
    }
}

}

std::string Parameters::set(std::span<const TypeId> types, std::span<const Value> values) {
    pointers_.assign(values.size(), nullptr);
    lengths_.assign(values.size(), 0);
    formats_.assign(values.size(), as_binary);
    numbers_.resize(values.size());
    texts_.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::string fault = set_one(i, types[i], values[i]);
        if (!fault.empty()) {
            return fault;
        }
    }
    return {};
}

std::string Parameters::set_one(std::size_t i, TypeId type, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return set_integer(i, type, *number);
    }
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        if (text->contains('\0')) {
            return "NUL in text";
        }
        if (!std::in_range<int>(text->size())) {
            return "a text of more than 2 GiB";
        }
        set_text(i, type, *text);
        return {};
    }
    if (const auto* bytes = std::get_if<Bytes>(&value)) {
        if (type != types::bytea) {
            return "bytes for a parameter of another type";
        }
        if (!std::in_range<int>(bytes->view.size())) {
            return "more than 2 GiB of bytes";
        }
        pointers_[i] = bytes->view.empty() ? "" : bytes->view.data();
        lengths_[i] = static_cast<int>(bytes->view.size());
    }
    return {};
}

std::string Parameters::set_integer(std::size_t i, TypeId type, std::int64_t number) {
    if (!fits(type, number)) {
        return "a number too large for a parameter that was cast to INTEGER";
    }
    const std::size_t size = width(type);
    if (size == 0) {
        set_decimal(i, type, number);
        return {};
    }
    write_big_endian(std::span(numbers_[i]).first(size), number);
    pointers_[i] = numbers_[i].data();
    lengths_[i] = static_cast<int>(size);
    return {};
}

void Parameters::set_decimal(std::size_t i, TypeId type, std::int64_t number) {
    texts_[i] = std::to_string(number);
    pointers_[i] = texts_[i].c_str();
    lengths_[i] = static_cast<int>(texts_[i].size());
    formats_[i] = is_text(type) ? as_binary : as_text;
}

void Parameters::set_text(std::size_t i, TypeId type, std::string_view text) {
    lengths_[i] = static_cast<int>(text.size());
    if (is_text(type)) {
        pointers_[i] = text.empty() ? "" : text.data();
        return;
    }
    texts_[i] = text; // the text format ends with a NUL
    pointers_[i] = texts_[i].c_str();
    formats_[i] = as_text;
}

bool PostgresqlRow::is_null(int column) const {
    COHORT_ENSURE(column >= 0 && column < PQnfields(result_), "the column read is in the row");
    return PQgetisnull(result_, row_, column) != 0;
}

std::string_view PostgresqlRow::raw(int column) const {
    COHORT_ENSURE(!is_null(column), "the column read is not null");
    return {
        PQgetvalue(result_, row_, column),
        static_cast<std::size_t>(PQgetlength(result_, row_, column))
    };
}

std::int64_t PostgresqlRow::integer(int column) const {
    const std::string_view value = raw(column);
    const TypeId type = PQftype(result_, column);
    if (type == types::numeric) {
        return read_numeric(value);
    }
    COHORT_ENSURE(
        width(type) == value.size() && !value.empty(), "the column read as an integer is one"
    );
    return read_big_endian(value);
}

std::string_view PostgresqlRow::text(int column) const {
    COHORT_ENSURE(is_text(PQftype(result_, column)), "the column read as text is text");
    return raw(column);
}

std::string_view PostgresqlRow::bytes(int column) const {
    COHORT_ENSURE(PQftype(result_, column) == types::bytea, "the column read as bytes holds bytes");
    return raw(column);
}

// Four 16-bit fields: count of digits, weight of the first, sign, scale; then digits to the base
// 10,000. SUM of a BIGINT is numeric.
std::int64_t read_numeric(std::string_view binary) {
    const auto field = [&](std::size_t i) { return read_big_endian(binary.substr(i * 2, 2)); };
    COHORT_ENSURE(binary.size() >= 8, "a numeric has four fields");
    const std::int64_t digits = field(0);
    const std::int64_t weight = field(1);
    const std::int64_t sign = field(2);
    COHORT_ENSURE(sign == 0 || sign == 0x4000, "a numeric read as an integer is finite");
    COHORT_ENSURE(weight <= 4, "a numeric read as an integer fits 64 bits");
    COHORT_ENSURE(std::cmp_equal(binary.size(), 8 + digits * 2), "a numeric has its digits");
    __extension__ __int128 number = 0;
    for (std::int64_t place = 0; place <= weight; ++place) {
        number =
            number * 10'000 + (place < digits ? field(static_cast<std::size_t>(4 + place)) : 0);
    }
    for (std::int64_t place = std::max<std::int64_t>(weight + 1, 0); place < digits; ++place) {
        COHORT_ENSURE(
            field(static_cast<std::size_t>(4 + place)) == 0, "a numeric read as an integer is whole"
        );
    }
    number = sign == 0 ? number : -number;
    COHORT_ENSURE(
        number >= std::numeric_limits<std::int64_t>::min()
            && number <= std::numeric_limits<std::int64_t>::max(),
        "a numeric read as an integer fits 64 bits"
    );
    return static_cast<std::int64_t>(number);
}

}
