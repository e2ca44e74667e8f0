#include "flow/send/reference.hpp"

namespace cohort::send {

std::string
reference_of(const practice::Keyring& keyring, domain::Channel channel, const AttemptKey& key) {
    std::string name = key.practice.text() + '.' + key.bulk_message.text() + '.'
                       + std::to_string(key.position.value);
    if (channel == domain::Channel::sms) {
        name += '.' + std::to_string(key.attempt.value);
    }
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
    std::string reference;
    for (const char byte : keyring.hash(practice::HashOf::content, name)) {
        reference += letters[static_cast<unsigned char>(byte) & 31U];
        reference += letters[static_cast<unsigned char>(byte) >> 5U];
    }
    return reference;
}

}
