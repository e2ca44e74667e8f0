#include "platform/http/form.hpp"

#include "platform/http/url.hpp"

#include <algorithm>

namespace cohort::http {

namespace {

Result<std::string> decode(std::string_view text) {
    std::string spaced(text);
    std::ranges::replace(spaced, '+', ' ');
    auto decoded = percent_decode(spaced);
    if (!decoded.ok()) {
        return invalid("http.form_broken");
    }
    return decoded;
}

}

Result<Form> Form::parse(std::string_view text, std::size_t fields_max) {
    Form form;
    while (!text.empty()) {
        const auto piece = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), piece.size() + 1));
        if (piece.empty()) {
            continue;
        }
        if (form.fields_.size() == fields_max) {
            return Error{ErrorKind::too_large, "http.form_fields_too_many"};
        }
        const auto equals = std::min(piece.find('='), piece.size());
        COHORT_TRY(name, decode(piece.substr(0, equals)));
        COHORT_TRY(value, decode(piece.substr(std::min(piece.size(), equals + 1))));
        form.add(std::move(name), std::move(value));
    }
    return form;
}

std::optional<std::string_view> Form::get(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, &Field::first);
    if (found == fields_.end()) {
        return std::nullopt;
    }
    return found->second;
}

std::vector<std::string_view> Form::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const Field& field : fields_) {
        if (field.first == name) {
            values.push_back(field.second);
        }
    }
    return values;
}

void Form::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

std::string Form::encoded() const {
    std::string text;
    for (const Field& field : fields_) {
        if (!text.empty()) {
            text += '&';
        }
        text += percent_encode(field.first);
        text += '=';
        text += percent_encode(field.second);
    }
    return text;
}

}
