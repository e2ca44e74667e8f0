#pragma once
// Reading from and writing to the files that a command line names.
#include "base/result.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace cohort::commands {

class InputFile {
public:
    // "-" is standard input. Errors: input.missing, input.not_allowed, input.unreadable.
    static Result<InputFile> open(const std::string& path);
    static InputFile standard_input();

    InputFile(InputFile&& other) noexcept;
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    InputFile& operator=(InputFile&&) = delete;
    ~InputFile();

    // Fills some of the buffer and says how much; 0 is the end. May wait.
    // Errors: input.is_folder, input.unreadable.
    Result<std::size_t> read(std::span<char> buffer) const;

private:
    explicit InputFile(int file) : file_(file) {}

    int file_;
};

// False when not all could be written: nobody reads any more, or there is no room.
bool write_to_standard_output(std::string_view bytes);

}
