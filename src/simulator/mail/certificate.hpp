#pragma once
// A certificate of the simulator's own for STARTTLS: for localhost and 127.0.0.1, signed by itself,
// so that a client can be told to trust exactly it. Made once in the data folder and used again
// while it lasts.
#include "base/result.hpp"

#include <filesystem>

namespace cohort::simulator::mail {

struct CertificateFiles {
    std::filesystem::path certificate; // PEM; also what a client trusts (its ca_file)
    std::filesystem::path private_key; // PEM, mode 0600
};

// Errors: simulator.certificate.unwritable.
Result<CertificateFiles> certificate_in(const std::filesystem::path& folder);

}
