#pragma once
// Which bulk message a request is about.
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/http/message.hpp"

#include <string_view>

namespace cohort::api {

// Errors: bulk_message.not_found; what is no id is nobody's bulk message.
Result<BulkMessageId> read_bulk_message_id(std::string_view text);
// The {bulk_message} of the path.
Result<BulkMessageId> bulk_message_id_of(const http::Request& request);

}
