#pragma once
// A few texts in one value, such as is sealed as a whole: each after its length in four octets,
// little endian as on every machine we run on. Pure.
#include <initializer_list>
#include <string>
#include <string_view>

namespace cohort {

std::string pack_fields(std::initializer_list<std::string_view> fields);

// Takes packed fields apart, in order.
class FieldReader {
public:
    explicit FieldReader(std::string_view packed) : rest_(packed) {}

    // The next field; empty, and damaged() from then on, where there is none.
    std::string_view next();

    bool damaged() const { return damaged_; }

private:
    std::string_view rest_;
    bool damaged_ = false;
};

}
