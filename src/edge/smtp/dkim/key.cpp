#include "edge/smtp/dkim/key.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <array>
#include <utility>

namespace cohort::smtp::dkim {

namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// Nobody is there to type a pass phrase.
int no_pass_phrase(char* /*into*/, int /*size*/, int /*writing*/, void* /*unused*/) {
    return -1;
}

}

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytes_of(bytes), bytes.size(), digest.data());
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Result<Key> Key::read(const Password& pem) {
    const auto& text = pem.reveal();
    const std::unique_ptr<BIO, decltype(&BIO_free)> source(
        BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free
    );
    if (source == nullptr) {
        return invalid("dkim.key_unreadable");
    }
    std::shared_ptr<EVP_PKEY> key(
        PEM_read_bio_PrivateKey(source.get(), nullptr, &no_pass_phrase, nullptr), &EVP_PKEY_free
    );
    if (key == nullptr) {
        return invalid("dkim.key_unreadable");
    }
    switch (EVP_PKEY_get_base_id(key.get())) {
    case EVP_PKEY_RSA:
        return Key(std::move(key), Kind::rsa);
    case EVP_PKEY_ED25519:
        return Key(std::move(key), Kind::ed25519);
    default:
        return invalid("dkim.key_kind");
    }
}

int Key::bits() const {
    return EVP_PKEY_get_bits(key_.get());
}

Result<std::string> Key::sign(std::string_view input) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), &EVP_MD_CTX_free
    );
    const bool rsa = kind_ == Kind::rsa;
    const std::string digest = rsa ? std::string{} : sha256(input);
    const std::string_view signed_bytes = rsa ? input : digest;
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t length = signature.size();
    const bool made =
        context != nullptr
        && EVP_DigestSignInit(
               context.get(), nullptr, rsa ? EVP_sha256() : nullptr, nullptr, key_.get()
           ) == 1
        && EVP_DigestSign(
               context.get(),
               reinterpret_cast<unsigned char*>(signature.data()),
               &length,
               bytes_of(signed_bytes),
               signed_bytes.size()
           ) == 1;
    if (!made) {
        return Error{ErrorKind::internal, "dkim.signing_failed"};
    }
    signature.resize(length);
    return signature;
}

}
