#include "flow/lists/packing.hpp"

#include "base/ensure.hpp"

namespace cohort::lists {
namespace {

void append(std::string& packed, std::string_view field) {
    COHORT_ENSURE(field.size() <= 0xFFFF, "a field to be packed is longer than it can be");
    packed.push_back(static_cast<char>(field.size() >> 8U));
    packed.push_back(static_cast<char>(field.size() & 0xFFU));
    packed.append(field);
}

}

std::string pack(std::span<const std::string_view> fields) {
    std::string packed;
    packed.reserve(128);
    for (const std::string_view field : fields) {
        append(packed, field);
    }
    return packed;
}

std::string pack(std::initializer_list<std::string_view> fields) {
    return pack(std::span(fields.begin(), fields.size()));
}

bool unpack(std::string_view packed, std::span<std::string_view> fields) {
    for (std::string_view& field : fields) {
        if (packed.size() < 2) {
            return false;
        }
        const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(packed[0]))
                                     << 8U
                                 | static_cast<unsigned char>(packed[1]);
        if (packed.size() - 2 < size) {
            return false;
        }
        field = packed.substr(2, size);
        packed.remove_prefix(2 + size);
    }
    return packed.empty();
}

}
