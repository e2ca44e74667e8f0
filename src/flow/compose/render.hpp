#pragma once
// Turning what was written into what one patient gets. Pure. The confirm page and the sending use
// this one function, so what is counted is what is sent.
#include "base/result.hpp"
#include "domain/channel.hpp"
#include "domain/personalisation.hpp"
#include "flow/lists/lists.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace cohort::compose {

struct Rendered {
    std::string to; // E.164, or an email address
    std::string subject;
    std::string text;
    std::int64_t segments = 0; // 0 for email
};

// Why a patient gets nothing: message.no_mobile, message.no_email, message.too_long.
struct Unreachable {
    std::string reason;
};

using Rendering = std::variant<Rendered, Unreachable>;

class Renderer {
public:
    // Errors: personalisation.unknown_placeholder, personalisation.unclosed.
    static Result<Renderer> make(
        domain::Channel channel,
        std::string_view subject,
        std::string_view text,
        std::string practice_name
    );

    Rendering render(const lists::Patient& patient) const;

private:
    Renderer(
        domain::Channel channel,
        domain::Personalisation subject,
        domain::Personalisation text,
        std::string practice_name
    );

    domain::Channel channel_;
    domain::Personalisation subject_;
    domain::Personalisation text_;
    std::string practice_name_;
};

}
