#include "simulator/mail/certificate.hpp"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

namespace cohort::simulator::mail {

namespace {

constexpr long year_seconds = 365L * 24 * 3600;
constexpr long lasts_seconds = 5 * year_seconds;
constexpr int must_last_seconds = 30 * 24 * 3600;

struct Free {
    void operator()(X509* x) const { X509_free(x); }

    void operator()(EVP_PKEY* x) const { EVP_PKEY_free(x); }

    void operator()(X509_EXTENSION* x) const { X509_EXTENSION_free(x); }

    void operator()(FILE* x) const { static_cast<void>(std::fclose(x)); }
};

template <class T>
using Owned = std::unique_ptr<T, Free>;

bool still_good(const CertificateFiles& files) {
    const Owned<FILE> in(std::fopen(files.certificate.c_str(), "r"));
    if (!in || ::access(files.private_key.c_str(), R_OK) != 0) {
        return false;
    }
    const Owned<X509> certificate(PEM_read_X509(in.get(), nullptr, nullptr, nullptr));
    if (!certificate) {
        return false;
    }
    std::time_t then = std::time(nullptr) + must_last_seconds;
    return X509_cmp_time(X509_get0_notAfter(certificate.get()), &then) > 0;
}

bool extend(X509* certificate, int what, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, what, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Owned<X509> self_signed(EVP_PKEY* key) {
    Owned<X509> certificate(X509_new());
    std::uint64_t serial = 0;
    if (!certificate || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) {
        return nullptr;
    }
    X509* const x = certificate.get();
    X509_set_version(x, X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1U);
    X509_gmtime_adj(X509_getm_notBefore(x), -24L * 3600);
    X509_gmtime_adj(X509_getm_notAfter(x), lasts_seconds);
    X509_set_pubkey(x, key);
    X509_NAME* const name = X509_get_subject_name(x);
    const auto* words = reinterpret_cast<const unsigned char*>("Cohort simulator");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, words, -1, -1, 0);
    X509_set_issuer_name(x, name);
    const bool made = extend(x, NID_basic_constraints, "critical,CA:TRUE")
                      && extend(x, NID_key_usage, "critical,digitalSignature,keyCertSign")
                      && extend(x, NID_ext_key_usage, "serverAuth")
                      && extend(x, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1")
                      && extend(x, NID_subject_key_identifier, "hash")
                      && X509_sign(x, key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : nullptr;
}

}

Result<CertificateFiles> certificate_in(const std::filesystem::path& folder) {
    CertificateFiles files{folder / "smtp-certificate.pem", folder / "smtp-key.pem"};
    if (still_good(files)) {
        return files;
    }
    const Error unwritable{ErrorKind::unavailable, "simulator.certificate.unwritable"};
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const auto certificate = key ? self_signed(key.get()) : nullptr;
    const int held =
        ::open(files.private_key.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (!certificate || held < 0) {
        return unwritable;
    }
    const Owned<FILE> key_out(::fdopen(held, "w"));
    const Owned<FILE> certificate_out(std::fopen(files.certificate.c_str(), "w"));
    if (!key_out || !certificate_out
        || PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
               != 1
        || PEM_write_X509(certificate_out.get(), certificate.get()) != 1) {
        return unwritable;
    }
    return files;
}

}
