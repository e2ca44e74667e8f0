#include "server/commands/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace cohort::commands {

namespace {

Error input_fault(int number) {
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return invalid("input.missing");
    case EISDIR:
        return invalid("input.is_folder");
    case EACCES:
    case EPERM:
        return invalid("input.not_allowed");
    default:
        return invalid("input.unreadable");
    }
}

}

Result<InputFile> InputFile::open(const std::string& path) {
    if (path == "-") {
        return standard_input();
    }
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return input_fault(errno);
    }
    return InputFile{file};
}

InputFile InputFile::standard_input() {
    return InputFile{STDIN_FILENO};
}

InputFile::InputFile(InputFile&& other) noexcept
    : file_(std::exchange(other.file_, STDIN_FILENO)) {}

InputFile::~InputFile() {
    if (file_ != STDIN_FILENO) {
        ::close(file_);
    }
}

Result<std::size_t> InputFile::read(std::span<char> buffer) const {
    for (;;) {
        const ssize_t count = ::read(file_, buffer.data(), buffer.size());
        if (count >= 0) {
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR) {
            return input_fault(errno);
        }
    }
}

bool write_to_standard_output(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return true;
}

}
