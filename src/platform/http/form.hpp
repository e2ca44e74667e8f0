#pragma once
// application/x-www-form-urlencoded: names and values as people typed them, in order. Also the
// query of a URL.
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cohort::http {

class Form {
public:
    using Field = std::pair<std::string, std::string>;

    // At most fields_max fields. "+" is a space; a broken "%" sequence, which no browser makes, is
    // refused. Errors: http.form_broken, http.form_fields_too_many.
    static Result<Form> parse(std::string_view text, std::size_t fields_max = 1'000);

    // The first of that name.
    std::optional<std::string_view> get(std::string_view name) const;

    // The first of that name, or "".
    std::string_view text(std::string_view name) const { return get(name).value_or(""); }

    std::vector<std::string_view> all(std::string_view name) const;

    bool has(std::string_view name) const { return get(name).has_value(); }

    const std::vector<Field>& fields() const { return fields_; }

    void add(std::string name, std::string value);

    // The same, encoded again.
    std::string encoded() const;

private:
    std::vector<Field> fields_;
};

using Query = Form;

}
