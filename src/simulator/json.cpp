#include "simulator/json.hpp"

#include "simulator/text.hpp"

#include <algorithm>
#include <charconv>

namespace cohort::simulator::json {

namespace {

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool object(Object& into) {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        do {
            std::string key;
            Value value;
            space();
            if (!string(key) || !take(':') || !this->value(value)) {
                return false;
            }
            into.add(std::move(key), std::move(value));
        } while (take(','));
        return take('}');
    }

    bool take(char c) {
        space();
        if (at_ < text_.size() && text_[at_] == c) {
            ++at_;
            return true;
        }
        return false;
    }

    bool ended() {
        space();
        return at_ == text_.size();
    }

private:
    void space() {
        while (at_ < text_.size()
               && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n'
                   || text_[at_] == '\r')) {
            ++at_;
        }
    }

    bool word(std::string_view expected) {
        if (!text_.substr(at_).starts_with(expected)) {
            return false;
        }
        at_ += expected.size();
        return true;
    }

    bool value(Value& into) {
        space();
        if (at_ >= text_.size()) {
            return false;
        }
        if (text_[at_] == '"') {
            std::string content;
            if (!string(content)) {
                return false;
            }
            into = std::move(content);
            return true;
        }
        if (word("true")) {
            into = true;
            return true;
        }
        if (word("false")) {
            into = false;
            return true;
        }
        if (word("null")) {
            return true;
        }
        return number(into);
    }

    bool number(Value& into) {
        std::int64_t number = 0;
        const char* end = text_.data() + text_.size();
        const auto [stop, fault] = std::from_chars(text_.data() + at_, end, number);
        if (fault != std::errc{}
            || (stop != end && (*stop == '.' || *stop == 'e' || *stop == 'E'))) {
            return false;
        }
        at_ = static_cast<std::size_t>(stop - text_.data());
        into = number;
        return true;
    }

    bool string(std::string& into) {
        if (at_ >= text_.size() || text_[at_] != '"') {
            return false;
        }
        ++at_;
        while (at_ < text_.size() && text_[at_] != '"') {
            const auto plain = std::min(text_.find_first_of("\"\\", at_), text_.size());
            into.append(text_, at_, plain - at_);
            at_ = plain;
            if (at_ < text_.size() && text_[at_] == '\\' && !escape(into)) {
                return false;
            }
        }
        return at_++ < text_.size();
    }

    bool escape(std::string& into) {
        if (at_ + 1 >= text_.size()) {
            return false;
        }
        const char c = text_[at_ + 1];
        at_ += 2;
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view values = "\"\\/\b\f\n\r\t";
        if (const auto i = names.find(c); i != std::string_view::npos) {
            into += values[i];
            return true;
        }
        char32_t unit = 0;
        if (c != 'u' || !hex4(unit)) {
            return false;
        }
        char32_t low = 0;
        if (unit >= 0xD800 && unit < 0xDC00 && word("\\u") && hex4(low)) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
        append_utf8(into, unit);
        return true;
    }

    bool hex4(char32_t& into) {
        if (at_ + 4 > text_.size()) {
            return false;
        }
        std::uint32_t number = 0;
        const char* begin = text_.data() + at_;
        const auto [stop, fault] = std::from_chars(begin, begin + 4, number, 16);
        at_ += 4;
        into = number;
        return fault == std::errc{} && stop == begin + 4;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') [[likely]] {
            continue;
        }
        out.append(text, done, i - done);
        done = i + 1;
        if (c == '\n') {
            out += "\\n";
        } else if (c < 0x20) {
            constexpr std::string_view digits = "0123456789abcdef";
            out += "\\u00";
            out += digits[c >> 4U];
            out += digits[c & 15U];
        } else {
            out += '\\';
            out += static_cast<char>(c);
        }
    }
    out.append(text, done);
    out += '"';
}

void ObjectWriter::key(std::string_view key) {
    if (!first_) {
        out_ += ',';
    }
    first_ = false;
    out_ += '"';
    out_ += key;
    out_ += "\":";
}

ObjectWriter& ObjectWriter::text(std::string_view name, std::string_view value) {
    key(name);
    append_quoted(out_, value);
    return *this;
}

ObjectWriter& ObjectWriter::number(std::string_view name, std::int64_t value) {
    key(name);
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, static_cast<std::size_t>(end - digits));
    return *this;
}

ObjectWriter& ObjectWriter::flag(std::string_view name, bool value) {
    return raw(name, value ? "true" : "false");
}

ObjectWriter& ObjectWriter::raw(std::string_view name, std::string_view value) {
    key(name);
    out_ += value;
    return *this;
}

void ObjectWriter::close() {
    if (!closed_) {
        closed_ = true;
        out_ += '}';
    }
}

const Value* Object::find(std::string_view key) const {
    const auto at =
        std::ranges::find(members_, key, [](const auto& m) { return std::string_view(m.first); });
    return at == members_.end() ? nullptr : &at->second;
}

bool Object::has(std::string_view key) const {
    return find(key) != nullptr;
}

std::string Object::text(std::string_view key, std::string_view fallback) const {
    const Value* value = find(key);
    const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
    return text == nullptr ? std::string(fallback) : *text;
}

std::int64_t Object::number(std::string_view key, std::int64_t fallback) const {
    const Value* value = find(key);
    const auto* number = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
    return number == nullptr ? fallback : *number;
}

bool Object::flag(std::string_view key, bool fallback) const {
    const Value* value = find(key);
    const auto* flag = value == nullptr ? nullptr : std::get_if<bool>(value);
    return flag == nullptr ? fallback : *flag;
}

std::optional<std::string_view> Object::unknown_key(const std::vector<std::string_view>& known
) const {
    for (const auto& [key, value] : members_) {
        if (std::ranges::find(known, key) == known.end()) {
            return key;
        }
    }
    return std::nullopt;
}

Result<Object> read_object(std::string_view text) {
    Object object;
    Reader reader(text);
    if (!reader.object(object) || !reader.ended()) {
        return invalid("simulator.json.unreadable");
    }
    return object;
}

Result<std::vector<Object>> read_objects(std::string_view text) {
    std::vector<Object> objects;
    Reader reader(text);
    if (!reader.take('[')) {
        COHORT_TRY(object, read_object(text));
        objects.push_back(std::move(object));
        return objects;
    }
    if (!reader.take(']')) {
        do {
            if (!reader.object(objects.emplace_back())) {
                return invalid("simulator.json.unreadable");
            }
        } while (reader.take(','));
        if (!reader.take(']')) {
            return invalid("simulator.json.unreadable");
        }
    }
    if (!reader.ended()) {
        return invalid("simulator.json.unreadable");
    }
    return objects;
}

}
