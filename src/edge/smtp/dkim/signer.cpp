#include "edge/smtp/dkim/signer.hpp"

#include "edge/smtp/base64.hpp"
#include "edge/smtp/dkim/canonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace cohort::smtp::dkim {

namespace {

constexpr int rsa_bits_min = 2048;
constexpr std::size_t line_characters_max = 76;

// Signed once more than they occur, there or not.
constexpr std::array<std::string_view, 5> seen{"from", "to", "subject", "date", "reply-to"};
// Signed when they are there. RFC 8058 §4 wants both List-Unsubscribe fields under the signature.
constexpr std::array<std::string_view, 7> others{
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post"
};

// RFC 6376 §3.1: a selector is one or more DNS labels.
bool is_selector(std::string_view text) {
    return !text.empty() && text.size() <= 63 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '-' || c == '.' || c == '_';
    });
}

std::vector<std::string> names_to_sign(const SplitMessage& message) {
    std::vector<std::string> names;
    names.reserve(message.fields.size() + seen.size());
    for (const auto field : message.fields) {
        auto name = field_name(field);
        if (std::ranges::count(seen, name) + std::ranges::count(others, name) > 0) {
            names.push_back(std::move(name));
        }
    }
    names.insert(names.end(), seen.begin(), seen.end());
    return names;
}

std::string_view algorithm(Key::Kind kind) {
    switch (kind) {
    case Key::Kind::rsa:
        return "rsa-sha256";
    case Key::Kind::ed25519:
        return "ed25519-sha256";
    }
    return "";
}

// "a:b:c" on lines of their own, each below 77 columns.
std::string folded_names(const std::vector<std::string>& names) {
    std::string out;
    std::size_t column = 3; // " h="
    for (const auto& name : names) {
        const auto width = name.size() + 1;
        if (!out.empty()) {
            out += ':';
            if (column + width > line_characters_max) {
                out += "\r\n  ";
                column = 2;
            }
        }
        out += name;
        column += width;
    }
    return out;
}

std::string folded(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto piece = text.substr(0, line_characters_max - 4);
        out.append(out.empty() ? "" : "\r\n  ").append(piece);
        text.remove_prefix(piece.size());
    }
    return out;
}

}

Result<Signer> Signer::make(std::string domain, const std::vector<KeySettings>& keys) {
    std::vector<Selected> selected;
    selected.reserve(keys.size());
    for (const auto& each : keys) {
        if (!is_selector(each.selector)) {
            return invalid("dkim.selector_unusable", each.selector);
        }
        auto key = Key::read(each.pem);
        if (!key.ok()) {
            return Error{key.error().kind, key.error().code, each.selector};
        }
        if (key->kind() == Key::Kind::rsa && key->bits() < rsa_bits_min) {
            return invalid("dkim.key_too_short", each.selector);
        }
        selected.push_back({each.selector, std::move(*key)});
    }
    return Signer(std::move(domain), std::move(selected));
}

Result<std::string> Signer::sign(std::string_view letter, TimePoint now) const {
    const auto split = split_message(letter);
    const auto names = names_to_sign(split);
    const auto body_hash = base64(sha256(relaxed_body(split.body)));
    const auto at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::string out;
    for (const auto& [selector, key] : keys_) {
        auto field = fmt::format(
            "DKIM-Signature: v=1; a={}; c=relaxed/relaxed;\r\n d={};\r\n s={}; t={};\r\n h={};\r\n "
            "bh={};\r\n b=",
            algorithm(key.kind()),
            domain_,
            selector,
            at,
            folded_names(names),
            body_hash
        );
        COHORT_TRY(signature, key.sign(signing_input(split, names, field)));
        out.append(field).append(folded(base64(signature))).append("\r\n");
    }
    return out.append(letter);
}

}
