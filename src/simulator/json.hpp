#pragma once
// The little JSON the simulator needs: objects whose values are texts, whole numbers and yes/no,
// one per ledger line or rule, and arrays of them. Written by hand because the ledger writes
// 300,000 lines a second.
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cohort::simulator::json {

// Requires: `text` is UTF-8.
void append_quoted(std::string& out, std::string_view text);

// Appends one object to `out`; it is closed by close() or when the writer goes.
class ObjectWriter {
public:
    explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }

    ObjectWriter(const ObjectWriter&) = delete;
    ObjectWriter& operator=(const ObjectWriter&) = delete;

    ~ObjectWriter() { close(); }

    ObjectWriter& text(std::string_view key, std::string_view value);
    ObjectWriter& number(std::string_view key, std::int64_t value);
    ObjectWriter& flag(std::string_view key, bool value);
    // `value` is JSON already.
    ObjectWriter& raw(std::string_view key, std::string_view value);
    void close();

private:
    void key(std::string_view key);

    std::string& out_;
    bool first_ = true;
    bool closed_ = false;
};

using Value = std::variant<std::monostate, bool, std::int64_t, std::string>;

class Object {
public:
    void add(std::string key, Value value) {
        members_.emplace_back(std::move(key), std::move(value));
    }

    bool has(std::string_view key) const;
    // Absent, or of another kind: the fallback.
    std::string text(std::string_view key, std::string_view fallback = {}) const;
    std::int64_t number(std::string_view key, std::int64_t fallback = 0) const;
    bool flag(std::string_view key, bool fallback = false) const;
    std::optional<std::string_view> unknown_key(const std::vector<std::string_view>& known) const;

private:
    const Value* find(std::string_view key) const;

    std::vector<std::pair<std::string, Value>> members_;
};

// The whole of `text` must be one object. Errors: simulator.json.unreadable.
Result<Object> read_object(std::string_view text);
// One object or an array of objects.
Result<std::vector<Object>> read_objects(std::string_view text);

}
