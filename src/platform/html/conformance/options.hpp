#pragma once
// A fixture's options, which remember what was read: an option that nobody read is one that we do
// not support.
#include "platform/html/html.hpp"
#include "platform/html/url.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::conformance {

class Options {
public:
    // Names of unread options are added to `unread` when the last copy goes.
    Options(boost::json::value value, std::vector<std::string>& unread);

    bool has(std::string_view name) const;
    bool yes(std::string_view name) const; // true
    std::optional<bool> yes_or_no(std::string_view name) const;
    std::optional<int> number(std::string_view name) const;
    // A string or a number; empty when absent.
    std::string text(std::string_view name) const;
    std::optional<std::string> maybe_text(std::string_view name) const;
    html::Url url(std::string_view name) const;
    // Escaped text, or markup, from an option that may be a string or an object with 'text' or
    // 'html'.
    html::Html content(std::string_view name) const;
    // This object's own 'text' or 'html'.
    html::Html own_content() const;
    // An object; a string stands for {"text": …}; absent stands for {}.
    Options object(std::string_view name) const;
    // The objects of an array; a string stands for {"text": …}, anything else is left out.
    std::vector<Options> list(std::string_view name) const;
    std::vector<Options> items() const; // of an array that stands alone
    void ignore(std::string_view name) const;
    void refuse(std::string_view why) const;

    const boost::json::value& raw() const { return state_->value; }

private:
    struct State {
        boost::json::value value;
        std::vector<std::string>& unread;
        std::set<std::string, std::less<>> read;

        ~State();
    };

    const boost::json::value* find(std::string_view name) const;

    std::shared_ptr<State> state_;
};

}
