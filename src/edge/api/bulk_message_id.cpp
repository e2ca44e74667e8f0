#include "edge/api/bulk_message_id.hpp"

namespace cohort::api {

Result<BulkMessageId> read_bulk_message_id(std::string_view text) {
    const auto id = BulkMessageId::parse(text);
    return id.ok() ? id
                   : Result<BulkMessageId>(Error{ErrorKind::not_found, "bulk_message.not_found"});
}

Result<BulkMessageId> bulk_message_id_of(const http::Request& request) {
    return read_bulk_message_id(request.param("bulk_message"));
}

}
