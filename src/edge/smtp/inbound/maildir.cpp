#include "edge/smtp/inbound/maildir.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace cohort::smtp::inbound {

namespace fs = std::filesystem;

namespace {

// Closes what it holds.
class File {
public:
    explicit File(int number) : number_(number) {}

    ~File() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int number() const { return number_; }

private:
    int number_;
};

bool is_plain(int file) {
    struct stat about{};
    return ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
}

}

Outcome Maildir::check() const {
    for (const char* part : {"new", "cur"}) {
        const auto path = fs::path(folder_) / part;
        std::error_code fault;
        const bool usable =
            fs::is_directory(path, fault) && ::access(path.c_str(), R_OK | W_OK | X_OK) == 0;
        if (!usable) {
            return invalid("smtp.bounce_maildir_unusable", path.string());
        }
    }
    return done();
}

std::vector<std::string> Maildir::list() const {
    std::vector<std::string> names;
    std::error_code fault;
    fs::directory_iterator next(fs::path(folder_) / "new", fault);
    while (!fault && next != fs::directory_iterator{} && names.size() < files_max) {
        auto name = next->path().filename().string();
        if (!name.starts_with('.')) {
            names.push_back(std::move(name));
        }
        next.increment(fault);
    }
    return names;
}

Result<std::string> Maildir::read(const std::string& name) const {
    const Error unreadable{ErrorKind::unavailable, "maildir.unreadable"};
    const auto path = fs::path(folder_) / "new" / name;
    // Not to wait for a pipe's other end, nor to be led elsewhere by a link.
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.number() < 0 || !is_plain(file.number())) {
        return unreadable;
    }
    std::string text(file_bytes_max, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto got = ::read(file.number(), text.data() + size, text.size() - size);
        if (got < 0) {
            return unreadable;
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    return text;
}

Outcome Maildir::set_read(const std::string& name) const {
    std::error_code fault;
    const fs::path folder(folder_);
    fs::rename(folder / "new" / name, folder / "cur" / (name + ":2,S"), fault);
    if (fault) {
        return Error{ErrorKind::unavailable, "maildir.unmovable"};
    }
    return done();
}

}
