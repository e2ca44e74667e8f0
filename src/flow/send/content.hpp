#pragma once
// What one patient gets, packed into one sealed value when the message is made, and never changed
// after.
#include "base/result.hpp"
#include "flow/lists/lists.hpp"
#include "practice/sealing.hpp"

#include <string>
#include <string_view>

namespace cohort::send {

struct MessageContent {
    std::string to = {}; // empty when the patient cannot be reached
    std::string subject = {};
    std::string text = {};
    std::string patient_name = {};
    std::string date_of_birth = {}; // yyyy-mm-dd
    std::string line = {};          // of the patient list's file
};

practice::Place content_place(PracticeId practice, BulkMessageId bulk_message, Position position);
std::string pack(const MessageContent& content);
// Errors: sealed.damaged.
Result<MessageContent> unpack(std::string_view packed);

}
