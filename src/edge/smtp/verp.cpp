#include "edge/smtp/verp.hpp"

#include "edge/smtp/base32.hpp"
#include "edge/smtp/lower_case.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace cohort::smtp {

namespace {

constexpr std::string_view before_token = "bounce+";
constexpr std::size_t local_part_octets_max = 64;
constexpr std::size_t proof_bytes = 10;
constexpr std::size_t proof_letters = 16;
constexpr char coded = '0'; // no letter of base32

std::optional<std::string> read_name(std::string_view name) {
    if (name.starts_with(coded)) {
        return read_base32(name.substr(1));
    }
    return is_base32(name) ? std::optional<std::string>{name} : std::nullopt;
}

}

std::optional<std::string> Verp::address(std::string_view reference) const {
    std::string local{before_token};
    if (is_base32(reference)) {
        local += reference;
    } else {
        local.append(1, coded).append(base32(reference));
    }
    local += proof(reference);
    if (reference.empty() || local.size() > local_part_octets_max) {
        return std::nullopt;
    }
    return local + '@' + domain_;
}

std::optional<std::string> Verp::reference(std::string_view address) const {
    const auto whole = lower_case(address);
    const auto end = '@' + lower_case(domain_);
    std::string_view token = whole;
    if (!token.starts_with(before_token) || !token.ends_with(end)) {
        return std::nullopt;
    }
    token.remove_prefix(before_token.size());
    token.remove_suffix(std::min(end.size(), token.size()));
    if (token.size() <= proof_letters || token.size() > local_part_octets_max) {
        return std::nullopt;
    }
    const auto found = read_name(token.substr(0, token.size() - proof_letters));
    if (!found || found->empty()) {
        return std::nullopt;
    }
    const auto wanted = proof(*found);
    const auto given = token.substr(token.size() - proof_letters);
    return CRYPTO_memcmp(wanted.data(), given.data(), proof_letters) == 0 ? found : std::nullopt;
}

std::string Verp::proof(std::string_view reference) const {
    const auto& key = key_.reveal();
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(reference.data()),
        reference.size(),
        digest.data(),
        &size
    );
    return base32({reinterpret_cast<const char*>(digest.data()), proof_bytes});
}

}
