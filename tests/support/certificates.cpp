#include "tests/support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <utility>

namespace cohort::test_support {
namespace {

template <auto free>
struct Free {
    template <class T>
    void operator()(T* thing) const {
        free(thing);
    }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using File = std::unique_ptr<std::FILE, Free<std::fclose>>;

File open_file(const std::string& path, const char* mode) {
    File file(std::fopen(path.c_str(), mode));
    if (!file) {
        throw std::runtime_error("test certificate: no file " + path);
    }
    return file;
}

CertificateFiles files_for(const std::filesystem::path& folder, const std::string& name) {
    return {(folder / (name + ".pem")).string(), (folder / (name + ".key")).string()};
}

void add_extension(X509& certificate, int id, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
    X509_add_ext(&certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

std::string alternative_name(const std::string& host) {
    in_addr address{};
    return (inet_pton(AF_INET, host.c_str(), &address) == 1 ? "IP:" : "DNS:") + host;
}

// Everything but the issuer and the signature.
Certificate draft(const std::string& common_name, EVP_PKEY& key, Validity validity) {
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    long serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), 7);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    const auto at = [](std::chrono::hours from_now) {
        return static_cast<long>(std::chrono::seconds(from_now).count());
    };
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), at(validity.from));
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), at(validity.until));
    X509_set_pubkey(certificate.get(), &key);
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(certificate.get()),
        "CN",
        MBSTRING_ASC,
        reinterpret_cast<const unsigned char*>(common_name.c_str()),
        -1,
        -1,
        0
    );
    return certificate;
}

void sign_and_write(
    X509& certificate,
    EVP_PKEY& key,
    X509& issuer,
    EVP_PKEY& issuer_key,
    const CertificateFiles& files
) {
    X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer));
    if (X509_sign(&certificate, &issuer_key, EVP_sha256()) == 0) {
        throw std::runtime_error("test certificate: cannot be signed");
    }
    PEM_write_X509(open_file(files.certificate, "w").get(), &certificate);
    PEM_write_PrivateKey(
        open_file(files.key, "w").get(), &key, nullptr, nullptr, 0, nullptr, nullptr
    );
}

}

TestAuthority::TestAuthority(std::filesystem::path folder, std::string name)
    : folder_(std::move(folder)), own_(files_for(folder_, name)) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = draft("Authority of a test: " + name, *key, {});
    add_extension(*certificate, NID_basic_constraints, "critical,CA:TRUE");
    sign_and_write(*certificate, *key, *certificate, *key, own_);
}

CertificateFiles
TestAuthority::issue(const std::string& name, const std::string& host, Validity validity) const {
    const Certificate issuer(
        PEM_read_X509(open_file(own_.certificate, "r").get(), nullptr, nullptr, nullptr)
    );
    const Key issuer_key(
        PEM_read_PrivateKey(open_file(own_.key, "r").get(), nullptr, nullptr, nullptr)
    );
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = draft(host, *key, validity);
    add_extension(*certificate, NID_subject_alt_name, alternative_name(host));
    const CertificateFiles files = files_for(folder_, name);
    sign_and_write(*certificate, *key, *issuer, *issuer_key, files);
    return files;
}

CertificateFiles
self_signed(const std::filesystem::path& folder, const std::string& name, const std::string& host) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = draft(host, *key, {});
    add_extension(*certificate, NID_subject_alt_name, alternative_name(host));
    const CertificateFiles files = files_for(folder, name);
    sign_and_write(*certificate, *key, *certificate, *key, files);
    return files;
}

}
