#pragma once
// Certificates made for one test: an authority of its own, what it issues, and what it should never
// have. The files go with the folder. Throws std::runtime_error.
#include <chrono>
#include <filesystem>
#include <string>

namespace cohort::test_support {

struct CertificateFiles {
    std::string certificate; // PEM
    std::string key;         // PEM
};

// When a certificate is good, counted from now.
struct Validity {
    std::chrono::hours from{-1};
    std::chrono::hours until{24};
};

class TestAuthority {
public:
    // Its files begin with `name`.
    TestAuthority(std::filesystem::path folder, std::string name);

    // What to trust, PEM.
    const std::string& certificate() const { return own_.certificate; }

    // For a host; `name` begins its files' names.
    CertificateFiles
    issue(const std::string& name, const std::string& host, Validity validity = {}) const;

private:
    std::filesystem::path folder_;
    CertificateFiles own_;
};

// For a host or an address (IPv4), vouching for itself.
CertificateFiles
self_signed(const std::filesystem::path& folder, const std::string& name, const std::string& host);

}
