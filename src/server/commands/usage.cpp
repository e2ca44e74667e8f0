#include "server/commands/usage.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <ranges>
#include <string_view>
#include <vector>

namespace cohort::commands {

namespace {

// The command that the words led to.
const CLI::App& command_of(const CLI::App& app) {
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty()) {
        at = at->get_subcommands().back();
    }
    return *at;
}

std::string full_name(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

std::vector<std::string> names_of_commands(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(each->get_name());
    }
    return names;
}

std::string name_of(const CLI::Option& option) {
    return option.get_positional() ? option.get_name(true) : option.get_name();
}

std::string help_hint(const CLI::App& command) {
    return fmt::format("'{} --help' tells more.\n", full_name(command));
}

// Words that nothing in the command stands for.
std::string unknown_words(const CLI::App& command, const std::vector<std::string>& words) {
    const std::string& first = words.front();
    const bool option = first.starts_with('-') && first.size() > 1;
    return fmt::format(
        "There is no {} '{}' in '{}'.\n", option ? "option" : "command", first, full_name(command)
    );
}

std::string wrong_command(const CLI::App& command) {
    const auto words = command.remaining();
    const std::string what =
        words.empty() ? fmt::format("'{}' wants a command after it.\n", full_name(command))
                      : unknown_words(command, words);
    return what + fmt::format("Choose one of: {}.\n", fmt::join(names_of_commands(command), ", "));
}

std::string unexpected_words(const CLI::App& command) {
    const auto words = command.remaining();
    if (words.empty() || words.front().starts_with('-')) {
        return words.empty() ? std::string{} : unknown_words(command, words);
    }
    return fmt::format(
        "'{}' does not know what to do with '{}'. A value with blanks in it stands in quotes.\n",
        full_name(command),
        words.front()
    );
}

std::string missing_options(const CLI::App& command) {
    std::string out = fmt::format("'{}' also needs:\n", full_name(command));
    for (const CLI::Option* option : command.get_options()) {
        if (option->get_required() && option->count() == 0) {
            out += fmt::format("  {:<12} {}\n", name_of(*option), option->get_description());
        }
    }
    return out;
}

std::string as_line(std::string words) {
    return words.ends_with('.') ? words + "\n" : words + ".\n";
}

}

std::string usage_fault(const CLI::App& app, const CLI::ParseError& fault) {
    const CLI::App& command = command_of(app);
    std::string words;
    if (dynamic_cast<const CLI::RequiredError*>(&fault) != nullptr) {
        words =
            names_of_commands(command).empty() ? missing_options(command) : wrong_command(command);
    } else if (dynamic_cast<const CLI::ExtrasError*>(&fault) != nullptr) {
        words = unexpected_words(command);
    } else if (dynamic_cast<const CLI::ArgumentMismatch*>(&fault) != nullptr) {
        const std::string_view what = fault.what();
        words = fmt::format("{} wants one value after it.\n", what.substr(0, what.find(':')));
    }
    if (words.empty()) {
        words = as_line(fault.what());
    }
    return app.get_name() + ": " + words + help_hint(command);
}

std::function<std::string(const std::string&)>
whole_number(std::uint64_t least, std::uint64_t most) {
    return [=](const std::string& text) -> std::string {
        std::uint64_t number = 0;
        const char* const end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, number);
        const bool good =
            read.ec == std::errc{} && read.ptr == end && number >= least && number <= most;
        return good ? std::string{}
                    : fmt::format(
                          "a whole number from {} to {} is needed, not '{}'.", least, most, text
                      );
    };
}

std::function<std::string(const std::string&)> one_of(std::initializer_list<const char*> words) {
    return
        [allowed = std::vector<std::string>(words.begin(), words.end())](const std::string& text) {
            const bool good = std::ranges::find(allowed, text) != allowed.end();
            return good ? std::string{}
                        : fmt::format("{} is needed, not '{}'.", fmt::join(allowed, " or "), text);
        };
}

}
