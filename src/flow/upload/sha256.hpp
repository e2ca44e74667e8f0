#pragma once
// SHA-256 of bytes that come in pieces (FIPS 180-4): of a file as it was uploaded, and of what was
// accepted of it. Threads: one at a time.
#include <memory>
#include <string>
#include <string_view>

// NOLINTNEXTLINE(readability-identifier-naming): OpenSSL's own name for EVP_MD_CTX
struct evp_md_ctx_st;

namespace cohort::upload {

class Sha256 {
public:
    Sha256();

    void add(std::string_view bytes);
    // 64 lower-case hexadecimal digits. Call once, at the end.
    std::string hex();

private:
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

}
