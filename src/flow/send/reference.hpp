#pragma once
// What a message is called towards gateways.
#include "domain/channel.hpp"
#include "flow/send/gateway.hpp"
#include "practice/sealing.hpp"

#include <string>

namespace cohort::send {

// Opaque. Of an email stable for the message, so that a second attempt keeps its Message-ID; of a
// text another one for each attempt, so that no receipt is taken for one of another attempt.
std::string
reference_of(const practice::Keyring& keyring, domain::Channel channel, const AttemptKey& key);

}
