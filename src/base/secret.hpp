#pragma once
// Secret<Tag>: text that cannot be printed, logged or compared by accident, and is wiped when it
// goes. It gives itself up only through reveal(). Patients' identities in domain/ follow the same
// rule.
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace cohort {

void wipe(std::string& text);

template <class Tag>
class Secret {
public:
    explicit Secret(std::string text) : text_(std::move(text)) {}

    Secret(const Secret&) = default;
    Secret(Secret&&) noexcept = default;
    Secret& operator=(const Secret&) = default;
    Secret& operator=(Secret&&) noexcept = default;

    ~Secret() { wipe(text_); }

    const std::string& reveal() const { return text_; }

    bool empty() const { return text_.empty(); }

    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

private:
    std::string text_;
};

using Password = Secret<struct PasswordTag>;
using Token = Secret<struct TokenTag>;

}
