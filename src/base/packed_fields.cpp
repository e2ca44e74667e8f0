#include "base/packed_fields.hpp"

#include <cstdint>
#include <cstring>
#include <utility>

namespace cohort {

std::string pack_fields(std::initializer_list<std::string_view> fields) {
    std::size_t size = 0;
    for (const std::string_view field : fields) {
        size += sizeof(std::uint32_t) + field.size();
    }
    std::string packed;
    packed.reserve(size);
    for (const std::string_view field : fields) {
        const auto length = static_cast<std::uint32_t>(field.size());
        packed.append(reinterpret_cast<const char*>(&length), sizeof length);
        packed.append(field);
    }
    return packed;
}

std::string_view FieldReader::next() {
    std::uint32_t length = 0;
    if (!damaged_ && rest_.size() >= sizeof length) {
        std::memcpy(&length, rest_.data(), sizeof length);
        if (rest_.size() - sizeof length >= length) {
            const std::string_view field = rest_.substr(sizeof length, length);
            rest_.remove_prefix(sizeof length + length);
            return field;
        }
    }
    damaged_ = true;
    return {};
}

}
