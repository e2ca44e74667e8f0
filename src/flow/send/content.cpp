#include "flow/send/content.hpp"

#include "base/packed_fields.hpp"

namespace cohort::send {

practice::Place content_place(PracticeId practice, BulkMessageId bulk_message, Position position) {
    return {"message_contents.content", {practice.value, bulk_message.value, position.value}};
}

std::string pack(const MessageContent& content) {
    return pack_fields(
        {content.to,
         content.subject,
         content.text,
         content.patient_name,
         content.date_of_birth,
         content.line}
    );
}

Result<MessageContent> unpack(std::string_view packed) {
    FieldReader reader(packed);
    MessageContent content;
    for (std::string* field :
         {&content.to,
          &content.subject,
          &content.text,
          &content.patient_name,
          &content.date_of_birth,
          &content.line}) {
        *field = reader.next();
    }
    if (reader.damaged()) {
        return Error{ErrorKind::internal, "sealed.damaged", "message_contents.content"};
    }
    return content;
}

}
