#include "tests/scenarios/answers.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace cohort::scenarios {
namespace {

constexpr std::size_t header_bytes = 16;
constexpr std::uint32_t submit_sm_resp = 0x80000004;

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(0, 4)) {
        value = value << 8U | static_cast<unsigned char>(byte);
    }
    return value;
}

void add_answers(std::string_view bytes, std::set<std::int64_t>& answered) {
    while (bytes.size() >= header_bytes) {
        const std::size_t length = big_endian(bytes);
        if (length < header_bytes || length > bytes.size()) {
            return; // the cut came within it
        }
        const bool positive =
            big_endian(bytes.substr(4)) == submit_sm_resp && big_endian(bytes.substr(8)) == 0;
        if (positive) {
            const std::string_view body = bytes.substr(header_bytes, length - header_bytes);
            answered.insert(std::stoll(std::string(body.substr(0, body.find('\0')))));
        }
        bytes.remove_prefix(length);
    }
}

}

std::set<std::int64_t> answered_submits(const std::vector<test_support::Passage>& passages) {
    std::set<std::int64_t> answered;
    for (const test_support::Passage& passage : passages) {
        add_answers(passage.to_client, answered);
    }
    return answered;
}

std::set<std::int64_t> answered_mails(const std::vector<test_support::Passage>& passages) {
    constexpr std::string_view words = "queued as ";
    std::set<std::int64_t> answered;
    for (const test_support::Passage& passage : passages) {
        const std::string& said = passage.to_client;
        for (auto at = said.find(words); at != said.npos; at = said.find(words, at + 1)) {
            const auto from = at + words.size();
            const auto end = said.find("\r\n", from);
            if (end != said.npos) {
                answered.insert(std::stoll(said.substr(from, end - from)));
            }
        }
    }
    return answered;
}

}
