#include "edge/smtp/about.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace cohort::smtp {

namespace {

struct StatusRow {
    int subject;
    int detail; // -1: every other detail of the subject
    About about;
};

constexpr std::array statuses{
    StatusRow{1, 2, About::domain},   // bad destination system address
    StatusRow{1, 7, About::sender},   // bad sender's mailbox syntax
    StatusRow{1, 8, About::sender},   // bad sender's system address
    StatusRow{1, 9, About::unknown},  // relayed to a system that gives no status
    StatusRow{1, 10, About::domain},  // null MX (RFC 7505)
    StatusRow{1, 0, About::unknown},  // other address status
    StatusRow{1, 4, About::unknown},  // ambiguous address
    StatusRow{1, -1, About::address}, // 5.1.1, 5.1.3, 5.1.6
    StatusRow{2, 1, About::address_shut},
    StatusRow{2, 2, About::full},
    StatusRow{2, 3, About::size},
    StatusRow{2, -1, About::unknown},
    StatusRow{3, 4, About::size},
    StatusRow{3, -1, About::unknown},
    StatusRow{4, -1, About::unreachable},
    StatusRow{5, -1, About::settings},
    StatusRow{6, 7, About::utf8}, // RFC 6531 §3.2: non-ASCII addresses not permitted for that
                                  // recipient
    StatusRow{6, 9, About::utf8}, // RFC 6531 §3.2: header cannot be passed on without UTF-8
    StatusRow{6, -1, About::content},
    StatusRow{7, 8, About::login},  // RFC 4954: credentials
    StatusRow{7, 9, About::login},  // RFC 4954: mechanism too weak
    StatusRow{7, 11, About::login}, // RFC 4954: encryption needed
    StatusRow{7, 14, About::login}, // trust relationship required
    StatusRow{7, 28, About::rate},  // mail flood (RFC 7372's registry; Gmail's words for it)
    StatusRow{7, -1, About::policy},
};

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [text](auto word) { return text.contains(word); });
}

}

About about_status(const EnhancedStatus& status) {
    for (const auto& row : statuses) {
        if (row.subject == status.subject && (row.detail == -1 || row.detail == status.detail)) {
            return row.about;
        }
    }
    return About::unknown;
}

About about_text(std::string_view text) {
    if (has_any(
            text,
            {"relay",
             "polic",
             "spam",
             "block",
             "denied",
             "authent",
             "reputation",
             "spf",
             "dkim",
             "dmarc"}
        )) {
        return About::policy;
    }
    if (has_any(text, {"full", "quota", "storage"})) {
        return About::full;
    }
    const bool about_someone =
        has_any(text, {"user", "mailbox", "recipient", "address", "account"});
    const bool absent = has_any(
        text,
        {"unknown",
         "no such",
         "does not exist",
         "doesn't exist",
         "not found",
         "not exist",
         "no mailbox"}
    );
    return about_someone && absent ? About::address : About::unknown;
}

}
