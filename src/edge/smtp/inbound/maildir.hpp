#pragma once
// Bounces that a mail server puts into a maildir: each file in new/ is read, kept, and moved to
// cur/ as seen. A file is in new/ only when it is whole (it is written in tmp/ and renamed), so
// nothing half-written is read. A crash between keeping and moving reads it again, which changes
// nothing. These calls block: they belong on the threads for work.
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cohort::smtp::inbound {

class Maildir {
public:
    static constexpr std::size_t files_max = 1'000;            // of one look
    static constexpr std::size_t file_bytes_max = 1024 * 1024; // of a larger one only the beginning

    explicit Maildir(std::string folder) : folder_(std::move(folder)) {}

    // Errors: smtp.bounce_maildir_unusable (no new/ or cur/, or not ours to read and write).
    Outcome check() const;

    // Names in new/, in any order.
    std::vector<std::string> list() const;
    // Errors, kind unavailable: maildir.unreadable (also for what is no plain file).
    Result<std::string> read(const std::string& name) const;
    // Errors: maildir.unmovable.
    Outcome set_read(const std::string& name) const;

private:
    std::string folder_;
};

}
