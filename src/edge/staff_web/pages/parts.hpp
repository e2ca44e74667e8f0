#pragma once
// Small pieces that several pages are made of.
#include "domain/channel.hpp"
#include "platform/html/html.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cohort::staff_web {

// <input type="hidden">
html::Html hidden(std::string_view name, std::string_view value);
// The session's token, which every form carries.
html::Html token_field(std::string_view token);

// What people wrote, with its own line breaks.
html::Html lines_of(std::string_view text);

// Why a channel's messages do not leave at the moment, or not as well as they could.
struct GatewayTrouble {
    domain::Channel channel;
    std::string reason;    // a code with a sentence
    bool goes_out = false; // all the same
};

// What is wrong, and what happens next. Nothing where nothing is wrong.
html::Html trouble_of(const std::optional<GatewayTrouble>& trouble);

}
