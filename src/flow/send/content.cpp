#include "flow/send/content.hpp"

#include <array>
#include <cstring>

namespace cohort::send {
namespace {

// Each field after its length in four octets, little endian, as on every machine we run on.
void append(std::string& packed, std::string_view field) {
    const auto size = static_cast<std::uint32_t>(field.size());
    packed.append(reinterpret_cast<const char*>(&size), sizeof size);
    packed.append(field);
}

}

practice::Place content_place(PracticeId practice, BulkMessageId bulk_message, Position position) {
    return {"message_contents.content", {practice.value, bulk_message.value, position.value}};
}

std::string pack(const MessageContent& content) {
    std::string packed;
    packed.reserve(content.text.size() + 128);
    for (const std::string* field :
         {&content.to,
          &content.subject,
          &content.text,
          &content.patient_name,
          &content.date_of_birth,
          &content.line}) {
        append(packed, *field);
    }
    return packed;
}

Result<MessageContent> unpack(std::string_view packed) {
    MessageContent content;
    for (std::string* field :
         {&content.to,
          &content.subject,
          &content.text,
          &content.patient_name,
          &content.date_of_birth,
          &content.line}) {
        std::uint32_t size = 0;
        if (packed.size() < sizeof size) {
            return Error{ErrorKind::internal, "sealed.damaged", "message_contents.content"};
        }
        std::memcpy(&size, packed.data(), sizeof size);
        packed.remove_prefix(sizeof size);
        if (packed.size() < size) {
            return Error{ErrorKind::internal, "sealed.damaged", "message_contents.content"};
        }
        field->assign(packed.substr(0, size));
        packed.remove_prefix(size);
    }
    return content;
}

}
