#include "edge/smtp/bounces/letter_named.hpp"

#include "edge/smtp/mime/letter.hpp"

namespace cohort::smtp::bounces {

namespace {

constexpr std::size_t reference_octets_max = 200; // as mime::id_text writes at most

// The address in "<a@b>", "Name <a@b>" or "a@b".
std::string_view bare_address(std::string_view value) {
    const auto open = value.find('<');
    if (open == std::string_view::npos) {
        return value.substr(0, value.find_first_of(" ,"));
    }
    const auto rest = value.substr(open + 1);
    return rest.substr(0, rest.find('>'));
}

std::optional<std::string> by_address(const Evidence& evidence, const Verp& verp) {
    if (auto found = verp.reference(evidence.recipient)) {
        return found;
    }
    // A maildir has no envelope; who filled it wrote the address into one of these.
    for (const auto* name : {"delivered-to", "x-original-to", "envelope-to", "to"}) {
        for (const auto value : evidence.mail.fields.every(name)) {
            if (auto found = verp.reference(bare_address(value))) {
                return found;
            }
        }
    }
    return std::nullopt;
}

bool could_be_reference(std::string_view text) {
    return !text.empty() && text.size() <= reference_octets_max && mime::id_text(text) == text;
}

// The first "<reference@domain>" of our domain in a text.
std::optional<std::string> id_in(std::string_view text, std::string_view domain) {
    const auto end = '@' + std::string{domain} + '>';
    for (auto at = text.find(end); at != std::string_view::npos; at = text.find(end, at + 1)) {
        const auto before = text.substr(0, at);
        const auto open = before.rfind('<');
        const auto id = open == std::string_view::npos ? "" : before.substr(open + 1);
        if (could_be_reference(id)) {
            return std::string{id};
        }
    }
    return std::nullopt;
}

std::optional<std::string> by_message_id(const Evidence& evidence, std::string_view domain) {
    for (const auto& part : evidence.mail.parts) {
        if (auto found = id_in(part.body, domain)) {
            return found; // the letter's own head, given back
        }
    }
    for (const auto* name : {"in-reply-to", "references", "x-original-message-id"}) {
        if (auto found = id_in(evidence.mail.fields.first(name), domain)) {
            return found;
        }
    }
    return std::nullopt;
}

}

std::optional<std::string> letter_named(const Evidence& evidence, const Ours& ours) {
    if (ours.verp != nullptr) {
        if (auto found = by_address(evidence, *ours.verp)) {
            return found;
        }
    }
    if (evidence.report != nullptr && could_be_reference(evidence.report->envelope_id)) {
        return evidence.report->envelope_id;
    }
    return by_message_id(evidence, ours.message_id_domain);
}

}
