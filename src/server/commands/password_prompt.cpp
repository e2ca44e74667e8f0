#include "server/commands/password_prompt.hpp"

#include <iostream>
#include <string_view>
#include <termios.h>
#include <unistd.h>

namespace cohort::commands {

namespace {

// While it lives, what is typed is not shown. Keys that would end the process come as characters
// meanwhile, so that no terminal is left without an echo.
class Unshown {
public:
    Unshown() {
        ::tcgetattr(STDIN_FILENO, &before_);
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }

    ~Unshown() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }

    Unshown(const Unshown&) = delete;
    Unshown& operator=(const Unshown&) = delete;

private:
    termios before_{};
};

std::string read_line() {
    std::string line;
    std::getline(std::cin, line);
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    return line;
}

std::string ask(const char* prompt) {
    std::cerr << prompt;
    std::string line = read_line();
    std::cerr << '\n';
    return line;
}

Result<std::string> ask_twice() {
    const Unshown unshown;
    constexpr std::string_view keys_that_interrupt = "\x03\x1A\x1C";
    std::string password = ask("Password (it is not shown): ");
    if (password.find_first_of(keys_that_interrupt) != std::string::npos) {
        return invalid("password.interrupted");
    }
    if (!password.empty() && ask("The same again: ") != password) {
        return invalid("password.typed_differently");
    }
    return password;
}

}

Result<std::string> read_password() {
    const bool at_terminal = ::isatty(STDIN_FILENO) == 1;
    COHORT_TRY(password, at_terminal ? ask_twice() : Result<std::string>{read_line()});
    if (password.empty()) {
        return invalid("password.missing");
    }
    return password;
}

}
