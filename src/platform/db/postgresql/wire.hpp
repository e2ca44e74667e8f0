#pragma once
// PostgreSQL's binary formats (PostgreSQL 15, src/backend/utils/adt, the *send functions) for the
// few types we use, and the values of one call as libpq wants them. A statement's parameter types
// are what the server inferred.
#include "platform/db/value.hpp"

#include <array>
#include <span>
#include <string>
#include <vector>

struct pg_result;

namespace cohort::db::postgresql {

using TypeId = unsigned int; // libpq's Oid

namespace types {
inline constexpr TypeId boolean = 16;
inline constexpr TypeId bytea = 17;
inline constexpr TypeId name = 19;
inline constexpr TypeId int8 = 20;
inline constexpr TypeId int2 = 21;
inline constexpr TypeId int4 = 23;
inline constexpr TypeId text = 25;
inline constexpr TypeId bpchar = 1042;
inline constexpr TypeId varchar = 1043;
inline constexpr TypeId numeric = 1700;
}

// Reused from call to call. Pointers are into itself and into the values, which must outlive the
// send.
class Parameters {
public:
    // Returns why a value cannot be sent as its parameter's type, or an empty text. Never tells the
    // value.
    std::string set(std::span<const TypeId> types, std::span<const Value> values);

    const char* const* values() const { return pointers_.data(); }

    const int* lengths() const { return lengths_.data(); }

    const int* formats() const { return formats_.data(); }

private:
    std::string set_one(std::size_t i, TypeId type, const Value& value);
    std::string set_integer(std::size_t i, TypeId type, std::int64_t number);
    void set_text(std::size_t i, TypeId type, std::string_view text);
    void set_decimal(std::size_t i, TypeId type, std::int64_t number);

    std::vector<const char*> pointers_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::vector<std::array<char, 8>> numbers_;
    std::vector<std::string> texts_;
};

class PostgresqlRow final : public Row {
public:
    PostgresqlRow(const pg_result* result, int row) : result_(result), row_(row) {}

    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    std::string_view text(int column) const override;
    std::string_view bytes(int column) const override;

private:
    std::string_view raw(int column) const;

    const pg_result* result_;
    int row_;
};

// Requires: a whole number that fits 64 bits.
std::int64_t read_numeric(std::string_view binary);

}
