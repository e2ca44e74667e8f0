#include "platform/html/conformance/options.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace cohort::conformance {

namespace json = boost::json;

namespace {

json::value as_object(const json::value& value) {
    if (value.is_object()) {
        return value;
    }
    json::object made;
    if (value.is_string()) {
        made["text"] = value;
    }
    return made;
}

}

Options::State::~State() {
    if (!value.is_object()) {
        return;
    }
    for (const auto& pair : value.get_object()) {
        if (!read.contains(std::string_view(pair.key()))) {
            unread.emplace_back(std::string_view(pair.key()));
        }
    }
}

Options::Options(json::value value, std::vector<std::string>& unread)
    : state_(new State{std::move(value), unread, {}}) {}

const json::value* Options::find(std::string_view name) const {
    if (!state_->value.is_object()) {
        return nullptr;
    }
    state_->read.emplace(name);
    const json::value* found = state_->value.get_object().if_contains(name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

bool Options::has(std::string_view name) const {
    return find(name) != nullptr;
}

bool Options::yes(std::string_view name) const {
    return yes_or_no(name).value_or(false);
}

std::optional<bool> Options::yes_or_no(std::string_view name) const {
    const json::value* found = find(name);
    return found != nullptr && found->is_bool() ? std::optional(found->get_bool()) : std::nullopt;
}

std::optional<int> Options::number(std::string_view name) const {
    const json::value* found = find(name);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (found->is_string()) {
        return std::stoi(std::string(std::string_view(found->get_string())));
    }
    return found->is_int64() ? std::optional(static_cast<int>(found->get_int64())) : std::nullopt;
}

std::string Options::text(std::string_view name) const {
    return maybe_text(name).value_or("");
}

std::optional<std::string> Options::maybe_text(std::string_view name) const {
    const json::value* found = find(name);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (found->is_string()) {
        return std::string(std::string_view(found->get_string()));
    }
    if (found->is_int64()) {
        return std::to_string(found->get_int64());
    }
    return std::nullopt;
}

html::Url Options::url(std::string_view name) const {
    const std::string given = text(name);
    if (given.empty()) {
        return {};
    }
    Result<html::Url> url = html::Url::parse(given);
    if (!url) {
        refuse("address " + given);
        return {};
    }
    return *std::move(url);
}

html::Html Options::content(std::string_view name) const {
    return object(name).own_content();
}

html::Html Options::own_content() const {
    const std::string markup = text("html");
    const std::string plain = text("text");
    return markup.empty() ? html::Html(plain) : html::Html::embedded({"fixture", markup});
}

Options Options::object(std::string_view name) const {
    const json::value* found = find(name);
    return {found == nullptr ? json::value(json::object()) : as_object(*found), state_->unread};
}

std::vector<Options> Options::list(std::string_view name) const {
    const json::value* found = find(name);
    if (found == nullptr || !found->is_array()) {
        return {};
    }
    return Options(*found, state_->unread).items();
}

std::vector<Options> Options::items() const {
    std::vector<Options> all;
    if (!state_->value.is_array()) {
        return all;
    }
    for (const json::value& item : state_->value.get_array()) {
        if (item.is_object() || item.is_string() || item.is_array()) {
            all.emplace_back(item.is_array() ? item : as_object(item), state_->unread);
        }
    }
    return all;
}

void Options::ignore(std::string_view name) const {
    state_->read.emplace(name);
}

void Options::refuse(std::string_view why) const {
    state_->unread.emplace_back(why);
}

}
